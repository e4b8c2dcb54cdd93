import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { RESERVED_SLUGS } from "@/lib/core/sites/reserved-slugs";
import { json as answerJson, restRefusal, restRoute } from "@/lib/http/rest-route";
import type { ContractedRoute } from "@/lib/http/route";
import { API_SCOPES } from "@/lib/kernel/api-scopes";
import { AppError, ERRORS, type ErrorCode } from "@/lib/kernel/errors";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { expectDocumented } from "@/lib/testing/documented";
import { addSite, basic, makeTenant, type Tenant, unique } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { notFound, unauthorized } from "@/lib/testing/refusals";
import { furnish, missing, type Recipe, type Refs, RIGHT, type Sent } from "@/lib/testing/right-requests";
import { everyRow, sql } from "@/lib/testing/sql";
import { dispatch, type Match, matcher, type RouteModule } from "./dispatch";
import { ROUTES } from "./routes.gen";

/**
 * Every route × everybody who may knock. A sweep is a function from a list of routes to its findings, so that each can
 * be shown to find a route that is wrong.
 */
type Routes = typeof ROUTES;

type Answer = { status: number; body: unknown };

/** Other ways to say the same things, for the sweep over strangers: by slug, by id, as a filter. */
const ALSO: [endpoint: string, send: Recipe["send"]][] = [
  ...(["GET", "PATCH", "PUT", "DELETE"] as const).map((method): [string, Recipe["send"]] => [
    `${method} /api/sites/[id]`,
    ({ slug }) => ({ path: `/api/sites/${slug}`, ...(/^P/.test(method) ? { json: { site: { name: "Changed" } } } : {}) }),
  ]),
  ...(["GET", "DELETE"] as const).map((method): [string, Recipe["send"]] => [
    `${method} /api/site_user_sessions/[id]`,
    ({ sessionId }) => ({ path: `/api/site_user_sessions/${sessionId}` }),
  ]),
  ["POST /api/site_user_sessions/[id]/mark_used", ({ sessionId }) => ({ path: `/api/site_user_sessions/${sessionId}/mark_used` })],
  ["POST /api/sites/[id]/signing_key", ({ slug }) => ({ path: `/api/sites/${slug}/signing_key`, json: { revoke_tokens: true } })],
  ["GET /api/sessions", ({ siteId }) => ({ path: `/api/sessions?site_id=${siteId}` })],
  ["GET /api/sessions", ({ userId }) => ({ path: `/api/sessions?site_user_id=${userId}` })],
  ["GET /api/exports", ({ siteId }) => ({ path: `/api/exports?site_id=${siteId}` })],
  ["GET /api/imports", ({ siteId }) => ({ path: `/api/imports?site_id=${siteId}` })],
  ["GET /api/site_users", ({ siteId }) => ({ path: `/api/site_users?site_id=${siteId}` })],
  ["GET /api/site_user_sessions", ({ siteId }) => ({ path: `/api/site_user_sessions?site_id=${siteId}` })],
  ["GET /api/site_user_sessions", ({ userId }) => ({ path: `/api/site_user_sessions?site_user_id=${userId}` })],
];

type Endpoint = { name: string; handler: ContractedRoute };

/** Every method of every route file. */
const endpoints = (routes: Routes): Endpoint[] =>
  routes.flatMap(([pattern, module]) =>
    Object.entries(module ?? {}).map(([method, handler]) => ({ name: `${method} ${pattern}`, handler: handler as ContractedRoute })),
  );
const rest = (routes: Routes) => endpoints(routes).filter(({ handler }) => handler.contract?.kind === "rest");
const secured = (routes: Routes) => rest(routes).filter(({ handler }) => handler.contract.credential !== "none");

/** Every answer of every sweep over the product's own routes: none may be undeclared, and none may show the inside. */
const log: { name: string; statuses: readonly number[]; status: number; text: string }[] = [];

/** Sends a request to an endpoint of a list of routes, without a socket. */
async function ask(
  routes: Routes,
  { name, handler }: Endpoint,
  { path, json, file }: Sent,
  headers: Record<string, string>,
): Promise<Answer> {
  const [method = ""] = name.split(" ");
  const found = matcher(routes)(new URL(path, "http://signin.localhost").pathname);
  const request = new Request(`http://signin.localhost${path}`, {
    method,
    headers: { ...(json ? { "content-type": "application/json" } : {}), ...headers },
    ...(json || file ? { body: json ? JSON.stringify(json) : file } : {}),
  });
  const response = await dispatch(request, found as Match & { module: RouteModule });
  await expectDocumented(found?.module as RouteModule, method, response);
  const text = await response.text();
  if (routes === ROUTES) log.push({ name, statuses: handler.contract.statuses, status: response.status, text });
  if (response.status === 401 && response.headers.get("www-authenticate") !== "Bearer")
    throw new Error(`${name}: 401 without WWW-Authenticate`);
  return { status: response.status, body: response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text };
}

const bearer = ({ apiToken }: Tenant): Record<string, string> => ({ authorization: `Bearer ${apiToken}` });

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Handlers that do not say what they are. */
function uncontracted(routes: Routes): string[] {
  return endpoints(routes)
    .filter(({ handler: { contract } }) => {
      if (!contract || !["rest", "hosted", "public", "dialect"].includes(contract.kind) || contract.statuses.length === 0) return true;
      return !["none", "api_token", "api_token_or_client"].includes(contract.credential);
    })
    .map(({ name }) => name);
}

/** Routes whose right request is not answered as it should be. */
async function wrongWhenRight(routes: Routes, recipes: typeof RIGHT): Promise<string[]> {
  const findings: string[] = [];
  for (const endpoint of rest(routes)) {
    const { send, status } = recipes[endpoint.name] as Recipe;
    for (const credential of endpoint.handler.contract.credential === "api_token_or_client" ? [bearer, basic] : [bearer]) {
      const { tenant, refs } = await furnish();
      const given = await ask(routes, endpoint, send(refs), credential(tenant));
      if (given.status !== status) findings.push(`${endpoint.name}: ${given.status} and not ${status}`);
    }
  }
  return findings;
}

/** Routes that let somebody in, or do something, for a credential that is none. */
async function openToAnybody(
  routes: Routes,
  recipes: typeof RIGHT,
  headers: (tenant: Tenant) => Promise<Record<string, string>[]>,
): Promise<string[]> {
  const findings: string[] = [];
  const { tenant, refs } = await furnish();
  const all = await headers(tenant);
  const before = await everyRow();
  for (const endpoint of secured(routes)) {
    for (const header of all) {
      const given = await ask(routes, endpoint, (recipes[endpoint.name] as Recipe).send(refs), header);
      if (!same(given, unauthorized)) findings.push(`${endpoint.name} lets in ${JSON.stringify(header)}: ${given.status}`);
    }
    if (!same(await everyRow(), before)) findings.push(`${endpoint.name} changed something`);
  }
  return [...new Set(findings)];
}

/** Routes that tell or change something of one customer to a stranger, or tell a stranger that something is there. */
async function openToStrangers(routes: Routes, recipes: typeof RIGHT, more = ALSO): Promise<string[]> {
  const findings: string[] = [];
  const { tenant, refs } = await furnish();
  const sibling = await addSite(tenant);
  const stranger = (await furnish()).tenant;
  const nothing = missing();
  const before = await everyRow();
  const telling = [
    refs.siteId,
    refs.slug,
    refs.deletedId,
    refs.userId,
    refs.sessionId,
    refs.importId,
    refs.exportId,
    refs.signedInId,
    refs.providerId,
    refs.passkeyId,
    refs.token.slice(-12),
    tenant.site.clientId,
    tenant.site.clientSecret,
  ].map(String);
  for (const endpoint of secured(routes)) {
    const { contract } = endpoint.handler;
    const strangers = [bearer(stranger), ...(contract.credential === "api_token_or_client" ? [basic(stranger), basic(sibling)] : [])];
    const recipe = recipes[endpoint.name] as Recipe;
    const sends = [recipe, ...more.filter(([name]) => name === endpoint.name).map(([, send]) => ({ send, names: true }))];
    for (const headers of strangers) {
      for (const { send, names } of sends) {
        if (!names && !endpoint.name.startsWith("GET")) continue;
        const foreign = await ask(routes, endpoint, send(refs), headers);
        if (names) {
          const none = await ask(routes, endpoint, send(nothing), headers);
          if (!same(foreign, notFound)) findings.push(`${endpoint.name} answers a stranger ${foreign.status}`);
          if (!same(foreign, none)) findings.push(`${endpoint.name} tells a stranger's id from a missing one`);
        }
        if (telling.some((text) => JSON.stringify(foreign.body).includes(text))) findings.push(`${endpoint.name} tells a stranger`);
      }
    }
    if (!same(await everyRow(), before)) findings.push(`${endpoint.name} changed something for a stranger`);
  }
  return [...new Set(findings)];
}

/** What a token of the same account is told that reaches another site only, where it is not simply nothing. */
const ONE_SITE_ONLY = { status: 403, body: { error: "Forbidden", messages: ["This API token reaches one site only"] } };

/** Changes what an API token may do. */
const grant = ({ apiToken }: Tenant, scopes: readonly string[], siteId: unknown = null) =>
  sql("UPDATE api_tokens SET scopes = $2, site_id = $3 WHERE token_hash = $1", [sha256(apiToken), scopes, siteId]);

/** Routes that a token may use which was not granted their scope, or may not use with that scope alone. */
async function looseScopes(routes: Routes, recipes: typeof RIGHT): Promise<string[]> {
  const findings: string[] = [];
  for (const endpoint of secured(routes)) {
    const { scope = "" } = endpoint.handler.contract;
    const { send, status, also } = recipes[endpoint.name] as Recipe;
    const { tenant, refs } = await furnish();
    await grant(
      tenant,
      Object.keys(API_SCOPES).filter((other) => other !== scope),
    );
    const before = await everyRow();
    const lacking = { status: 403, body: { error: "Forbidden", messages: [`This API token lacks the scope ${scope}`] } };
    const refused = await ask(routes, endpoint, send(refs), bearer(tenant));
    if (!same(refused, lacking)) findings.push(`${endpoint.name} without ${scope}: ${refused.status}`);
    if (!same(await everyRow(), before)) findings.push(`${endpoint.name} changed something without ${scope}`);
    await grant(tenant, also ? [scope, also] : [scope]);
    const granted = await ask(routes, endpoint, send(refs), bearer(tenant));
    if (granted.status !== status) findings.push(`${endpoint.name} with ${scope}: ${granted.status}`);
  }
  return findings;
}

/** Routes that tell or change something of a site to a token of the same account that is kept to another one. */
async function openToSiblings(routes: Routes, recipes: typeof RIGHT): Promise<string[]> {
  const findings: string[] = [];
  const { tenant, refs } = await furnish();
  const sibling = await addSite(tenant);
  await grant(tenant, ["*"], sibling.site.id);
  const before = await everyRow();
  const telling = [
    refs.siteId,
    refs.slug,
    refs.deletedId,
    refs.userId,
    refs.sessionId,
    refs.importId,
    refs.exportId,
    refs.signedInId,
    refs.providerId,
    refs.passkeyId,
    refs.token.slice(-12),
  ].map(String);
  for (const endpoint of secured(routes)) {
    const recipe = recipes[endpoint.name] as Recipe;
    for (const send of [recipe.send, ...ALSO.filter(([name]) => name === endpoint.name).map(([, other]) => other)]) {
      const given = await ask(routes, endpoint, send(refs), bearer(tenant));
      const none = await ask(routes, endpoint, send(missing()), bearer(tenant));
      if ((recipe.names || send !== recipe.send) && !same(given, notFound))
        findings.push(`${endpoint.name} answers a sibling ${given.status}`);
      if (recipe.names && !same(given, none)) findings.push(`${endpoint.name} tells a sibling's id from a missing one`);
      if (!recipe.names && send === recipe.send && given.status !== 200 && !same(given, ONE_SITE_ONLY))
        findings.push(`${endpoint.name} answers a sibling ${given.status}`);
      if (telling.some((text) => JSON.stringify(given.body).includes(text))) findings.push(`${endpoint.name} tells a sibling`);
    }
  }
  if (!same(await everyRow(), before)) findings.push("something changed for a sibling");
  return [...new Set(findings)];
}

/** Declared statuses that have no `describe` of their own in the test beside their route. */
function unproved(routes: Routes, testOf: (pattern: string) => string): string[] {
  return rest(routes).flatMap(({ name, handler }) => {
    const [method, pattern = ""] = name.split(" ");
    const block = testOf(pattern)
      .split(/^(?=describe)/m)
      .find((text) => new RegExp(`^describe.*"${method}[ "]`).test(text));
    // That a token without the right scope gets 403 is proved for all of them below; 429 is proved with the budget.
    return handler.contract.statuses
      .filter((status) => status !== 403 && status !== 429 && !block?.includes(`describe("${status}"`))
      .map((status) => `${name}: ${status}`);
  });
}

/** First names of addresses that a site could take for its own. */
const unreserved = (names: readonly string[]) => names.filter((name) => /^[a-z0-9](-?[a-z0-9])+$/.test(name) && !RESERVED_SLUGS.has(name));

/** Answers that their routes did not declare, and answers that are our fault. */
const undeclared = (answers: typeof log) =>
  answers.filter(({ status, statuses }) => status >= 500 || !statuses.includes(status)).map(({ name, status }) => `${name}: ${status}`);

const INSIDE =
  /prisma|postgres|sqlstate|select |insert |update .* set|node_modules|\.ts\b|\.js\b|stack|\bat .+:\d+|127\.0\.0\.1|password_sealed|token_hash|\$argon2/i;
const showing = (answers: typeof log) => answers.filter(({ text }) => INSIDE.test(text)).map(({ name, text }) => `${name}: ${text}`);

describe("what every route says of itself", () => {
  test("every handler has a contract", () => {
    expect(uncontracted(ROUTES)).toEqual([]);
    expect(endpoints(ROUTES).length).toBeGreaterThan(30);
  });

  test("every route of the API has a right request here, and every request here a route", () => {
    expect(
      rest(ROUTES)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(RIGHT).toSorted());
    expect(ALSO.map(([name]) => name).filter((name) => !RIGHT[name])).toEqual([]);
  });

  test("every status that a route declares has a describe in the test beside it", () => {
    const read = (...path: string[]) => readFileSync(join(import.meta.dirname, "..", ...path), "utf8");
    // What the tests of the actions on a user share stands in one place.
    const actions = `describe("POST ${read("lib/testing/site-user-action.ts")}`;
    const testOf = (pattern: string) => {
      const text = read("app", pattern, "route.test.ts");
      return text.includes("describeAction(") ? (actions + text).replace(/^describe/gm, " $&").trimStart() : text;
    };
    expect(unproved(ROUTES, testOf)).toEqual([]);
    const silent = 'describe("GET /api/sites", () => {\n  describe("200", () => {});\n});\ndescribe("POST /api/sites", () => {});';
    const sites = ROUTES.filter(([pattern]) => pattern === "/api/sites");
    expect(unproved(sites, () => silent)).toEqual([
      "GET /api/sites: 400",
      "GET /api/sites: 401",
      ...[201, 400, 422, 401, 413].map((status) => `POST /api/sites: ${status}`),
    ]);
  });

  test("every route that keeps a secret wants a credential: only these are open", () => {
    const open = rest(ROUTES).filter(({ handler }) => handler.contract.credential === "none");
    expect([...new Set(open.map(({ name }) => name.split(" ")[1]))]).toEqual([
      "/api/[...path]",
      "/api/exports/[id]/download",
      "/api/health",
      "/api/health/live",
      "/api/health/ready",
    ]);
  });

  test("a site's own credentials are taken for the exchange and for mark_used only", () => {
    const both = rest(ROUTES).filter(({ handler }) => handler.contract.credential === "api_token_or_client");
    expect(both.map(({ name }) => name)).toEqual(["POST /api/site_user_sessions/[id]", "POST /api/site_user_sessions/[id]/mark_used"]);
  });
});

describe("every refusal of the catalogue", () => {
  test.each(Object.entries(ERRORS))("%s has a title of its own in the API", async (code, { status, text }) => {
    const response = restRefusal(new AppError(code as ErrorCode), new Request("http://localhost/api"));
    const body = (await response.json()) as { error: string };
    expect([response.status, body]).toEqual([status, { error: expect.any(String), messages: [text] }]);
    expect(body.error === "Internal Server Error").toBe(status === 500);
  });
});

describe("names that no site may have", () => {
  const segments = ROUTES.map(([pattern]) => pattern.split("/")[1] ?? "").filter((segment) => segment && !segment.startsWith("["));
  const folders = (path: string): string[] =>
    readdirSync(join(import.meta.dirname, "..", path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => (/^\(.*\)$/.test(name) ? folders(join(path, name)) : [name]));

  test("every first segment of an address, from the list of routes and from app/ itself", () => {
    expect(unreserved(segments)).toEqual([]);
    expect(unreserved(folders("app").filter((name) => !name.startsWith("[")))).toEqual([]);
    expect(segments).toContain("api");
    expect(folders("app")).toContain("dashboard");
  });

  test("every name that is promised to be kept", () => {
    const promised = `api auth app admin dashboard account login logout signup signin docs documentation how-it-works embed embed.js static assets
      public _next .well-known health healthz status metrics favicon.ico robots.txt sitemap.xml fasteditor oauth oauth2 @x _x .x`;
    expect(unreserved(promised.split(/\s+/))).toEqual([]);
  });

  test("this search finds a name that was forgotten", () => {
    expect(unreserved(["api", "pricing-2030", "_next", "favicon.ico"])).toEqual(["pricing-2030"]);
  });
});

describe("every route of the API", () => {
  test("answers the right request as it should", async () => {
    expect(await wrongWhenRight(ROUTES, RIGHT)).toEqual([]);
  });

  test("answers 401, whole, without a credential, with a revoked and with a wrong one, and does nothing", async () => {
    const findings = await openToAnybody(ROUTES, RIGHT, async (tenant) => {
      const revoked = await makeTenant();
      await sql("UPDATE api_tokens SET revoked_at = now() WHERE account_id = $1", [revoked.account.scope.accountId]);
      const { clientId } = tenant.site;
      const forged = Buffer.from(`${clientId}:${newToken("pst_")}`).toString("base64");
      return [
        {},
        { authorization: "" },
        bearer(revoked),
        { authorization: `Bearer ${newToken("gma_")}` },
        { authorization: `Basic ${forged}` },
        { cookie: `token=${tenant.apiToken}` },
      ];
    });
    expect(findings).toEqual([]);
  });

  test("its own token, once revoked, opens nothing from the next request on", async () => {
    const { tenant, refs } = await furnish();
    await sql("UPDATE api_tokens SET revoked_at = now() WHERE account_id = $1", [tenant.account.scope.accountId]);
    const before = await everyRow();
    for (const endpoint of secured(ROUTES)) {
      expect([endpoint.name, await ask(ROUTES, endpoint, (RIGHT[endpoint.name] as Recipe).send(refs), bearer(tenant))]).toEqual([
        endpoint.name,
        unauthorized,
      ]);
    }
    expect(await everyRow()).toEqual(before);
  });

  test("answers 401 to a wrong credential, whatever else is wrong with the request", async () => {
    const { refs } = await furnish();
    const wrong = bearer({ ...(await makeTenant()), apiToken: newToken("gma_") });
    for (const endpoint of secured(ROUTES)) {
      const { path, ...rest } = (RIGHT[endpoint.name] as Recipe).send(refs);
      const bare = path.split("?")[0];
      const paths = [`${bare}?page=1&page=2`, `${bare}?per_page=x`, `${bare}?search=%00&slug=%00`, `${bare}?page=90071992547409`];
      for (const odd of [...paths, String(bare).replace(refs.token, "tkn_x")]) {
        expect([endpoint.name, odd, await ask(ROUTES, endpoint, { ...rest, path: odd }, wrong)]).toEqual([
          endpoint.name,
          odd,
          unauthorized,
        ]);
      }
    }
  });

  test("answers a stranger as if nothing were there, and does nothing", async () => {
    expect(await openToStrangers(ROUTES, RIGHT)).toEqual([]);
  });

  test("answers 403 to a token without its scope, and does nothing; with that scope alone it works", async () => {
    expect(await looseScopes(ROUTES, RIGHT)).toEqual([]);
  });

  test("answers a token that is kept to another site as if nothing were there, and does nothing", async () => {
    expect(await openToSiblings(ROUTES, RIGHT)).toEqual([]);
  });

  test("answers 401 to a token that has expired", async () => {
    const { tenant, refs } = await furnish();
    await sql("UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE token_hash = $1", [sha256(tenant.apiToken)]);
    for (const endpoint of secured(ROUTES)) {
      const given = await ask(ROUTES, endpoint, (RIGHT[endpoint.name] as Recipe).send(refs), bearer(tenant));
      expect([endpoint.name, given]).toEqual([endpoint.name, unauthorized]);
    }
  });
});

describe("these sweeps are not blind", () => {
  /** A route list with one wrong route in it. */
  const withRoute = (pattern: string, module: object): Routes => [[pattern, module as RouteModule]];
  const recipe = (send: Recipe["send"], status = 200): typeof RIGHT => ({ "GET /api/leaky/[id]": { send, status, names: true } });
  const send: Recipe["send"] = ({ siteId }) => ({ path: `/api/leaky/${siteId}` });
  const probe = { operation: "probe", summary: "Probe", responses: { 200: z.unknown(), 201: z.unknown() }, refusals: [404] } as const;

  test("a handler without a contract is found", () => {
    expect(uncontracted(withRoute("/api/leaky", { GET: Response.error }))).toEqual(["GET /api/leaky"]);
    const silent = Object.assign(async () => new Response(), { contract: { kind: "rest", credential: "none", statuses: [] } });
    expect(uncontracted(withRoute("/api/leaky", { GET: silent }))).toEqual(["GET /api/leaky"]);
  });

  test("a route that answers for anybody's id is found", async () => {
    const leaky = restRoute({
      ...probe,
      credential: "api_token",
      scope: "sites:read",
      handle: async ({ request }) => answerJson({ id: new URL(request.url).pathname.split("/").at(-1) }),
    });
    const findings = await openToStrangers(withRoute("/api/leaky/[id]", { GET: leaky }), recipe(send), []);
    expect(findings).toEqual([
      "GET /api/leaky/[id] answers a stranger 200",
      "GET /api/leaky/[id] tells a stranger's id from a missing one",
      "GET /api/leaky/[id] tells a stranger",
    ]);
    expect(await openToSiblings(withRoute("/api/leaky/[id]", { GET: leaky }), recipe(send))).toEqual([
      "GET /api/leaky/[id] answers a sibling 200",
      "GET /api/leaky/[id] tells a sibling's id from a missing one",
      "GET /api/leaky/[id] tells a sibling",
    ]);
    const unasked = Object.assign((request: Request) => leaky(request, { params: {} }), {
      contract: { ...leaky.contract, scope: "sites:write" as const },
    });
    expect(await looseScopes(withRoute("/api/leaky/[id]", { GET: unasked }), recipe(send))).toEqual([
      "GET /api/leaky/[id] without sites:write: 200",
      "GET /api/leaky/[id] with sites:write: 403",
    ]);
  });

  test("a route that tells a foreign id from a missing one is found, by status and by words alone", async () => {
    const oracle = (refusal: () => AppError) =>
      restRoute({
        ...probe,
        credential: "api_token",
        scope: "sites:read",
        async handle({ request }) {
          const id = new URL(request.url).pathname.split("/").at(-1);
          const there = await sql("SELECT 1 FROM sites WHERE id = $1", [id]);
          throw there.length > 0 ? refusal() : new AppError("not_found");
        },
      });
    for (const refusal of [new AppError("forbidden_origin"), new AppError("not_found", { issues: [{ path: "", message: "Not yours" }] })]) {
      const routes = withRoute("/api/leaky/[id]", { GET: oracle(() => refusal) });
      expect(await openToStrangers(routes, recipe(send), [])).toContain("GET /api/leaky/[id] tells a stranger's id from a missing one");
    }
  });

  test("a route that acts before it looks is found", async () => {
    const hasty = restRoute({
      ...probe,
      credential: "api_token",
      scope: "sites:read",
      async handle({ request }) {
        await sql("UPDATE sites SET name = 'Touched' WHERE id = $1", [new URL(request.url).pathname.split("/").at(-1)]);
        throw new AppError("not_found");
      },
    });
    const routes = withRoute("/api/leaky/[id]", { GET: hasty });
    expect(await openToStrangers(routes, recipe(send), [])).toEqual(["GET /api/leaky/[id] changed something for a stranger"]);
  });

  test("a route that forgets its credential, or acts before it asks for it, is found", async () => {
    const careless = Object.assign(
      async () => {
        await sql("INSERT INTO slugs (slug) VALUES ($1)", [unique("touched")]);
        return answerJson({});
      },
      { contract: { kind: "rest", credential: "api_token", statuses: [200] } },
    );
    const findings = await openToAnybody(withRoute("/api/leaky/[id]", { GET: careless }), recipe(send), async () => [{}]);
    expect(findings).toEqual(["GET /api/leaky/[id] lets in {}: 200", "GET /api/leaky/[id] changed something"]);
  });

  test("a right request that is answered otherwise is found", async () => {
    const broken = restRoute({ ...probe, credential: "none", handle: async () => answerJson({}, 201) });
    expect(await wrongWhenRight(withRoute("/api/leaky/[id]", { GET: broken }), recipe(send))).toEqual([
      "GET /api/leaky/[id]: 201 and not 200",
    ]);
  });

  test("an answer that was not declared, one that is our fault and one that shows the inside are found", () => {
    const entry = { name: "GET /x", statuses: [200, 500], text: "{}" };
    expect(
      undeclared([
        { ...entry, status: 200 },
        { ...entry, status: 418 },
        { ...entry, status: 500 },
      ]),
    ).toEqual(["GET /x: 418", "GET /x: 500"]);
    const texts = ["PrismaClientKnownRequestError", "at handle (/srv/route.ts:12:3)", 'SELECT id FROM "sites"', "$argon2id$v=19"];
    expect(showing(texts.map((text) => ({ ...entry, status: 200, text })))).toHaveLength(texts.length);
  });
});

describe("filters", () => {
  const LISTS = [
    "GET /api/sites",
    "GET /api/site_users",
    "GET /api/site_user_sessions",
    "GET /api/sessions",
    "GET /api/imports",
    "GET /api/exports",
    "GET /api/mails",
  ];

  /** Queries that try to widen a list beyond its account. `theirs` is another account's, `mine` one's own. */
  const smuggled = (mine: Refs, theirs: Refs): string[] => [
    ...["site_id", "site_user_id", "id", "account_id", "accountId"].flatMap((name) => [
      `${name}=${theirs.siteId}`,
      `${name}=${mine.siteId}&${name}=${theirs.siteId}`,
      `${name}[]=${theirs.siteId}`,
      `${name}[in]=${theirs.siteId}`,
      `${name}[not]=0`,
      `${name}=${mine.siteId},${theirs.siteId}`,
      `${name}=${mine.siteId}%00${theirs.siteId}`,
      `${name}=-1`,
      `${name}=9007199254740993`,
      `${name}=1e400`,
      `${name}=${"9".repeat(400)}`,
      `${name}=%7B%22not%22%3A0%7D`,
      `${name}=*`,
      `${name}=%25`,
      `${name}=0%20OR%201=1`,
    ]),
    ...["search", "slug", "to"].flatMap((name) => [
      `${name}=%25`,
      `${name}=_`,
      `${name}=%5C`,
      `${name}=%27%20OR%201=1--`,
      `${name}[contains]=a`,
      `${name}=${theirs.slug}`,
    ]),
    "used=1%20OR%201=1",
    "used[]=true",
    "where[accountId]=1",
    "__proto__[accountId]=1",
    "__proto__=1&__proto__=2",
    "constructor=1",
    "page=1e12",
    "page=999999999999999",
    "per_page=999999999999999",
    "per_page=1e9",
    "page=-1&per_page=-1",
    "cursor=eyJpZCI6MX0",
    "skip=-100&take=100000",
    "order=random()",
    "include=account",
    "%00=1",
    "%FF=1",
    "&&&=&=",
    "=",
    `?site_id=${theirs.siteId}`,
    `page=1#&site_id=${theirs.siteId}`,
  ];

  test.each(LISTS)("no query makes %s show a row of somebody else's, fail, or answer what it did not declare", async (name) => {
    const [own, other] = [await furnish(), await furnish()];
    const endpoint = rest(ROUTES).find((candidate) => candidate.name === name) as Endpoint;
    const { path } = (RIGHT[name] as Recipe).send(own.refs);
    const queries = smuggled(own.refs, other.refs);
    expect(queries.length).toBeGreaterThanOrEqual(60);
    const telling = [other.refs.siteId, other.refs.userId, other.refs.sessionId, other.refs.signedInId, other.refs.slug].map(String);
    for (const query of queries) {
      const { status, body } = await ask(ROUTES, endpoint, { path: `${path}?${query}` }, bearer(own.tenant));
      expect([query, [200, 400, 404].includes(status)]).toEqual([query, true]);
      const shown = JSON.stringify(body);
      expect([query, telling.filter((text) => shown.includes(text))]).toEqual([query, []]);
    }
    const theirs = JSON.stringify((await ask(ROUTES, endpoint, { path }, bearer(other.tenant))).body);
    if (name !== "GET /api/mails") expect(telling.some((text) => theirs.includes(text))).toBe(true);
  });
});

describe("what nobody may set", () => {
  const KEYS = [
    "account_id",
    "accountId",
    "account",
    "owner_id",
    "operator",
    "role",
    "admin",
    "is_admin",
    "plan",
    "uuid",
    "token_hash",
    "tokenHash",
    "password_hash",
  ];
  KEYS.push(
    "password_sealed",
    "client_secret_hash",
    "clientSecretSealed",
    "client_id_2",
    "email_canonical",
    "emailVerifiedAt",
    "activated",
    "deletedAt",
    "users",
    "where",
    "data",
  );
  const WRITES = [
    "POST /api/sites",
    "PATCH /api/sites/[id]",
    "PUT /api/sites/[id]",
    "POST /api/site_users",
    "PATCH /api/site_users/[id]",
    "PUT /api/site_users/[id]",
  ];

  test.each(WRITES)("%s refuses every such key, in the resource and beside it", async (name) => {
    const { tenant, refs } = await furnish();
    const endpoint = rest(ROUTES).find((candidate) => candidate.name === name) as Endpoint;
    const { path, json = {} } = (RIGHT[name] as Recipe).send(refs);
    const wrapper = Object.keys(json).find((key) => key !== "site_id") as "site" | "site_user";
    const before = await everyRow();
    for (const key of KEYS) {
      const inside = { ...json, [wrapper]: { ...(json as Record<string, object>)[wrapper], [key]: 1 } };
      for (const sent of [inside, { ...json, [key]: 1 }]) {
        const { status, body } = await ask(ROUTES, endpoint, { path, json: sent }, bearer(tenant));
        expect([key, status, body]).toEqual([
          key,
          422,
          { error: "Validation failed", messages: [expect.stringMatching(/ is not a known field$/)] },
        ]);
      }
    }
    expect(await everyRow()).toEqual(before);
  });
});

describe("the Authorization header on the wire", () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  /** Header lines that are no credential, with what each is answered. */
  function malformed({ apiToken, site }: Tenant): [lines: string[], status: number][] {
    const pair = Buffer.from(`${site.clientId}:${site.clientSecret}`).toString("base64");
    const values = [
      "",
      "Bearer",
      "Bearer ",
      "Bearer %",
      "Bearer null",
      "Bearer undefined",
      "Bearer gma_",
      "Bearer gma_dev_token",
      `${apiToken}`,
      `Bearer${apiToken}`,
      `Bearer:${apiToken}`,
    ];
    values.push(
      `Bearer=${apiToken}`,
      `Bearer "${apiToken}"`,
      `Bearer <${apiToken}>`,
      `Bearer '${apiToken}'`,
      `Bearer ${apiToken},`,
      `Bearer ${apiToken};`,
      `Bearer ${apiToken} x`,
    );
    values.push(
      `Bearer ${apiToken}, Bearer ${apiToken}`,
      `Bearer Bearer ${apiToken}`,
      `Token ${apiToken}`,
      `Digest ${apiToken}`,
      `Basic ${apiToken}`,
      `Bear ${apiToken}`,
      `Bearers ${apiToken}`,
    );
    values.push(
      `Bearer ${apiToken.slice(0, -1)}`,
      `Bearer ${apiToken}x`,
      `Bearer ${apiToken.toUpperCase()}`,
      `Bearer ${apiToken.toLowerCase()}`,
      `Bearer ${apiToken.slice(4)}`,
      `Bearer tkn_${apiToken.slice(4)}`,
    );
    values.push(
      `Bearer\t${apiToken}`,
      `Bearer ${apiToken.slice(0, 20)}\t${apiToken.slice(20)}`,
      `Bearer ${encodeURIComponent(apiToken)}%20`,
      `Bearer ${site.clientSecret}`,
      `Bearer ${pair}`,
    );
    values.push(
      `Bearer \u00e9${apiToken}`,
      `Bearer ${apiToken}\u00a0`,
      "Bearer ' OR 1=1 --",
      `Bearer ${"a".repeat(8_000)}`,
      "Basic",
      "Basic ",
      "Basic Og==",
      "Basic =",
      `Basic ${"A".repeat(8_000)}`,
      "Negotiate x",
    );
    return [
      ...values.map((value): [string[], number] => [[`Authorization: ${value}`], 401]),
      [[`Authorization: Bearer ${apiToken}`, `Authorization: Bearer ${apiToken}`], 401],
      [["Authorization: Bearer x", `Authorization: Bearer ${apiToken}`], 401],
      [[`Proxy-Authorization: Bearer ${apiToken}`], 401],
      [[`X-Api-Key: ${apiToken}`], 401],
      [[`Cookie: authorization=Bearer ${apiToken}`], 401],
      [[`Authorization: Bearer ${"a".repeat(20_480)}`], 431],
      [[`Authorization: Bearer ${apiToken}\0`], 400],
      [[`Authorization: Bearer\r ${apiToken}`], 400],
      [["Authorization: Bearer", ` ${apiToken}`], 400],
      [[`Authorization : Bearer ${apiToken}`], 400],
    ];
  }

  test("in every shape that is no credential, no route lets anybody in", async () => {
    const { tenant, refs } = await furnish();
    const shapes = malformed(tenant);
    expect(shapes.length).toBeGreaterThanOrEqual(40);
    const before = await everyRow();
    for (const { name } of secured(ROUTES)) {
      const { path, json } = (RIGHT[name] as Recipe).send(refs);
      const body = json ? JSON.stringify(json) : "";
      const bytes = (lines: string[]) =>
        rawRequest(
          name.split(" ")[0] ?? "",
          path,
          { host: server.host, ...(json ? { "content-type": "application/json" } : {}) },
          body,
        ).replace("\r\n\r\n", `\r\n${lines.join("\r\n")}\r\n\r\n`);
      const answers = await Promise.all(shapes.map(([lines]) => server.send(Buffer.from(bytes(lines), "latin1"))));
      expect([name, answers.map(({ status }) => status)]).toEqual([name, shapes.map(([, status]) => status)]);
      const refused = answers.filter(({ status }) => status === 401);
      expect(new Set(refused.map(({ headers, body: text }) => `${headers["www-authenticate"]} ${text}`))).toEqual(
        new Set([`Bearer ${JSON.stringify(unauthorized.body)}`]),
      );
    }
    expect(await everyRow()).toEqual(before);
  });

  test("the scheme may be written in any case, with more than one space", async () => {
    const { apiToken } = await makeTenant();
    for (const value of [
      `Bearer ${apiToken}`,
      `bearer ${apiToken}`,
      `BEARER ${apiToken}`,
      `bEaReR   ${apiToken}`,
      `Bearer ${apiToken}  `,
    ]) {
      const answer = await server.send(rawRequest("GET", "/api/sites", { host: server.host, authorization: value }));
      expect([value, answer.status]).toEqual([value, 200]);
    }
  });
});

// Last: it looks back at all of the above.
describe("every answer above", () => {
  test("was declared by its route, was never our fault, and showed nothing of the inside", () => {
    expect(undeclared(log)).toEqual([]);
    expect(showing(log)).toEqual([]);
    expect(new Set(log.map(({ name }) => name))).toEqual(new Set(Object.keys(RIGHT)));
    expect(log.length).toBeGreaterThan(500);
    if (process.env.SIGNIN_LONG) {
      const routes = new Set(log.map(({ name }) => name)).size;
      const faults = log.filter(({ status }) => status >= 500).length;
      console.log(
        `${routes} routes of the API × everybody who may knock: ${log.length} requests, ${faults} faults, 0 open to the wrong one`,
      );
    }
  });
});
