import { beforeAll, describe, expect, test } from "vitest";
import { deleteAccount } from "@/lib/core/accounts/delete-account";
import { restoreAccount } from "@/lib/core/accounts/restore-account";
import { issueCallbackToken } from "@/lib/core/callback-tokens/issue-callback-token";
import { issueTokenOfSession } from "@/lib/core/callback-tokens/issue-token-of-session";
import { beginHostedSession } from "@/lib/core/sessions/begin-hosted-session";
import { findHostedSession } from "@/lib/core/sessions/find-hosted-session";
import { noteSignIn } from "@/lib/core/sign-in/note-sign-in";
import { holdSite, releaseSite } from "@/lib/core/sites/hold-site";
import type { WholeAccountContext } from "@/lib/db/resolve";
import { DIALECTS } from "@/lib/dialects";
import { contracted } from "@/lib/http/route";
import { AppError } from "@/lib/kernel/errors";
import { answer, call } from "@/lib/testing/call-route";
import { credentials, makeFastgenSite, newcomer, PAGE } from "@/lib/testing/fastgen";
import { mailsTo } from "@/lib/testing/mails";
import { addSite, basic, makeTenant, makeToken, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { ownAccount } from "@/lib/testing/own-account";
import { notFound } from "@/lib/testing/refusals";
import { furnish, type Recipe, RIGHT } from "@/lib/testing/right-requests";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { dispatch, matcher, type RouteModule } from "./dispatch";
import { ROUTES } from "./routes.gen";

/** Every route × a site that is suspended: from the list of routes, so that none can be forgotten. */
type Routes = readonly (readonly [pattern: string, module: RouteModule | null])[];

const REFUSAL = { error: "Forbidden", messages: ["This site is suspended; nobody can sign in there for now"] };
const TITLE = "Signing in is suspended here for now";

const asOwner = async (tenant: Tenant, verb: "suspend" | "resume") => {
  const { status } = await call("POST", `/api/sites/${tenant.site.id}/${verb}`, { token: tenant.apiToken });
  expect(status).toBe(200);
};

const BY_CUSTOMER = { suspend: (tenant: Tenant) => asOwner(tenant, "suspend"), resume: (tenant: Tenant) => asOwner(tenant, "resume") };

/** Both ways that a site is suspended, and how each is ended. */
const WAYS: Record<string, { suspend(tenant: Tenant): Promise<unknown>; resume(tenant: Tenant): Promise<unknown> }> = {
  "its customer": BY_CUSTOMER,
  "the installation": { suspend: ({ site }) => holdSite(site.slug, "Phishing"), resume: ({ site }) => releaseSite(site.slug) },
};

/** True for an answer that says in the words of its wire that the site is suspended, and nothing else. */
function saysSo(text: string, type: string): boolean {
  if (type.startsWith("text/html")) return text.includes(TITLE);
  if (type.startsWith("text/javascript")) return text === 'console.error("Signin Fast: this site is suspended.");';
  return /is suspended/.test(text);
}

const CLIENT = { ip: "192.0.2.1", userAgent: null };

/** What a way to sign in came to. */
const signedIn = ({ id }: { readonly id: bigint }) =>
  ({ kind: "signed_in", siteUserId: id, proof: { passwordSealed: null, budgets: [], secondFactor: false } }) as const;

/** A body that arrives after something has happened. It is asked for once the site has been looked up. */
const arriving = (text: string, meanwhile: () => Promise<unknown>) =>
  new ReadableStream(
    {
      async pull(controller) {
        await meanwhile();
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );

/** What is shown on: the picture that the dashboard and earlier mails show. */
const SHOWN_ON = ["/[site]/logo"];

/** What routes below a site's address answer otherwise than by a refusal that says why. OPTIONS only tells what may be asked. */
async function answering(routes: Routes, slug: string): Promise<string[]> {
  const match = matcher(routes);
  const findings: string[] = [];
  for (const [pattern, module] of routes) {
    if (!pattern.startsWith("/[site]") || SHOWN_ON.includes(pattern)) continue;
    for (const method of Object.keys(module ?? {}).filter((name) => name !== "OPTIONS")) {
      const url = new URL(pattern.replace("[site]", slug).replace(/\[.*?\]/g, "anything"), "http://signin.localhost");
      const form = method === "GET" ? {} : { body: "email=jane%40example.com&password=x" };
      const headers = { host: url.host, origin: url.origin, "content-type": "application/x-www-form-urlencoded" };
      const found = match(url.pathname);
      if (!found?.module) throw new Error(`No route file answers ${pattern}`);
      const response = await dispatch(new Request(url, { method, headers, ...form }), { ...found, module: found.module });
      const text = await response.text();
      const cached = !/no-store/.test(response.headers.get("cache-control") ?? "");
      const cookies = response.headers.getSetCookie();
      if (response.status !== 403 || !saysSo(text, response.headers.get("content-type") ?? ""))
        findings.push(`${method} ${pattern}: ${response.status}`);
      if (cached || cookies.length > 0) findings.push(`${method} ${pattern} leaves something behind`);
    }
  }
  return findings;
}

describe.each(Object.entries(WAYS))("a site that %s has suspended", (_, { suspend, resume }) => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await makeTenant({ allowedOrigins: [PAGE] });
    await suspend(tenant);
  });

  test("answers nobody below its address: every route refuses, in the words of its wire, and does nothing", async () => {
    await changingNothing(async () => {
      expect(await answering(ROUTES as Routes, tenant.site.slug)).toEqual([]);
      expect(await answering(ROUTES as Routes, `@${tenant.site.slug}`)).toEqual([]);
    });
    expect(ROUTES.filter(([pattern]) => pattern.startsWith("/[site]")).length).toBeGreaterThan(30);
  });

  test("exchanges no token, by either credential and however it is shown; a stranger is told nothing, and it stays usable", async () => {
    const own = await makeTenant();
    const stranger = await makeTenant();
    const user = await makeUser(own);
    const [token, used] = [await makeToken(own, user), await makeToken(own, user)];
    const exchange = (shown: string, given: object) => answer(call("POST", `/api/site_user_sessions/${shown}`, given));
    const keyed = { token: own.apiToken, headers: { "idempotency-key": "once" } };
    const first = await exchange(used, keyed);
    expect(first.status).toBe(200);
    await suspend(own);
    await changingNothing(async () => {
      for (const shown of [token, used]) {
        expect(await exchange(shown, { token: own.apiToken })).toEqual({ status: 403, body: REFUSAL });
        expect(await exchange(shown, { headers: basic(own) })).toEqual({ status: 403, body: REFUSAL });
        expect(await exchange(shown, { token: stranger.apiToken })).toEqual(notFound);
      }
      expect(await exchange(used, keyed)).toEqual({ status: 403, body: REFUSAL });
    });
    await resume(own);
    expect(await exchange(used, keyed)).toEqual(first);
    expect(await exchange(token, { headers: basic(own) })).toMatchObject({ status: 200, body: { site_user: { id: Number(user.id) } } });
  });
});

describe("a suspended site", () => {
  const { suspend, resume } = BY_CUSTOMER;
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await makeTenant({ allowedOrigins: [PAGE] });
    await suspend(tenant);
  });

  test("speaks none of its dialects: each refuses whatever it is asked, so that its pages can read why", async () => {
    let asked = 0;
    for (const dialect of DIALECTS) {
      const { status, body } = dialect.refuse(new AppError("site_suspended"));
      for (const { method, path } of dialect.routes) {
        const url = `/${tenant.site.slug}/${dialect.mount}${path.replace(/\{\w+\}/g, "1")}`;
        const json = method === "GET" ? {} : { json: {} };
        const response = await call(method, url, { ...json, headers: { origin: PAGE } });
        expect([url, response.status, await response.clone().json()]).toMatchObject([url, status, body as object]);
        if (dialect.browsers) expect([url, response.headers.get("access-control-allow-origin")]).toEqual([url, PAGE]);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(40);
    const preflight = { origin: PAGE, "access-control-request-method": "POST" };
    expect((await call("OPTIONS", `/${tenant.site.slug}/auth/signin`, { headers: preflight })).status).toBe(204);
  });

  test("says so in the widget's frame, to the pages that may show it", async () => {
    const query = new URLSearchParams({ origin: PAGE, nonce: "n", page: "signup" });
    const response = await call("GET", `/${tenant.site.slug}/embed?${query}`, { headers: { "accept-language": "de" } });
    expect([response.status, response.headers.get("content-security-policy")]).toEqual([
      403,
      expect.stringContaining(`frame-ancestors https://acme.example ${PAGE};`),
    ]);
    expect(await response.text()).toContain("Die Anmeldung ist hier derzeit ausgesetzt");
  });

  test("lets no session go on, of neither kind; all of them do once it is resumed, and whoever was in is in", async () => {
    const wire = await makeFastgenSite();
    const headers = { origin: PAGE, rid: "session", "st-auth-mode": "header" };
    const refresh = () =>
      call("POST", `${wire.base}/session/refresh`, { headers: { ...headers, authorization: `Bearer ${wire.refresh}` } });
    const check = () => call("GET", `${wire.base}/user/email/verify`, { headers: { ...headers, authorization: `Bearer ${wire.access}` } });
    const { tenant: pages, browser, base, user } = await ownAccount();
    expect([(await check()).status, (await browser.open(`${base}/account`)).status]).toEqual([200, 200]);
    await Promise.all([suspend(wire), suspend(pages)]);
    await changingNothing(async () => {
      for (const asked of [await refresh(), await check(), await browser.open(`${base}/account`)]) expect(asked.status).toBe(403);
    });
    await Promise.all([resume(wire), resume(pages)]);
    expect([(await check()).status, (await refresh()).status, (await browser.open(`${base}/account`)).status]).toEqual([200, 200, 200]);
    expect((await call("POST", `${base}/login`, { form: { email: user.email, password: PASSWORD } })).status).toBe(303);
  });

  test("lets nobody in by a request that was begun before and waits: no wire, no page, no token, and no session ends by it", async () => {
    const wire = await makeFastgenSite();
    const { context, user, base } = wire;
    const begun = (path: string, body: object, headers = {}) =>
      call("POST", `${base}${path}`, {
        headers: { origin: PAGE, rid: "session", "st-auth-mode": "header", "content-type": "application/json", ...headers },
        body: arriving(JSON.stringify(body), () => suspend(wire)),
      });
    const held = await findHostedSession(context, await beginHostedSession(context, signedIn(user), CLIENT));
    if (!held) throw new Error("Nobody is signed in");
    const rows = () => sql("SELECT id, refresh_hash, ended_at FROM sessions WHERE site_user_id = $1 ORDER BY id", [user.id]);
    const there = await rows();
    for (const [path, body, headers] of [
      ["/signin", credentials(wire), {}],
      ["/signup", newcomer(), {}],
      ["/session/refresh", {}, { authorization: `Bearer ${wire.refresh}` }],
    ] as const) {
      expect([path, await answer(begun(path, body, headers))]).toEqual([path, { status: 403, body: { message: REFUSAL.messages[0] } }]);
      await resume(wire);
    }
    await suspend(wire);
    // What a page comes to that has waited for a hash, or for somebody else's answer.
    const late: Record<string, () => Promise<unknown>> = {
      session: () => beginHostedSession(context, signedIn(user), CLIENT),
      token: () => issueCallbackToken(context, signedIn(user)),
      note: () => noteSignIn(context, signedIn(user)),
    };
    for (const [name, go] of Object.entries(late))
      await expect([name, await go().catch((error: unknown) => error)]).toMatchObject([name, { code: "site_suspended" }]);
    expect(await issueTokenOfSession(context, held)).toBeNull();
    expect(await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [wire.site.id])).toEqual([]);
    expect(await rows()).toEqual(there);
    expect(await sql("SELECT 1 FROM sessions WHERE site_id = $1", [wire.site.id])).toHaveLength(there.length);
    await resume(wire);
    const refresh = { headers: { origin: PAGE, rid: "session", "st-auth-mode": "header", authorization: `Bearer ${wire.refresh}` } };
    expect((await call("POST", `${base}/session/refresh`, refresh)).status).toBe(200);
  });

  test("mails none of its users, not even what was queued before; its neighbour does", async () => {
    const own = await makeTenant();
    const neighbour = await addSite(own);
    const [user, other] = [await makeUser(own), await makeUser(neighbour)];
    const reset = ({ site }: Tenant, email: string) => call("POST", `/${site.slug}/reset-password`, { form: { email } });
    await reset(own, user.email);
    await reset(neighbour, other.email);
    await suspend(own);
    const sent = (id: bigint) => answer(call("POST", `/api/site_users/${id}/send_reset`, { token: own.apiToken }));
    expect(await sent(user.id)).toEqual({ status: 403, body: REFUSAL });
    expect([(await mailsTo(own, user.email)).length, (await mailsTo(own, other.email)).length]).toEqual([0, 1]);
    await resume(own);
    expect((await sent(user.id)).status).toBe(200);
    expect(await mailsTo(own, user.email)).toHaveLength(1);
  });

  test("is managed on: whatever can be read is read, settings are changed, users come, and it leaves whole", async () => {
    const { tenant: own, refs } = await furnish();
    await suspend(own);
    const reads = Object.entries(RIGHT).filter(([name]) => name.startsWith("GET "));
    for (const [name, { send, status }] of reads) {
      const given = await call("GET", (send as Recipe["send"])(refs).path, { token: own.apiToken });
      await given.arrayBuffer();
      expect([name, given.status]).toEqual([name, status]);
    }
    expect(reads.length).toBeGreaterThan(25);
    for (const name of [
      "PATCH /api/sites/[id]",
      "POST /api/site_users",
      "POST /api/exports",
      "POST /api/site_user_sessions/[id]/mark_used",
    ]) {
      const { send, status } = RIGHT[name] as Recipe;
      const { path, json } = send(refs);
      const given = await call(name.split(" ")[0] ?? "", path, { token: own.apiToken, ...(json && { json }) });
      expect([name, given.status]).toEqual([name, status]);
    }
  });
});

test("a route that answers for a suspended site, or refuses it for another reason, is found", async () => {
  const { site } = await makeTenant();
  await sql("UPDATE sites SET suspended_at = now() WHERE id = $1", [site.id]);
  const contract = { kind: "public", credential: "none", statuses: [200] } as const;
  const routes: Routes = [
    ["/[site]/open", { GET: contracted(contract, async () => new Response("Welcome", { headers: { "cache-control": "no-store" } })) }],
    ["/[site]/closed", { GET: contracted(contract, async () => new Response("No", { status: 403, headers: { "set-cookie": "a=b" } })) }],
    ["/other", { GET: contracted(contract, async () => new Response("Elsewhere")) }],
  ];
  expect(await answering(routes, site.slug)).toEqual([
    "GET /[site]/open: 200",
    "GET /[site]/closed: 403",
    "GET /[site]/closed leaves something behind",
  ]);
});

describe("what the installation has suspended", () => {
  const resumeBy = (tenant: Tenant) => answer(call("POST", `/api/sites/${tenant.site.id}/resume`, { token: tenant.apiToken }));
  const shown = async (tenant: Tenant) =>
    ((await answer(call("GET", `/api/sites/${tenant.site.id}`, { token: tenant.apiToken }))).body as { site: { suspension: unknown } }).site
      .suspension;

  test("is resumed by nobody else; what the customer has suspended besides stays that", async () => {
    const tenant = await makeTenant();
    expect((await holdSite(tenant.site.slug, " Phishing ")).slug).toBe(tenant.site.slug);
    const held = { since: expect.stringMatching(/Z$/), by: "installation", reason: "Phishing" };
    expect(await shown(tenant)).toEqual(held);
    await changingNothing(async () => {
      const messages = ["Only whoever runs this installation can resume the site"];
      expect(await resumeBy(tenant)).toEqual({ status: 403, body: { error: "Forbidden", messages } });
    });
    await asOwner(tenant, "suspend");
    expect(await shown(tenant)).toEqual(held);
    expect(await releaseSite(tenant.site.slug)).toEqual({ slug: tenant.site.slug, now: "suspended" });
    expect(await shown(tenant)).toEqual({ ...held, by: "customer", reason: null });
    await asOwner(tenant, "resume");
    expect([await shown(tenant), await releaseSite(tenant.site.slug)]).toMatchObject([null, { now: "open" }]);
  });

  test("stays that when it is deleted and brought back, and is said again with another reason or none", async () => {
    const tenant = await makeTenant();
    const { since } = await holdSite(tenant.site.slug, undefined);
    expect(await shown(tenant)).toMatchObject({ reason: null });
    expect(await holdSite(tenant.site.slug, "Malware")).toMatchObject({ since });
    expect(await holdSite(tenant.site.slug, undefined)).toMatchObject({ since });
    for (const [method, path] of [
      ["DELETE", ""],
      ["POST", "/restore"],
    ] as const)
      await call(method, `/api/sites/${tenant.site.id}${path}`, { token: tenant.apiToken });
    expect(await shown(tenant)).toMatchObject({ by: "installation", reason: "Malware" });
    const types = "SELECT type, actor_kind AS actor, data FROM audit_events WHERE site_id = $1 AND type LIKE 'site.suspended'";
    expect(await sql(types, [tenant.site.id])).toEqual([{ type: "site.suspended", actor: "system", data: { by: "installation" } }]);
  });

  test("is suspended while it is deleted as well, alone or with its account, and is that once it is brought back", async () => {
    const [alone, all] = [await makeTenant(), await makeTenant()];
    const account = all.account as WholeAccountContext;
    await call("DELETE", `/api/sites/${alone.site.id}`, { token: alone.apiToken });
    await deleteAccount(account);
    for (const { site } of [alone, all]) expect((await holdSite(site.slug, "Phishing")).slug).toBe(site.slug);
    await call("POST", `/api/sites/${alone.site.id}/restore`, { token: alone.apiToken });
    await restoreAccount(account);
    for (const tenant of [alone, all]) {
      expect(await shown(tenant)).toMatchObject({ by: "installation", reason: "Phishing" });
      expect((await call("GET", `/${tenant.site.slug}/login`)).status).toBe(403);
    }
    await call("DELETE", `/api/sites/${alone.site.id}`, { token: alone.apiToken });
    expect(await releaseSite(alone.site.slug)).toMatchObject({ now: "deleted" });
    await sql("UPDATE sites SET deleted_at = '-infinity' WHERE id = $1", [alone.site.id]);
    await expect(holdSite(alone.site.slug, undefined)).rejects.toMatchObject({ code: "invalid", issues: [{ path: "site" }] });
  });

  test("is a site that there is, for a reason of one line", async () => {
    const { site } = await makeTenant();
    for (const slug of [undefined, "", unique("nobody"), `${site.slug} `])
      await expect(holdSite(slug, undefined)).rejects.toMatchObject({ code: "invalid", issues: [{ path: "site" }] });
    await expect(releaseSite(unique("nobody"))).rejects.toMatchObject({ code: "invalid" });
    for (const reason of ["two\nlines", "x".repeat(201)])
      await expect(holdSite(site.slug, reason)).rejects.toMatchObject({ code: "invalid", issues: [{ path: "reason" }] });
  });
});
