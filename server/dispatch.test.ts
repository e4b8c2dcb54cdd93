import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { ContractedRoute, RouteContext } from "@/lib/http/route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { allowed, dispatch, type Match, matcher, type RouteModule } from "./dispatch";
import { ROUTES } from "./routes.gen";

/** A route file of its own, so that a match can be told from any other. */
const named = (name: string) => Object.fromEntries([["GET", async () => new Response(name)]]) as RouteModule;

describe("matcher", () => {
  const modules = Object.fromEntries(
    [
      "/api/[...path]",
      "/api/sites",
      "/api/sites/[id]",
      "/api/sites/[id]/mark_used",
      "/[site]/login",
      "/[site]/files/[...path]",
      "/docs/new",
    ].map((pattern) => [pattern, named(pattern)]),
  );
  const match = matcher([["/", null], ["/docs/[page]", null], ...Object.entries(modules)]);
  const found = (path: string) => {
    const hit = match(path);
    return hit && { pattern: Object.keys(modules).find((pattern) => modules[pattern] === hit.module) ?? null, params: hit.params };
  };

  test.each<[string, string | null, Match["params"]]>([
    ["/", null, {}],
    ["/api/sites", "/api/sites", {}],
    ["/api/sites/", "/api/sites", {}],
    ["/api/sites/7", "/api/sites/[id]", { id: "7" }],
    ["/api/sites/7/", "/api/sites/[id]", { id: "7" }],
    ["/api/sites/a%20b", "/api/sites/[id]", { id: "a b" }],
    ["/api/sites/%2574", "/api/sites/[id]", { id: "%74" }],
    ["/api/sites/%5Bid%5D", "/api/sites/[id]", { id: "[id]" }],
    ["/api/sites/__proto__", "/api/sites/[id]", { id: "__proto__" }],
    ["/api/sites/7/mark_used", "/api/sites/[id]/mark_used", { id: "7" }],
    ["/api/sites/7/other", "/api/[...path]", { path: ["sites", "7", "other"] }],
    ["/api/other", "/api/[...path]", { path: ["other"] }],
    ["/api/a/b%2Bc", "/api/[...path]", { path: ["a", "b+c"] }],
    ["/api/login", "/api/[...path]", { path: ["login"] }],
    ["/acme/login", "/[site]/login", { site: "acme" }],
    ["/@acme/login", "/[site]/login", { site: "@acme" }],
    ["/ac%6De/login", "/[site]/login", { site: "acme" }],
    ["/acme/files/a/b", "/[site]/files/[...path]", { site: "acme", path: ["a", "b"] }],
    ["/docs/new", "/docs/new", {}],
    ["/docs/old", null, { page: "old" }],
  ])("%s leads to %s with %j", (path, pattern, params) => {
    expect(found(path)).toEqual({ pattern, params });
  });

  test.each(
    [
      "/api",
      "/api/",
      "/acme",
      "/acme/",
      "/acme/logout",
      "/acme/files",
      "/docs",
      "/docs/a/b",
      "//",
      "//api/sites",
      "/api//sites",
      "/api/sites//",
    ].concat([
      "/api/./sites",
      "/api/../sites",
      "/api/%2e/sites",
      "/api/%2E%2E/sites",
      "/api/sites/a%2Fb",
      "/api%2fsites",
      "/api/sites/%00",
      "/acme%2flogin",
      "/__proto__",
    ]),
  )("%j leads nowhere", (path) => {
    expect(found(path)).toBeNull();
  });

  test("a fixed name wins over a parameter, and a parameter over the rest, in whatever order they are listed", () => {
    const routes = Object.entries({ "/a/b": named("fixed"), "/a/[x]": named("parameter"), "/a/[...rest]": named("rest") });
    fc.assert(
      fc.property(fc.shuffledSubarray(routes, { minLength: 3 }), (shuffled) => {
        const find = matcher(shuffled);
        const by = (path: string) => routes.find(([, module]) => module === find(path)?.module)?.[0];
        expect([by("/a/b"), by("/a/c"), by("/a/b/c")]).toEqual(["/a/b", "/a/[x]", "/a/[...rest]"]);
      }),
    );
  });

  test("no path throws, and none collapses to a route that it does not spell", () => {
    const piece = fc.constantFrom(
      "api",
      "sites",
      "%61pi",
      "..",
      ".",
      "%2e",
      "%2f",
      "%5c",
      "\\",
      "",
      "[id]",
      "7",
      ";",
      "?",
      "#",
      "é",
      "%C3%A9",
      "__proto__",
      "constructor",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const path = `/${pieces.join("/")}`;
        const hit = match(path);
        if (!hit?.module) return;
        const spelled = pieces.filter((text, index) => text !== "" || index < pieces.length - 1).map(decodeURIComponent);
        expect(spelled).not.toEqual(expect.arrayContaining([".."]));
        expect(spelled.every((text) => text !== "" && text !== "." && !text.includes("/"))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("dispatch", () => {
  const route = (text: string) =>
    Object.assign(
      async (request: Request, { params }: RouteContext) =>
        Response.json({ text, method: request.method, params: await params }, { status: 201, headers: { "x-own": "yes" } }),
      {
        contract: { kind: "rest", credential: "none", statuses: [201] },
      },
    ) as ContractedRoute;
  const both: RouteModule = { GET: route("get"), POST: route("post") };
  const go = (method: string, module = both) => dispatch(new Request("http://localhost/x", { method }), { module, params: { id: "7" } });

  test("calls the handler of the method with the parameters of the path", async () => {
    const response = await go("POST");
    expect([response.status, await response.json()]).toEqual([201, { text: "post", method: "POST", params: { id: "7" } }]);
  });

  test("answers HEAD as GET, without the body", async () => {
    const response = await go("HEAD");
    expect([response.status, response.headers.get("x-own"), response.headers.get("content-type"), await response.text()]).toEqual([
      201,
      "yes",
      "application/json",
      "",
    ]);
  });

  test("answers HEAD, and ends what GET would have gone on to send", async () => {
    const cancel = vi.fn();
    const get = Object.assign(async () => new Response(new ReadableStream({ cancel })), { contract: route("").contract });
    expect((await go("HEAD", { GET: get })).body).toBeNull();
    expect(cancel).toHaveBeenCalledOnce();
  });

  test("answers OPTIONS with what is allowed, and without any CORS header", async () => {
    const response = await go("OPTIONS");
    expect([response.status, Object.fromEntries(response.headers), await response.text()]).toEqual([
      204,
      { allow: "GET, POST, HEAD, OPTIONS" },
      "",
    ]);
  });

  test("offers no HEAD where there is no GET", async () => {
    const response = await go("HEAD", { POST: route("post") });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });
});

describe("every route file", () => {
  const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
  const files = ROUTES.flatMap(([pattern, module]) => (module ? [[pattern, module] as const] : []));
  const sample = (pattern: string) => pattern.replace(/\[\.\.\.\w+\]/g, "nothing").replace(/\[\w+\]/g, "1");

  const kindOf = (module: RouteModule) => (Object.values(module)[0] as ContractedRoute).contract.kind;
  const ownMethods = files.filter(([, module]) => kindOf(module) !== "dialect");

  test.each(ownMethods)(
    "%s answers 405 with Allow to every method it does not take, in the shape its callers read",
    async (pattern, module) => {
      for (const method of [...METHODS, "PROPFIND"].filter((name) => !(name in module))) {
        const request = new Request(`http://localhost${sample(pattern)}`, { method });
        const response = await dispatch(request, { module, params: {} });
        expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, allowed(module)]);
        if (kindOf(module) === "rest")
          expect(await response.json()).toEqual({ error: "Method Not Allowed", messages: ["This address does not take that method"] });
        else expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      }
    },
  );

  test("a dialect answers every method in its own words, also one that nobody takes", async () => {
    const { site } = await makeTenant();
    const match = matcher(ROUTES);
    for (const [path, body] of [
      ["/auth/login", { detail: "Method Not Allowed" }],
      ["/api/auth/me", expect.objectContaining({ code: "405" })],
      ["/fasteditor/login", expect.objectContaining({ code: "METHOD_NOT_ALLOWED" })],
    ] as const) {
      const url = `/${site.slug}${path}`;
      for (const method of ["PROPFIND", "HEAD"]) {
        const response = await dispatch(new Request(`http://localhost${url}`, { method }), match(url) as Match & { module: RouteModule });
        const allow = path === "/api/auth/me" ? "GET, OPTIONS" : "POST, OPTIONS";
        expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, allow]);
        if (method !== "HEAD") expect(await response.json()).toEqual(body);
      }
    }
  });

  test("HEAD and GET of every route have the same status and headers", async () => {
    const { apiToken, site } = await makeTenant();
    const match = matcher(ROUTES);
    for (const [pattern, module] of files.filter(([, file]) => file.GET)) {
      const path = sample(pattern).replace(/^\/1\//, `/${site.slug}/`);
      const ask = async (method: string) => {
        const request = new Request(`http://signin.localhost${path}`, { method, headers: { authorization: `Bearer ${apiToken}` } });
        const found = match(path);
        expect([pattern, found?.module === module]).toEqual([pattern, true]);
        const response = await dispatch(request, found as Match & { module: RouteModule });
        // What is left of a budget is less each time it is asked for.
        for (const name of ["remaining", "reset"]) response.headers.delete(`ratelimit-${name}`);
        // A file that is sent as it is made holds a connection to the database until nobody wants more.
        await response.body?.cancel();
        return { status: response.status, headers: Object.fromEntries(response.headers) };
      };
      expect([pattern, await ask("HEAD")]).toEqual([pattern, await ask("GET")]);
    }
  });
});
