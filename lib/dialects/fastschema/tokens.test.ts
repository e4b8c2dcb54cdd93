import { beforeAll, describe, expect, test } from "vitest";
import { beginSession } from "@/lib/core/sessions/begin-session";
import type { SignedInSession } from "@/lib/core/sessions/session";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { kindOf } from "./session";

const OWN = "https://acme.example";
const CLIENT = { ip: "192.0.2.1", userAgent: null };

let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant({ allowedOrigins: ["https://shop.example"] });
});

/** Somebody who is signed in. */
async function session(own = tenant, dialect = "fastschema"): Promise<SignedInSession & { bearer: string; refreshToken: string }> {
  const { id } = await makeUser(own);
  await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [id]);
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  const begun = await beginSession(own.context, { kind: "signed_in", siteUserId: id, proof }, { ...kindOf(own.context), dialect }, CLIENT);
  return { ...begun, bearer: `Bearer ${begun.access.text}`, refreshToken: begun.refresh?.text ?? "" };
}

const me = (headers: Record<string, string>, { site } = tenant) => call("GET", `/${site.slug}/api/auth/me`, { headers });
const post = (path: string, json: unknown, headers: Record<string, string> = {}, { site } = tenant) =>
  answer(call("POST", `/${site.slug}/api/auth/${path}`, { json, headers })) as Promise<{ status: number; body: Record<string, unknown> }>;

const whose = async (response: Promise<Response>) => ((await (await response).json()) as { email?: string }).email;
const isOver = async (bearer: string) => (await me({ authorization: bearer })).status === 401;

describe("an access token", () => {
  test("is taken from X-Auth-Token before Authorization, and from the cookie when there is neither", async () => {
    const [a, b, c] = [await session(), await session(), await session()];
    const cookie = `other=1; token=${c.access.text}`;
    const all = { "x-auth-token": a.access.text, authorization: b.bearer, cookie };
    expect(await whose(me(all))).toBe(a.session.user.email);
    expect(await whose(me({ authorization: b.bearer, cookie }))).toBe(b.session.user.email);
    expect(await whose(me({ cookie }))).toBe(c.session.user.email);
    expect(await whose(me({ "x-auth-token": "", authorization: "", cookie }))).toBe(c.session.user.email);
    expect((await me({ "x-auth-token": "something", authorization: b.bearer, cookie })).status).toBe(401);
    expect((await me({ authorization: "Bearer something", cookie })).status).toBe(401);
    expect((await me({ cookie: `token=; ${cookie}` })).status).toBe(200);
    expect((await me({ cookie: `${cookie}; token=${a.access.text}` })).status).toBe(401);
  });

  test("stands behind a Bearer in any case; whatever else stands there is a 401", async () => {
    const { access, refreshToken } = await session();
    for (const scheme of ["Bearer", "bearer", "BEARER", "Bearer ", "Bearer\t"])
      expect((await me({ authorization: `${scheme} ${access.text}` })).status).toBe(200);
    const bad = [
      "Bearer",
      "Bearer ",
      "Bearer %",
      "Bearer a b",
      "Bearer null",
      "Bearer undefined",
      `Bearer ${access.text} ${access.text}`,
      `Bearer ${access.text}, Bearer ${access.text}`,
      `Bearer${access.text}`,
      `Basic ${access.text}`,
      `Token ${access.text}`,
      access.text,
      `"${access.text}"`,
      `Bearer ${access.text}x`,
      `Bearer ${access.text.slice(0, -1)}`,
      `Bearer ${access.text.replace(/\.[^.]*$/, ".")}`,
      `Bearer ${access.text.toLowerCase()}`,
      `Bearer ${"x".repeat(8_000)}`,
      `Bearer ${"a.".repeat(3_000)}`,
      `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${access.text.split(".")[1]}.`,
      `Bearer ${refreshToken}`,
      `Bearer ${tenant.apiToken}`,
      "Digest username=x",
      ",",
      "é",
    ];
    for (const authorization of bad) expect([authorization, (await me({ authorization })).status]).toEqual([authorization, 401]);
  });

  test("is worth nothing at another site, nor is anything else that we give out worth anything here", async () => {
    const sibling = await addSite(tenant);
    const stranger = await makeTenant();
    const own = await session();
    const callbackToken = await makeToken(tenant, await makeUser(tenant));
    for (const other of [sibling, stranger]) {
      const theirs = await session(other);
      expect((await me({ authorization: theirs.bearer })).status).toBe(401);
      expect((await me({ cookie: `token=${own.access.text}` }, other)).status).toBe(401);
      for (const refresh_token of [own.refreshToken, own.access.text, callbackToken, tenant.apiToken]) {
        expect((await post("token/refresh", { refresh_token }, {}, other)).status).toBe(401);
        expect((await post("logout", { refresh_token }, { authorization: own.bearer }, other)).status).toBe(401);
      }
    }
    expect((await me({ authorization: `Bearer ${callbackToken}` })).status).toBe(401);
    expect((await me({ authorization: own.bearer })).status).toBe(200);
  });

  test("is over at once when its user is blocked", async () => {
    const { session: own, bearer, refreshToken } = await session();
    await blockSiteUser(tenant.context, own.user.id);
    expect(await isOver(bearer)).toBe(true);
    expect((await post("token/refresh", { refresh_token: refreshToken })).status).toBe(401);
  });
});

describe("signing out by the cookie", () => {
  test.each([
    ["a page of the site", { origin: OWN }, 200],
    ["a page of an origin that is allowed besides", { origin: "https://shop.example" }, 200],
    ["a page of ours", { origin: "http://signin.localhost" }, 200],
    ["a page of ours that says no origin", { "sec-fetch-site": "same-origin" }, 200],
    ["a page of another origin", { origin: "https://evil.example" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
    ["a page of another site that says no origin", { "sec-fetch-site": "cross-site" }, 403],
    ["nowhere", {}, 403],
  ] as [string, Record<string, string>, number][])("from %s", async (_, headers, status) => {
    const { access, bearer } = await session();
    expect((await post("logout", {}, { ...headers, cookie: `token=${access.text}` })).status).toBe(status);
    expect(await isOver(bearer)).toBe(status === 200);
  });
});

describe("signing out", () => {
  test("ends the session of each token that is good, and takes one that is not beside it", async () => {
    const [a, b, c, d] = [await session(), await session(), await session(), await session()];
    expect((await post("logout", { refresh_token: a.refreshToken }, { authorization: b.bearer })).status).toBe(200);
    expect([await isOver(a.bearer), await isOver(b.bearer)]).toEqual([true, true]);
    expect((await post("logout", { refresh_token: "something" }, { authorization: c.bearer })).status).toBe(200);
    expect((await post("logout", { refresh_token: d.refreshToken }, { authorization: "Bearer something" })).status).toBe(200);
    expect([await isOver(c.bearer), await isOver(d.bearer)]).toEqual([true, true]);
    expect((await post("token/refresh", { refresh_token: d.refreshToken })).status).toBe(401);
  });

  test("needs no body, and no content type", async () => {
    const { bearer } = await session();
    const response = await call("POST", `/${tenant.site.slug}/api/auth/logout`, { headers: { authorization: bearer } });
    expect([response.status, await response.json()]).toEqual([200, { message: "Logged out successfully", data: true }]);
  });
});

describe("a refresh token", () => {
  test("is good once; when it comes again later nobody is signed in any more", async () => {
    const first = await session();
    const second = await post("token/refresh", { refresh_token: first.refreshToken });
    expect(second).toEqual({ status: 200, body: { ...second.body, data: expect.objectContaining({ token: second.body.token }) } });
    await sql("UPDATE sessions SET renewed_at = now() - interval '11 seconds' WHERE id = $1", [first.session.id]);
    const refused = (message: string) => ({ status: 401, body: expect.objectContaining({ message }) });
    expect(await post("token/refresh", { refresh_token: first.refreshToken })).toEqual(refused("invalid refresh token"));
    expect(await post("token/refresh", { refresh_token: second.body.refresh_token })).toEqual(refused("session is not active"));
    expect(await isOver(`Bearer ${second.body.token}`)).toBe(true);
  });

  test("of another wire is none here", async () => {
    const { refreshToken, bearer } = await session(tenant, "fastgen");
    expect(await post("token/refresh", { refresh_token: refreshToken })).toMatchObject({
      status: 401,
      body: { message: "invalid refresh token" },
    });
    expect((await post("logout", { refresh_token: refreshToken })).status).toBe(401);
    expect(await isOver(bearer)).toBe(false);
  });
});

describe("pages of the site", () => {
  const preflight = (origin: string) =>
    call("OPTIONS", `/${tenant.site.slug}/api/auth/me`, { headers: { origin, "access-control-request-method": "GET" } });

  test("may send what the SDK sends, and read the answers", async () => {
    const response = await preflight(OWN);
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      204,
      expect.objectContaining({
        allow: "GET, OPTIONS",
        vary: "Origin",
        "access-control-allow-origin": OWN,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
        "access-control-allow-headers":
          "content-type, authorization, rid, fdi-version, st-auth-mode, fg-auth-mode, anti-csrf, x-auth-token",
      }),
    ]);
    const { bearer } = await session();
    const read = await me({ authorization: bearer, origin: OWN });
    expect([read.status, read.headers.get("access-control-allow-origin")]).toEqual([200, OWN]);
  });

  test("are the only ones", async () => {
    const { bearer } = await session();
    for (const origin of [
      "https://evil.example",
      "null",
      "https://acme.example.evil.example",
      "http://acme.example",
      "https://acme.example:444",
    ]) {
      const answers = [await preflight(origin), await me({ authorization: bearer, origin })];
      for (const { headers } of answers) expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });
});
