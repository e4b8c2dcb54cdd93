import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { freshIp, makeBrowser, seen, send, tally } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

const exchange = (token: string, apiToken: string) => call("POST", `/api/site_user_sessions/${token}`, { token: apiToken });

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  return { tenant, user, path: `/${tenant.site.slug}/login`, right: { email: user.email, password: PASSWORD } };
}

describe("200", () => {
  test("GET shows a form that asks for nothing but what the wire takes", async () => {
    const { path } = await setUp();
    const page = await seen(call("GET", `${path}?state=s%201%262`));
    expect(page.status).toBe(200);
    expect(page.fields).toEqual({ state: "s 1&2", email: "", password: "" });
    expect(page.headers.getSetCookie()).toEqual([]);
  });

  test.each([
    ["password", "password"],
    ["confirmed", "confirmed"],
    ["signed_out", "signed out"],
  ])("what went well before is said: done=%s", async (done, word) => {
    const { path } = await setUp();
    expect((await seen(call("GET", `${path}?done=${done}`))).html.toLowerCase()).toContain(word);
  });

  test.each(["<script>", "constructor", "__proto__", "toString", "x".repeat(5_000)])(
    "a made-up notice is not shown: done=%s",
    async (done) => {
      const { path } = await setUp();
      const [made, plain] = await Promise.all([seen(call("GET", `${path}?done=${encodeURIComponent(done)}`)), seen(call("GET", path))]);
      expect({ status: made.status, same: made.html === plain.html }).toEqual({ status: 200, same: true });
    },
  );

  test("required verification: the right password of an unproved address leads to the mail, without a token", async () => {
    const { tenant, user, path, right } = await setUp({ emailVerification: "required" });
    const page = await send(path, right);
    expect(page).toMatchObject({ status: 200, location: null });
    expect(page.html).not.toContain("tkn_");
    expect((await mailsTo(tenant, user.email)).map(({ path: link }) => link.split("?")[0])).toEqual([`/${tenant.site.slug}/verify-email`]);
    expect(await sql("SELECT 1 FROM callback_tokens WHERE site_user_id = $1", [user.id])).toEqual([]);
  });
});

describe("303", () => {
  test("a program signs in with two fields, no earlier GET and no cookie; the token is exchanged once", async () => {
    const { tenant, user, path, right } = await setUp();
    const { status, location } = await send(path, right);
    expect(status).toBe(303);
    const url = new URL(location ?? "");
    expect(url.origin + url.pathname).toBe("https://acme.example/auth/callback");
    expect([...url.searchParams.keys()]).toEqual(["token"]);
    const token = url.searchParams.get("token") ?? "";
    expect(token).toMatch(/^tkn_[A-Za-z0-9_-]{48}$/);
    const first = await exchange(token, tenant.apiToken);
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({
      site_user: { email: user.email, id: Number(user.id) },
      site_user_session: { token, used: true },
    });
    expect((await exchange(token, tenant.apiToken)).status).toBe(422);
  });

  test.each([
    ["upper case and blanks", (email: string) => `  ${email.toUpperCase()} `],
    ["as stored", (email: string) => email],
  ])("the address is found however it is typed: %s", async (_, typed) => {
    const { path, right } = await setUp();
    expect((await send(path, { ...right, email: typed(right.email) })).status).toBe(303);
  });

  test("state comes back from the form, and from the query where the form has none", async () => {
    const { path, right } = await setUp();
    const state = "a b&c=d#e/ü✓%00";
    const inForm = await send(path, { ...right, state });
    const inQuery = await send(`${path}?state=${encodeURIComponent(state)}`, right);
    const both = await send(`${path}?state=other`, { ...right, state });
    for (const { location } of [inForm, inQuery, both]) expect(new URL(location ?? "").searchParams.get("state")).toBe(state);
    const { location } = await send(path, { ...right, state: "" });
    expect(new URL(location ?? "").searchParams.has("state")).toBe(false);
  });

  test("@slug is the same page, and its cookie is the slug's", async () => {
    const { tenant, right } = await setUp();
    const answer = await send(`/@${tenant.site.slug}/login`, right);
    expect(answer.status).toBe(303);
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toContain(`; Path=/${tenant.site.slug};`);
  });

  test("a site without success_uri ends at our own page; home_uri gets no token", async () => {
    const { tenant, user, path, right } = await setUp({ successUri: null, homeUri: "https://acme.example/" });
    const { status, location, html } = await send(path, { ...right, state: "s" });
    expect({ status, location, html }).toEqual({ status: 303, location: `/${tenant.site.slug}/signed-in`, html: "" });
    expect(await sql("SELECT 1 FROM callback_tokens WHERE site_user_id = $1", [user.id])).toEqual([]);
    const [row] = await sql<{ last_sign_in_at: Date | null }>("SELECT last_sign_in_at FROM site_users WHERE id = $1", [user.id]);
    expect(row?.last_sign_in_at).toBeInstanceOf(Date);
  });

  test("required verification: a proved address signs in", async () => {
    const { user, path, right } = await setUp({ emailVerification: "required" });
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [user.id]);
    expect((await send(path, right)).status).toBe(303);
  });

  test("NFD and NFC of one password are one password", async () => {
    const tenant = await makeTenant();
    const email = `${unique("nfc")}@example.com`;
    await send(`/${tenant.site.slug}/signup`, { email, password: "pässwörd-é".normalize("NFC") });
    expect((await send(`/${tenant.site.slug}/login`, { email, password: "pässwörd-é".normalize("NFD") })).status).toBe(303);
  });
});

describe("401", () => {
  test("a wrong password keeps the address, never the password, and raises the alert", async () => {
    const { user, path } = await setUp();
    const page = await send(path, { email: ` ${user.email}`, password: "not the password", state: "s" });
    expect(page).toMatchObject({ status: 401, location: null, alert: "Wrong e-mail or password", wrong: [] });
    expect(page.fields).toEqual({ email: ` ${user.email}`, password: "", state: "s" });
    expect(page.headers.getSetCookie()).toEqual([]);
    expect(page.html).not.toContain("not the password");
  });

  test("a user without a password is refused like an unknown one", async () => {
    const { tenant, path } = await setUp();
    const email = `${unique("imported")}@example.com`;
    const created = await call("POST", "/api/site_users", {
      token: tenant.apiToken,
      json: { site_id: Number(tenant.site.id), site_user: { email } },
    });
    expect(created.status).toBe(201);
    for (const password of ["anything at all", "null", "undefined"]) expect((await send(path, { email, password })).status).toBe(401);
  });

  test("a password of a user of another site does not sign in here", async () => {
    const { right } = await setUp();
    const other = await makeTenant();
    expect((await send(`/${other.site.slug}/login`, right)).status).toBe(401);
  });

  test("what no password can be is only a wrong one", async () => {
    const { path, right } = await setUp();
    expect((await send(path, { ...right, password: "x".repeat(5_000) })).status).toBe(401);
    expect((await send(path, { ...right, password: `${PASSWORD}\0` })).status).toBe(401);
  });
});

describe("400", () => {
  test("halves of characters: decoding would make one password of many", async () => {
    const { path, right } = await setUp();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    for (const half of ["%ED%A0%80", "%ED%A0%81", "%ff"]) {
      const body = `email=${encodeURIComponent(right.email)}&password=${half.repeat(9)}`;
      expect((await call("POST", path, { body, headers })).status).toBe(400);
    }
  });
});

describe("422", () => {
  test.each([
    ["nothing", {}, ["email", "password"]],
    ["no password", { email: "jane@example.com" }, ["password"]],
    ["an empty password", { email: "jane@example.com", password: "" }, ["password"]],
    ["no address", { password: PASSWORD }, ["email"]],
    ["what is no address", { email: "jane", password: PASSWORD }, ["email"]],
    ["an address with NUL", { email: "jane\0@example.com", password: PASSWORD }, ["email"]],
    ["two addresses", { email: "jane@example.com,eve@example.com", password: PASSWORD }, ["email"]],
    ["an address of a megabyte's start", { email: `${"x".repeat(40_000)}@example.com`, password: PASSWORD }, ["email"]],
  ])("%s is said beside the field", async (_, form, wrong) => {
    const { path } = await setUp();
    const page = await send(path, form);
    expect(page).toMatchObject({ status: 422, wrong, alert: null });
    expect(page.fields.email).toBe((form as { email?: string }).email ?? "");
  });
});

describe("429", () => {
  test("after ten failures even the right password waits; the form says how long and keeps the address", async () => {
    const { path, right } = await setUp();
    const headers = { "x-signin-client-ip": freshIp() };
    for (let attempt = 1; attempt <= 10; attempt++) {
      expect((await send(path, { ...right, password: "wrong wrong" }, headers)).status).toBe(401);
    }
    const page = await send(path, right, headers);
    expect(page.status).toBe(429);
    expect(page.fields.email).toBe(right.email);
    expect(page.alert).toContain("Too many attempts");
    const wait = Number(page.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(600);
  });

  test("it opens again when the window has passed", async () => {
    const { tenant, path, right } = await setUp();
    for (let attempt = 1; attempt <= 10; attempt++) await send(path, { ...right, password: "wrong wrong" });
    expect((await send(path, right)).status).toBe(429);
    await sql("UPDATE attempts SET window_ends_at = now() - interval '1 second' WHERE site_id = $1", [tenant.site.id]);
    expect((await send(path, right)).status).toBe(303);
  });

  test("right passwords use no budget up", async () => {
    const { path, right } = await setUp();
    const answers = await Promise.all(Array.from({ length: 16 }, () => send(path, right)));
    expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(303));
  });

  test("one address that tries a hundred accounts is closed, another address is not", async () => {
    const { path, right } = await setUp();
    const headers = { "x-signin-client-ip": freshIp() };
    for (let volley = 0; volley < 10; volley++) {
      const tries = Array.from({ length: 10 }, (_, index) =>
        send(path, { email: `nobody${volley}${index}@example.com`, password: "wrong wrong" }, headers),
      );
      expect(tally(await Promise.all(tries))).toEqual({ 401: 10 });
    }
    expect((await send(path, right, headers)).status).toBe(429);
    expect((await send(path, right, { "x-signin-client-ip": freshIp() })).status).toBe(303);
  });
});

describe("the browser's cookie", () => {
  test("a sign-in that mails nothing leaves the cookie of the sign-up alone", async () => {
    const tenant = await makeTenant();
    const { slug } = tenant.site;
    const email = `${unique("cookie")}@example.com`;
    const browser = makeBrowser();
    expect((await browser.post(`/${slug}/signup`, { email, password: PASSWORD })).status).toBe(303);
    expect((await browser.post(`/${slug}/login`, { email, password: PASSWORD })).status).toBe(303);
    const [mail] = await mailsTo(tenant, email);
    const page = await browser.open(mail?.path ?? "");
    expect(Object.keys(page.fields)).toEqual(["token"]);
  });
});
