import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeBrowser, seen, send, tally } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

const COULD_NOT = "We could not create this account; sign in or reset your password";

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  return { tenant, path: `/${tenant.site.slug}/signup`, form: { email: `${unique("new")}@example.com`, password: PASSWORD } };
}

const usersOf = (tenant: Tenant) =>
  sql<{ email: string; name: string | null; email_verified_at: Date | null }>(
    "SELECT email, name, email_verified_at FROM site_users WHERE site_id = $1 ORDER BY id",
    [tenant.site.id],
  );
const tokensOf = (tenant: Tenant) => sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id]);

describe("200", () => {
  test("GET shows a form; the name is optional", async () => {
    const { path } = await setUp();
    const page = await seen(call("GET", `${path}?state=abc`));
    expect(page.status).toBe(200);
    expect(page.fields).toEqual({ state: "abc", name: "", email: "", password: "" });
    expect(/<input[^>]*name="name"[^>]*>/.exec(page.html)?.[0]).not.toContain("required");
    expect(page.headers.getSetCookie()).toEqual([]);
  });

  test("where sign-ups are closed there is no form", async () => {
    const { path } = await setUp({ signUps: false });
    const page = await seen(call("GET", path));
    expect({ status: page.status, fields: page.fields }).toEqual({ status: 200, fields: {} });
  });

  test("required verification: a new address is told to look into its mail, and gets no token before", async () => {
    const { tenant, path, form } = await setUp({ emailVerification: "required" });
    const page = await send(path, form);
    expect(page).toMatchObject({ status: 200, location: null });
    expect(await tokensOf(tenant)).toEqual([]);
    expect((await mailsTo(tenant, form.email)).map(({ code }) => code)).toEqual([expect.stringMatching(/^\d{6}$/)]);
  });

  test("required verification: a known address gets the same answer, and its owner another mail", async () => {
    const { tenant, path } = await setUp({ emailVerification: "required" });
    const unknown = `${unique("new")}@example.com`;
    const { email: known } = await makeUser(tenant, `${unique("old")}@example.com`);
    const masked = async (email: string, password: string) => {
      const { status, html, headers, location } = await send(path, { email, password });
      const named = [...headers].map(([name, value]) => [name, value.replace(/flw_[\w-]+/, "flw_")]);
      return { status, location, headers: named, html: html.replaceAll(email, "somebody@example.com") };
    };
    const wanted = await masked(unknown, PASSWORD);
    expect(await masked(known, PASSWORD)).toEqual(wanted);
    expect(await masked(known, "another good password")).toEqual(wanted);
    const mails = await mailsTo(tenant, known);
    expect(mails.map(({ token, code }) => ({ token, code }))).toEqual(Array(2).fill({ token: "", code: null }));
    expect(await tokensOf(tenant)).toEqual([]);
  });
});

describe("303", () => {
  test("a program signs up with two fields and is signed in at once; one mail is sent", async () => {
    const { tenant, path, form } = await setUp();
    const { status, location, headers } = await send(path, form);
    expect(status).toBe(303);
    const url = new URL(location ?? "");
    expect(url.origin + url.pathname).toBe("https://acme.example/auth/callback");
    expect([...url.searchParams.keys()]).toEqual(["token"]);
    expect(headers.getSetCookie().map((cookie) => cookie.split("=", 1)[0])).toEqual([
      "signin_flow",
      "signin_session",
      "signin_known",
      "signin_last",
    ]);
    expect(await usersOf(tenant)).toEqual([{ email: form.email, name: null, email_verified_at: null }]);
    const answer = await call("POST", `/api/site_user_sessions/${url.searchParams.get("token")}`, { token: tenant.apiToken });
    expect(await answer.json()).toMatchObject({ site_user: { email: form.email, email_verified: false } });
    const [mail, ...more] = await mailsTo(tenant, form.email);
    expect(more).toEqual([]);
    expect(mail?.links).toEqual([
      expect.stringMatching(`^http://signin\\.localhost/${tenant.site.slug}/verify-email\\?token=vfy_[\\w-]{48}$`),
    ]);
    expect(mail?.text).toContain(mail?.code);
  });

  test("name and state go where they belong; the address is shown as typed and found in lower case", async () => {
    const { tenant, path } = await setUp();
    const local = unique("Jane");
    const { location } = await send(path, { email: ` ${local}@Example.COM `, password: PASSWORD, name: " Jane Doe ", state: "x=1&y" });
    expect(new URL(location ?? "").searchParams.get("state")).toBe("x=1&y");
    expect(await usersOf(tenant)).toEqual([{ email: `${local}@example.com`, name: "Jane Doe", email_verified_at: null }]);
    expect((await send(path, { email: `${local}@example.com`.toLowerCase(), password: PASSWORD })).status).toBe(422);
  });

  test.each([
    ["72 bytes and one more", "a".repeat(72), `${"a".repeat(72)}b`],
    ["blanks at both ends", "  eight chars  ", "eight chars"],
    ["256 characters, each of four bytes", "😀".repeat(256), "😀".repeat(255)],
    ["upper case", "Correct Horse Battery", "correct horse battery"],
  ])("a password is what was typed, all of it: %s", async (_, password, other) => {
    const { tenant, path, form } = await setUp();
    expect((await send(path, { ...form, password })).status).toBe(303);
    expect((await send(`/${tenant.site.slug}/login`, { ...form, password })).status).toBe(303);
    expect((await send(`/${tenant.site.slug}/login`, { ...form, password: other })).status).toBe(401);
  });

  test("verification off: nobody is mailed", async () => {
    const { tenant, path, form } = await setUp({ emailVerification: "off" });
    expect((await send(path, form)).status).toBe(303);
    expect(await mailsTo(tenant, form.email)).toEqual([]);
  });

  test("a site without success_uri ends at our own page without a token", async () => {
    const { tenant, path, form } = await setUp({ successUri: null, homeUri: "https://acme.example/" });
    expect((await send(path, form)).location).toBe(`/${tenant.site.slug}/signed-in`);
    expect(await tokensOf(tenant)).toEqual([]);
  });

  test("two sites, one address: two users who know nothing of each other", async () => {
    const [one, two] = [await setUp(), await setUp()];
    expect((await send(one.path, one.form)).status).toBe(303);
    expect((await send(two.path, { ...one.form, password: "another good password" })).status).toBe(303);
    expect((await send(`/${one.tenant.site.slug}/login`, { ...one.form, password: "another good password" })).status).toBe(401);
  });

  test("16 sign-ups with one address at once make one user and one token", async () => {
    const { tenant, path, form } = await setUp();
    const answers = await Promise.all(Array.from({ length: 16 }, (_, index) => send(path, { ...form, password: `${PASSWORD} ${index}` })));
    expect(tally(answers)).toEqual({ 303: 1, 422: 15 });
    expect(await usersOf(tenant)).toHaveLength(1);
    expect(await tokensOf(tenant)).toHaveLength(1);
  });
});

describe("400", () => {
  test("halves of characters are no password: two of them would be one", async () => {
    const { tenant, path, form } = await setUp();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = `email=${encodeURIComponent(form.email)}&password=${"%ED%A0%80".repeat(9)}`;
    expect((await call("POST", path, { body, headers })).status).toBe(400);
    expect(await usersOf(tenant)).toEqual([]);
  });
});

describe("422", () => {
  test("a known address gets neither redirect nor token, not even with its right password; its owner is told by mail", async () => {
    const { tenant, path } = await setUp();
    const { email } = await makeUser(tenant);
    for (const password of [PASSWORD, "another good password"]) {
      const page = await send(path, { email, password, name: "Eve", state: "s" });
      expect(page).toMatchObject({ status: 422, location: null, alert: COULD_NOT, wrong: [] });
      expect(page.fields).toEqual({ email, name: "Eve", password: "", state: "s" });
      expect(page.headers.getSetCookie()).toEqual([]);
    }
    expect(await tokensOf(tenant)).toEqual([]);
    expect(await usersOf(tenant)).toMatchObject([{ name: "Jane" }]);
    const mails = await mailsTo(tenant, email);
    expect(mails).toHaveLength(2);
    for (const { token, code, links } of mails) {
      expect({ token, code }).toEqual({ token: "", code: null });
      for (const link of links) expect(link).toMatch(`http://signin.localhost/${tenant.site.slug}/`);
    }
    expect((await send(`/${tenant.site.slug}/login`, { email, password: PASSWORD })).status).toBe(303);
  });

  test("a known address is known however it is typed", async () => {
    const { tenant, path } = await setUp();
    const { email } = await makeUser(tenant);
    expect((await send(path, { email: email.toUpperCase(), password: PASSWORD })).status).toBe(422);
    expect(await usersOf(tenant)).toHaveLength(1);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["nothing", { email: "", password: "" }, ["email", "password"]],
    ["a short password", { password: "1234567" }, ["password"]],
    ["seven characters of many bytes", { password: "😀".repeat(7) }, ["password"]],
    ["257 characters", { password: "x".repeat(257) }, ["password"]],
    ["a password with NUL", { password: "good pass\0word" }, ["password"]],
    ["an address without a domain", { email: "jane@" }, ["email"]],
    ["an address with a line break", { email: "jane@example.com\r\nBcc: eve@example.com" }, ["email"]],
    ["a name with control characters", { name: "Jane\u0007" }, ["name"]],
    ["a name that turns the reading direction", { name: "Jane\u202etxt" }, ["name"]],
    ["a very long name", { name: "x".repeat(201) }, ["name"]],
    ["two wrong things", { name: "\u0000", email: "x" }, ["name", "email"]],
  ])("%s is said beside the field, and the address is kept", async (_, wrongForm, wrong) => {
    const { tenant, path, form } = await setUp();
    const page = await send(path, { ...form, ...wrongForm });
    expect(page).toMatchObject({ status: 422, alert: null, location: null });
    expect([...page.wrong].sort()).toEqual([...wrong].sort());
    expect(page.fields.email).toBe(wrongForm.email ?? form.email);
    expect(page.fields.password).toBe("");
    expect(await usersOf(tenant)).toEqual([]);
  });

  test("the own address is no password", async () => {
    const { path, form } = await setUp();
    expect(await send(path, { ...form, password: form.email.toUpperCase() })).toMatchObject({ status: 422, wrong: ["password"] });
  });

  test("closed sign-ups take no form", async () => {
    const { tenant, path, form } = await setUp({ signUps: false });
    expect((await send(path, form)).status).toBe(422);
    expect(await usersOf(tenant)).toEqual([]);
  });

  test("flags that only we set are not taken from a form", async () => {
    const { tenant, path, form } = await setUp();
    const flags = {
      email_verified: "true",
      emailVerified: "true",
      email_verified_at: "2020-01-01",
      id: "1",
      site_id: "1",
      account_id: "1",
    };
    expect((await send(path, { ...form, ...flags })).status).toBe(303);
    expect(await usersOf(tenant)).toEqual([{ email: form.email, name: null, email_verified_at: null }]);
  });
});

describe("the browser's cookie", () => {
  test("a planted one is replaced: the stranger who planted it is not taken for the one who signed up", async () => {
    const { tenant, path, form } = await setUp();
    const stranger = makeBrowser();
    await stranger.post(path, { email: `${unique("stranger")}@example.com`, password: PASSWORD });
    const victim = makeBrowser();
    for (const [key, cookie] of stranger.cookies) victim.cookies.set(key, cookie);
    await victim.post(path, form);
    const [mail] = await mailsTo(tenant, form.email);
    expect(Object.keys((await stranger.open(mail?.path ?? "")).fields)).toContain("password");
    expect(Object.keys((await victim.open(mail?.path ?? "")).fields)).toEqual(["token"]);
  });

  test("it is HttpOnly, Lax, bound to the site's path, and signs nobody in", async () => {
    const { tenant, path, form } = await setUp();
    const [cookie] = (await send(path, form)).headers.getSetCookie();
    expect(cookie).toMatch(new RegExp(`^signin_flow=flw_[\\w-]{48}; Path=/${tenant.site.slug}; Max-Age=86400; HttpOnly; SameSite=Lax$`));
  });
});
