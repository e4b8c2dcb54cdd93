import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { freshIp, makeBrowser, type Seen, seen } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

const SHOP = "https://acme.example";
const OWN = { origin: "http://signin.localhost", "sec-fetch-site": "same-origin" };

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  const at = (page: string, more: Record<string, string> = {}) =>
    `/${tenant.site.slug}/embed?${new URLSearchParams({ page, origin: SHOP, nonce: "n1", ...more })}`;
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    seen(call("POST", path, { form, headers: { "x-signin-client-ip": freshIp(), ...OWN, ...headers } }));
  return { tenant, user, at, post, right: { email: user.email, password: PASSWORD } };
}

const policy = ({ headers }: Seen, name: string) => new RegExp(`${name} ([^;]*)`).exec(headers.get("content-security-policy") ?? "")?.[1];
const ENTITIES: Record<string, string> = { "&quot;": '"', "&amp;": "&", "&lt;": "<", "&gt;": ">" };
/** What the page has to tell the widget. */
const told = ({ html }: Seen) =>
  JSON.parse(
    (/<meta name="signin-fast" content="([^"]*)">/.exec(html)?.[1] ?? "null").replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? ""),
  );
const actions = ({ html }: Seen) => [...html.matchAll(/(?:action|href)="([^"#][^"]*)"/g)].map(([, to = ""]) => to.replaceAll("&amp;", "&"));

describe("200", () => {
  test.each([
    ["login", "Sign in to Acme", "login"],
    ["signup", "Create your account", "signup"],
    ["reset-password", "Reset your password", "reset_password"],
    ["verify-email", "Confirm your address", "signup"],
  ])("?page=%s shows %s, tells that it is there, and keeps to the frame in each address", async (page, heading, action) => {
    const { at } = await setUp();
    const answer = await seen(call("GET", at(page, { state: "s 1&2" })));
    expect({ status: answer.status, heading: answer.heading }).toEqual({ status: 200, heading });
    expect(told(answer)).toEqual({ origin: SHOP, nonce: "n1", kind: "ready", action });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(Buffer.byteLength(answer.html)).toBeLessThan(14_000);
    for (const to of actions(answer)) {
      const url = new URL(to, OWN.origin);
      expect(url.pathname).toMatch(/\/embed$/);
      expect(Object.fromEntries(url.searchParams)).toMatchObject({ origin: SHOP, nonce: "n1" });
    }
    expect(answer.html).not.toContain("Back to");
  });

  test("without a page it is the sign-in", async () => {
    const { tenant } = await setUp();
    expect((await seen(call("GET", `/${tenant.site.slug}/embed`))).heading).toBe("Sign in to Acme");
  });

  test("every registered origin may show it and nobody else, ourselves included; forms stay here", async () => {
    const { at } = await setUp({
      homeUri: "https://www.acme.example/",
      cancelUri: "https://acme.example/cancel",
      failedUri: "http://localhost:8080/failed",
      allowedOrigins: ["https://beta.acme.example"],
    });
    const answer = await seen(call("GET", at("login")));
    expect(policy(answer, "frame-ancestors")?.split(" ").toSorted()).toEqual(
      ["http://localhost:8080", "https://acme.example", "https://beta.acme.example", "https://www.acme.example"].toSorted(),
    );
    expect(policy(answer, "form-action")).toBe("'self'");
  });

  test("a site without an address is shown by nobody", async () => {
    const { at } = await setUp({ successUri: null });
    expect(policy(await seen(call("GET", at("login"))), "frame-ancestors")).toBe("'none'");
  });

  test.each(["https://evil.example", "https://acme.example.evil.example", "http://acme.example", "https://ACME.example", "null", "*", ""])(
    "SECURITY: an origin that is not registered is told nothing: %j",
    async (origin) => {
      const { at } = await setUp();
      expect(told(await seen(call("GET", at("login", { origin })))).origin).toBeNull();
    },
  );

  test("a hostile nonce is text, and a long one is cut", async () => {
    const { at } = await setUp();
    const nonce = `"><script>alert(1)</script>${"x".repeat(100)}`;
    const answer = await seen(call("GET", at("login", { nonce })));
    expect(told(answer).nonce).toBe(nonce.slice(0, 64));
    expect(answer.html).not.toContain("<script>alert");
  });

  test("signing in hands over who it was, the token, and where to go; the token is exchanged once", async () => {
    const { tenant, user, at, post, right } = await setUp({ successUri: `${SHOP}/cb?from=us` });
    const answer = await post(at("login"), { ...right, state: "s 1" });
    const { token, ...rest } = told(answer);
    expect({ status: answer.status, location: answer.location, rest }).toEqual({
      status: 200,
      location: null,
      rest: {
        origin: SHOP,
        nonce: "n1",
        kind: "done",
        action: "login",
        user: { id: Number(user.id), email: user.email, name: "Jane" },
        redirect: `${SHOP}/cb?from=us&token=${token}&state=s+1`,
      },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken })).status).toBe(200);
    expect((await call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken })).status).toBe(422);
  });

  test("signing up does too; without success_uri there is a token and nowhere to go", async () => {
    const { at, post } = await setUp({ successUri: null, allowedOrigins: [SHOP] });
    const email = `${unique("new")}@example.com`;
    const answer = await post(at("signup"), { email, password: PASSWORD, name: "Ann" });
    expect(told(answer)).toMatchObject({ kind: "done", action: "signup", user: { email, name: "Ann" }, redirect: null });
    expect(told(answer).token).toMatch(/^tkn_/);
  });

  test("an address to be proved: the form itself carries what our cookie would, and the code alone signs in", async () => {
    const { tenant, at, post } = await setUp({ emailVerification: "required" });
    const email = `${unique("new")}@example.com`;
    const sent = await post(at("signup"), { email, password: PASSWORD });
    expect(sent.headers.getSetCookie()).toEqual([]);
    expect(Object.keys(sent.fields).toSorted()).toEqual(["code", "email", "flow"]);
    const wrong = await post(at("verify-email"), { ...sent.fields, code: "000000" });
    expect({ status: wrong.status, flow: wrong.fields.flow, password: "password" in wrong.fields }).toEqual({
      status: 422,
      flow: sent.fields.flow,
      password: false,
    });
    const { code } = await newestMail(tenant, email);
    const done = await post(at("verify-email"), { ...sent.fields, code: code ?? "" });
    expect(told(done)).toMatchObject({ kind: "done", action: "signup", user: { email } });
  });

  test.each(["", "flw_made_up", "x".repeat(52)])(
    "SECURITY: without it, or with a made-up one, the password is asked for: %j",
    async (flow) => {
      const { tenant, at, post } = await setUp({ emailVerification: "required" });
      const email = `${unique("new")}@example.com`;
      await post(at("signup"), { email, password: PASSWORD });
      const { code } = await newestMail(tenant, email);
      const answer = await post(at("verify-email"), { email, code: code ?? "", flow });
      expect({ status: answer.status, asks: "password" in answer.fields }).toEqual({ status: 401, asks: true });
      const right = await post(at("verify-email"), { email, code: code ?? "", flow, password: PASSWORD });
      expect(told(right).kind).toBe("done");
    },
  );

  test("SECURITY: another sign-up's flow proves nothing, nor does a cookie that happens to come along", async () => {
    const { tenant, at, post } = await setUp({ emailVerification: "required" });
    const [jane, eve] = [`${unique("jane")}@example.com`, `${unique("eve")}@example.com`];
    await post(at("signup"), { email: jane, password: PASSWORD });
    const other = await post(at("signup"), { email: eve, password: PASSWORD });
    const { code } = await newestMail(tenant, jane);
    expect((await post(at("verify-email"), { email: jane, code: code ?? "", flow: other.fields.flow ?? "" })).status).toBe(401);
    const cookie = `signin_flow=${other.fields.flow}`;
    expect((await post(at("verify-email"), { email: jane, code: code ?? "" }, { cookie })).status).toBe(401);
  });
});

describe("303", () => {
  test("a new password leads to the sign-in, inside the frame", async () => {
    const { tenant, user, at, post } = await setUp();
    await post(at("reset-password"), { email: user.email });
    const { code } = await newestMail(tenant, user.email);
    const answer = await post(at("reset-password"), { email: user.email, code: code ?? "", password: "another good one", state: "s" });
    expect({ status: answer.status, to: answer.location }).toEqual({ status: 303, to: at("login", { done: "password", state: "s" }) });
    expect(policy(answer, "frame-ancestors")).toBe(SHOP);
  });
});

describe("400", () => {
  test("a state that is too long", async () => {
    const { at } = await setUp();
    expect((await call("GET", at("login", { state: "x".repeat(1_025) }))).status).toBe(400);
  });
});

describe("401", () => {
  test("a wrong password shows the form again, tells the page around, and hands nothing over", async () => {
    const { at, post, right } = await setUp();
    const answer = await post(at("login"), { ...right, password: "not the password" });
    expect({ status: answer.status, alert: answer.alert }).toEqual({ status: 401, alert: "Wrong e-mail or password" });
    expect(told(answer)).toEqual({ origin: SHOP, nonce: "n1", kind: "refused", action: "login", error: "wrong_credentials" });
    expect(policy(answer, "frame-ancestors")).toBe(SHOP);
  });
});

describe("403", () => {
  test.each([SHOP, "https://evil.example", "null"])(
    "SECURITY: a form of %s is refused, registered or not, and gets no token",
    async (origin) => {
      const { user, at, post, right } = await setUp();
      expect((await post(at("login"), right, { origin, "sec-fetch-site": "cross-site" })).status).toBe(403);
      expect(await sql("SELECT 1 FROM callback_tokens WHERE site_user_id = $1", [user.id])).toEqual([]);
    },
  );
});

describe("404", () => {
  test.each(["logout", "signed-in", "embed", "", "constructor", "__proto__"])("a page that cannot stand in a frame: %j", async (page) => {
    const { at, post } = await setUp();
    expect((await call("GET", at(page))).status).toBe(404);
    expect((await post(at(page), {})).status).toBe(404);
  });
});

describe("413", () => {
  test("a form that is too large", async () => {
    const { at, post, right } = await setUp();
    expect((await post(at("login"), { ...right, x: "y".repeat(65_536) })).status).toBe(413);
  });
});

describe("415", () => {
  test("what is no form", async () => {
    const { at } = await setUp();
    expect((await call("POST", at("login"), { body: "x", headers: { ...OWN, "content-type": "text/plain" } })).status).toBe(415);
  });
});

describe("422", () => {
  test("a field that is wrong is said beside it, and told as invalid", async () => {
    const { at, post } = await setUp();
    const answer = await post(at("signup"), { email: "jane", password: PASSWORD });
    expect({ status: answer.status, wrong: answer.wrong, told: told(answer) }).toMatchObject({
      status: 422,
      wrong: ["email"],
      told: { kind: "refused", action: "signup", error: "invalid" },
    });
  });
});

describe("SECURITY: a refusal without a form", () => {
  const big = { x: "y".repeat(65_536) };
  const plain = { body: "x", headers: { ...OWN, "content-type": "text/plain" } };
  type At = Awaited<ReturnType<typeof setUp>>["at"];
  test.each<[string, number, (at: At) => ReturnType<typeof call>]>([
    ["bad_request", 400, (at) => call("GET", at("login", { state: "x".repeat(1_025) }))],
    ["forbidden_origin", 403, (at) => call("POST", at("login"), { form: {}, headers: { origin: "https://evil.example" } })],
    ["not_found", 404, (at) => call("GET", at("logout"))],
    ["too_large", 413, (at) => call("POST", at("login"), { form: big, headers: OWN })],
    ["unsupported_media_type", 415, (at) => call("POST", at("login"), plain)],
  ])("%s is shown in the frame, to registered origins alone, and told", async (error, status, send) => {
    const { at } = await setUp();
    const answer = await seen(send(at));
    expect({ status: answer.status, frames: policy(answer, "frame-ancestors"), told: told(answer) }).toEqual({
      status,
      frames: SHOP,
      told: { origin: SHOP, nonce: "n1", kind: "refused", action: "login", error },
    });
  });

  test("at a site that does not exist, it is shown by nobody else and tells nothing", async () => {
    const answer = await seen(call("GET", "/nobody-here/embed?page=login"));
    expect([answer.status, policy(answer, "frame-ancestors"), told(answer)]).toEqual([404, "'self'", null]);
  });

  test("the way on from a dead link stays in the frame", async () => {
    const { at } = await setUp();
    for (const [page, to] of [
      ["reset-password", "reset-password"],
      ["verify-email", "login"],
    ] as const)
      expect(actions(await seen(call("GET", at(page, { token: "rst_dead" }))))).toContain(at(to));
  });
});

describe("429", () => {
  test("after too many failures, in the frame as on the page, by one budget", async () => {
    const { tenant, at, right } = await setUp();
    const browser = makeBrowser();
    for (let attempt = 0; attempt < 10; attempt++) await browser.post(`/${tenant.site.slug}/login`, { ...right, password: "wrong wrong" });
    const answer = await browser.post(at("login"), right);
    expect({ status: answer.status, error: told(answer).error }).toEqual({ status: 429, error: "too_many_attempts" });
  });
});
