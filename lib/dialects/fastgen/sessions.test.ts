import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signAccessToken } from "@/lib/core/sessions/access-token";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { newToken } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { credentials, type FastgenSite, mailedToken, makeFastgenSite, PAGE, signedInAt } from "@/lib/testing/fastgen";
import { addSite } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";

let at: FastgenSite;
let sibling: FastgenSite;
beforeAll(async () => {
  at = await makeFastgenSite();
  sibling = await signedInAt(await addSite(at));
  // Each site makes a key of its own at first.
}, 30_000);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const unauthorised = { status: 401, body: { message: "unauthorised" } };
const tryRefresh = { status: 401, body: { message: "try refresh token" } };
const theft = { status: 401, body: { message: "token theft detected" } };

const isVerified = ({ base }: FastgenSite, headers: Record<string, string>) =>
  answer(call("GET", `${base}/user/email/verify`, { headers }));
const refresh = ({ base }: FastgenSite, headers: Record<string, string>) => call("POST", `${base}/session/refresh`, { headers });
const here = { status: 200, body: { status: "OK", isVerified: false } };

describe("a refresh token", () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  test("shown by 64 at once has one successor, and one session", async () => {
    const { base, refresh: token, begun } = await signedInAt(at);
    const request = rawRequest("POST", `${base}/session/refresh`, { host: server.host, ...bearer(token) }, "{}");
    const answers = await server.race(Array.from({ length: 64 }, () => request));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(["200 {}"]));
    expect(new Set(answers.map(({ headers }) => headers["st-refresh-token"])).size).toBe(1);
    expect(await sql("SELECT generation FROM sessions WHERE id = $1", [begun.session.id])).toEqual([{ generation: 1 }]);
  });

  test("that comes again later ends the session, with the words for it", async () => {
    const one = await signedInAt(at);
    const renewed = await refresh(one, bearer(one.refresh));
    await sql("UPDATE sessions SET renewed_at = now() - interval '11 seconds' WHERE id = $1", [one.begun.session.id]);
    expect(await answer(refresh(one, bearer(one.refresh)))).toEqual(theft);
    expect(await answer(refresh(one, bearer(renewed.headers.get("st-refresh-token") ?? "")))).toEqual(unauthorised);
    expect(await isVerified(one, bearer(renewed.headers.get("st-access-token") ?? ""))).toEqual(unauthorised);
  });

  test("from a cookie never leaves the cookies, whatever a script asks for", async () => {
    for (const [name, mode] of [
      ["st-auth-mode", "header"],
      ["fg-auth-mode", "body"],
    ] as const) {
      const one = await signedInAt(at);
      const response = await refresh(one, { cookie: `sRefreshToken=${one.refresh}`, [name]: mode });
      expect([await response.text(), response.headers.get("st-refresh-token"), response.headers.get("st-access-token")]).toEqual([
        "{}",
        null,
        null,
      ]);
      expect(response.headers.getSetCookie().map((line) => line.split("=")[0])).toEqual(["sAccessToken", "sRefreshToken"]);
    }
  });

  test("of another site, or of another wire, is none, and stays good where it belongs", async () => {
    const other = await signedInAt(sibling);
    expect(await answer(refresh(at, bearer(other.refresh)))).toEqual(unauthorised);
    const signedIn = {
      kind: "signed_in",
      siteUserId: at.user.id,
      proof: { passwordSealed: null, budgets: [], secondFactor: false },
    } as const;
    const kind = { dialect: "fastauth", accessS: 60, refreshS: 600 };
    const elsewhere = await beginSession(at.context, signedIn, kind, { ip: "192.0.2.1", userAgent: null });
    expect(await answer(refresh(at, bearer(elsewhere.refresh?.text ?? "")))).toEqual(unauthorised);
    expect((await refresh(other, bearer(other.refresh))).status).toBe(200);
  });
});

describe("an access token", () => {
  test("counts from the header before the cookie", async () => {
    const other = await signedInAt(at);
    const cookie = `sAccessToken=${at.access}`;
    await call("POST", `${at.base}/signout`, { headers: { ...bearer(other.access), cookie } });
    expect(await isVerified(at, bearer(other.access))).toEqual(unauthorised);
    expect(await isVerified(at, { cookie })).toEqual(here);
    expect(await isVerified(at, { ...bearer("nonsense"), cookie })).toEqual(tryRefresh);
    expect(await isVerified(at, { authorization: `bEARER\t${at.access}` })).toEqual(here);
  });

  test("that has expired is to be refreshed", async () => {
    const expired = await signAccessToken(at.context, at.begun.session, -1);
    expect(await isVerified(at, bearer(expired.text))).toEqual(tryRefresh);
    expect(await isVerified(at, { cookie: `sAccessToken=${expired.text}` })).toEqual(tryRefresh);
  });

  test("of another site, or anything else that we give out, is none", async () => {
    const others = [sibling.access, at.refresh, at.apiToken, newToken("tkn_"), newToken("rst_"), "", "a.b.c", "Bearer", "%"];
    for (const token of others.filter(Boolean)) expect(await isVerified(at, bearer(token))).toEqual(tryRefresh);
    for (const odd of ["", "Bearer", "Bearer ", "Basic YTpi", `Bearer${at.access}`]) {
      expect(await isVerified(at, { authorization: odd })).toEqual(unauthorised);
    }
  });

  test("of somebody who was blocked is good no more, nor their refresh token", async () => {
    const one = await signedInAt(at);
    await blockSiteUser(at.context, one.user.id);
    expect(await isVerified(one, bearer(one.access))).toEqual(unauthorised);
    expect(await answer(refresh(one, bearer(one.refresh)))).toEqual(unauthorised);
    expect(await answer(call("POST", `${one.base}/signin`, { json: credentials(one) }))).toEqual({
      status: 200,
      body: { status: "WRONG_CREDENTIALS_ERROR" },
    });
  });
});

describe("cookies and the pages of others", () => {
  const from = (origin: string, site: string) => ({ origin, "sec-fetch-site": site });

  test("a cookie is for other sites where its page is on one, and else for ours alone", async () => {
    const table: [Record<string, string>, "Lax" | "None"][] = [
      [{}, "Lax"],
      [from(PAGE, "same-site"), "Lax"],
      [from(PAGE, "cross-site"), "None"],
      [{ origin: PAGE }, "None"],
      [{ origin: "http://signin.localhost" }, "Lax"],
    ];
    for (const [headers, sameSite] of table) {
      const response = await call("POST", `${at.base}/signin`, { json: credentials(at), headers });
      expect([response.status, ...response.headers.getSetCookie().map((line) => /SameSite=(\w+)/.exec(line)?.[1])]).toEqual([
        200,
        sameSite,
        sameSite,
      ]);
    }
  });

  test("a page of an origin that is not the site's changes nothing, and is told nothing", async () => {
    const origins = ["https://evil.example", `${PAGE}.evil.example`, "https://app.acme.example:444", "http://app.acme.example", "null"];
    for (const origin of origins) {
      const headers = { ...from(origin, "cross-site"), cookie: `sAccessToken=${at.access}`, rid: "session" };
      for (const path of ["/signin", "/signout", "/session/refresh", "/user/email/verify"]) {
        const response = await call("POST", at.base + path, { json: credentials(at), headers });
        expect([response.status, response.headers.get("access-control-allow-origin"), response.headers.getSetCookie()]).toEqual([
          403,
          null,
          [],
        ]);
      }
      const read = await call("GET", `${at.base}/user/email/verify`, { headers });
      expect(read.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(await isVerified(at, bearer(at.access))).toEqual(here);
  });

  test("a page of the site's own on another site needs a header that no form can set", async () => {
    const one = await signedInAt(at);
    const headers = { ...from(PAGE, "cross-site"), cookie: `sAccessToken=${one.access}` };
    const prove = async (more: object) => {
      const json = { method: "token", token: await mailedToken(one, "verify_email") };
      return answer(call("POST", `${at.base}/user/email/verify`, { json, headers: { ...headers, ...more } }));
    };
    expect(await prove({})).toEqual(tryRefresh);
    expect(await prove({ rid: "anti-csrf" })).toEqual({ status: 200, body: { status: "OK" } });
  });
});
