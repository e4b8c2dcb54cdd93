import { describe, expect, test } from "vitest";
import { updateSite } from "@/lib/core/sites/update-site";
import { hashToken } from "@/lib/kernel/secrets";
import { call } from "@/lib/testing/call-route";
import { freshIp, makeBrowser, seen, send } from "@/lib/testing/hosted-pages";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

const CHROME = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const CALLBACK = /^https:\/\/acme\.example\/auth\/callback\?token=tkn_[\w-]{48}(&state=s\+1)?$/;
const OVER = "This code can no longer be used. Send another mail.";
const JUST_SENT =
  "A mail was asked for a moment ago, and is on its way if this address can be used here. You can ask for another one in a minute.";
const WRONG = "That code is wrong or has expired";

const at = ({ site }: Tenant, page: string) => `/${site.slug}/${page}`;
const wrongCode = (code: string | null, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, "0");
const users = ({ site }: Tenant) =>
  sql<{ email: string; name: string | null; proved: boolean; sealed: Uint8Array | null }>(
    "SELECT email, name, email_verified_at IS NOT NULL AS proved, password_sealed AS sealed FROM site_users WHERE site_id = $1 ORDER BY created_at",
    [site.id],
  );

/** A browser that has asked for a code, and the mail that came. */
async function asked(tenant: Tenant, email: string, browser = makeBrowser()) {
  const page = await browser.post(at(tenant, "login"), { method: "email_code", email, state: "s 1" });
  return { browser, page, mail: await newestMail(tenant, email), path: at(tenant, "login/code") };
}

async function userAsked(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const { id, email } = await makeUser(tenant);
  return { tenant, id, email, ...(await asked(tenant, email)) };
}

describe("the code", () => {
  test("is typed where it was asked for, and signs in once", async () => {
    const { tenant, email, browser, page, mail, path } = await userAsked();
    expect({ status: page.status, heading: page.heading, fields: page.fields }).toEqual({
      status: 200,
      heading: "Check your mail",
      fields: { state: "s 1", device: expect.stringMatching(/^dev_[\w-]{48}$/), code: "" },
    });
    expect(page.html).toContain(`j•••${email.slice(email.indexOf("@"))}`);
    expect(page.html).not.toContain(email);
    const typed = { ...page.fields, code: `${mail.code?.slice(0, 3)} ${mail.code?.slice(3)}` };
    expect(await browser.post(path, typed)).toMatchObject({ status: 303, location: expect.stringMatching(CALLBACK) });
    expect(await users(tenant)).toMatchObject([{ email, proved: true }]);
    expect(await browser.post(path, typed)).toMatchObject({ status: 422, alert: OVER });
  });

  test("has three guesses, and another mail has three of its own while the one before is void", async () => {
    const { tenant, email, browser, page, mail, path } = await userAsked();
    const guess = (code: string) => browser.post(path, { ...page.fields, code });
    expect((await guess(wrongCode(mail.code))).alert).toBe(WRONG);
    const again = await browser.post(path, { ...page.fields, resend: "1" });
    expect({ status: again.status, fields: again.fields }).toEqual({ status: 200, fields: page.fields });
    expect(again.html).toContain("Another mail is on its way. The code before it no longer counts.");
    const second = await newestMail(tenant, email);
    for (const by of [1, 2]) expect(await guess(wrongCode(second.code, by))).toMatchObject({ status: 422, alert: WRONG });
    expect((await guess(wrongCode(second.code, 3))).alert).toBe(OVER);
    expect((await guess(second.code ?? "")).alert).toBe(OVER);
    expect(await makeBrowser().open(mail.path)).toMatchObject({ status: 422, heading: "This link has expired or was already used" });
  });

  test("asked for again within a minute is not mailed again: the one on its way counts, and the page says so, also to nobody's", async () => {
    for (const known of [true, false]) {
      const tenant = await makeTenant({ attackProtection: { mails_per_minute: 1 }, signIn: { email_code: { create_users: false } } });
      const email = known ? (await makeUser(tenant)).email : `${unique("jane")}@example.com`;
      const browser = makeBrowser();
      const page = await browser.post(at(tenant, "login"), { method: "email_code", email });
      const resent = await browser.post(at(tenant, "login/code"), { ...page.fields, resend: "1" });
      const begun = await browser.post(at(tenant, "login"), { method: "email_code", email: email.toUpperCase() });
      for (const again of [resent, begun]) {
        expect({ status: again.status, fields: again.fields }).toEqual({ status: 200, fields: page.fields });
        expect(again.html).toContain(JUST_SENT);
      }
      const elsewhere = await makeBrowser().post(at(tenant, "login"), { method: "email_code", email });
      expect([elsewhere.status, elsewhere.headers.get("retry-after"), elsewhere.alert]).toEqual([429, "60", JUST_SENT]);
      const mails = await mailsTo(tenant, email);
      expect(mails).toHaveLength(known ? 1 : 0);
      const typed = await browser.post(at(tenant, "login/code"), { ...page.fields, code: mails[0]?.code ?? "123456" });
      expect(typed.status).toBe(known ? 303 : 422);
    }
  });

  test("is asked for with an address, and an unknown one is answered alike", async () => {
    const tenant = await makeTenant({ signIn: { email_code: { create_users: false } } });
    const { email } = await makeUser(tenant);
    const unknown = `${unique("jane")}@example.com`;
    const [known, nobody] = await Promise.all([email, unknown].map((to) => send(at(tenant, "login"), { method: "email_code", email: to })));
    const same = (page: typeof known) => page?.html.replaceAll(/dev_[\w-]{48}|[^ >]•••/g, "");
    expect(same(nobody)).toBe(same(known));
    expect([await mailsTo(tenant, unknown), (await mailsTo(tenant, email)).length]).toEqual([[], 1]);
    expect(await send(at(tenant, "login"), { method: "email_code", email: "jane" })).toMatchObject({ status: 422, wrong: ["email"] });
  });

  test("makes a user of an unknown address where the site lets it", async () => {
    const tenant = await makeTenant();
    const email = `${unique("jane")}@example.com`;
    const { browser, page, mail, path } = await asked(tenant, email);
    expect((await browser.post(path, { ...page.fields, code: mail.code ?? "" })).status).toBe(303);
    expect(await users(tenant)).toEqual([{ email, name: null, proved: true, sealed: null }]);
  });

  test("saves the language of whoever becomes a user by it, and leads on to the page they came for, also by the link", async () => {
    const tenant = await makeTenant();
    const email = `${unique("jane")}@example.com`;
    const base = `/${tenant.site.slug}`;
    const browser = makeBrowser();
    await browser.post(`${base}/login?to=account/linked&ui_locales=de`, { method: "email_code", email });
    const mail = await newestMail(tenant, email);
    expect(mail.path).toMatch(/^\/[\w-]+\/login\/code\?token=lnk_[\w-]+&to=account%2Flinked$/);
    const action =
      /<form[^>]* action="([^"]*\/login\/code[^"]*)"/.exec((await browser.open(mail.path)).html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(await browser.post(`${action}&ui_locales=de`, { token: mail.token })).toMatchObject({
      status: 303,
      location: expect.stringMatching(/\/account\/linked/),
    });
    expect(await sql("SELECT locale FROM site_users WHERE email = $1", [email])).toEqual([{ locale: "de" }]);
  });

  test("voids the password of a stranger who signed up with the address before", async () => {
    const tenant = await makeTenant();
    const email = `${unique("jane")}@example.com`;
    const stranger = makeBrowser();
    await stranger.post(at(tenant, "signup"), { email, password: PASSWORD });
    // The mail of the sign-up has come before the code is asked for.
    expect(await mailsTo(tenant, email)).toHaveLength(1);
    const { browser, page, mail, path } = await asked(tenant, email);
    expect((await browser.post(path, { ...page.fields, code: mail.code ?? "" })).status).toBe(303);
    expect((await stranger.post(at(tenant, "login"), { email, password: PASSWORD })).status).toBe(401);
  });

  test("keeps the password of whoever signed up in the browser that asks", async () => {
    const tenant = await makeTenant();
    const email = `${unique("jane")}@example.com`;
    const jane = makeBrowser();
    await jane.post(at(tenant, "signup"), { email, password: PASSWORD });
    // As above: of two mails at once, either may be the newest.
    expect(await mailsTo(tenant, email)).toHaveLength(1);
    const { page, mail, path } = await asked(tenant, email, jane);
    expect((await jane.post(path, { ...page.fields, code: mail.code ?? "" })).status).toBe(303);
    expect((await jane.post(at(tenant, "login"), { email, password: PASSWORD })).status).toBe(303);
  });

  test("is not taken from another device, another site, or nobody", async () => {
    const { tenant, page, mail, path } = await userAsked();
    const other = await userAsked();
    const code = mail.code ?? "";
    const incomplete: Record<string, string>[] = [{ code }, { code, device: "dev_x" }, { code, token: "" }];
    for (const form of incomplete) expect([200, 422]).toContain((await send(path, form)).status);
    const beginning = { status: 200, heading: "Sign in to Acme" };
    expect(await send(path, { code, device: other.page.fields.device ?? "" })).toMatchObject(beginning);
    const neighbour = await addSite(tenant, { name: "Acme" });
    expect(await send(at(neighbour, "login/code"), { ...page.fields, code })).toMatchObject(beginning);
    expect((await users(tenant))[0]).toMatchObject({ proved: false });
  });
});

describe("the link", () => {
  test("goes straight through in the browser that asked; opening it spends nothing", async () => {
    const { email, browser, mail, path } = await userAsked();
    expect(hashToken("lnk_", mail.token)).not.toBeNull();
    for (let visit = 0; visit < 3; visit++) {
      const page = await browser.open(mail.path);
      expect({ status: page.status, fields: page.fields }).toEqual({ status: 200, fields: { state: "s 1", token: mail.token } });
      expect(page.html).toContain("One click, and you are signed in as");
      expect(page.html).toContain(email);
    }
    expect((await seen(call("HEAD", mail.path))).status).toBe(200);
    const form = { token: mail.token, state: "s 1" };
    expect(await browser.post(path, form)).toMatchObject({ status: 303, location: expect.stringMatching(CALLBACK) });
    expect(await browser.post(path, form)).toMatchObject({ status: 422, heading: "This link has expired or was already used" });
  });

  test("says elsewhere who asked, from where and when, and signs in there", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    const headers = { "user-agent": CHROME, "x-signin-client-ip": "203.0.113.7" };
    const form = { method: "email_code", email, state: "mine" };
    await seen(call("POST", at(tenant, "login"), { form, headers }));
    await sql("UPDATE email_codes SET created_at = now() - interval '150 seconds' WHERE site_id = $1", [tenant.site.id]);
    const mail = await newestMail(tenant, email);
    const phone = makeBrowser();
    const page = await phone.open(mail.path);
    expect(page.fields).toEqual({ token: mail.token });
    for (const fact of ["Chrome, macOS", "2 minutes ago", "from 203.0.113.7", "Sign in here"]) expect(page.html).toContain(fact);
    const done = await phone.post(at(tenant, "login/code"), page.fields);
    expect(done).toMatchObject({ status: 303, location: expect.stringMatching(CALLBACK) });
    expect(done.location).not.toContain("state");
  });

  test("ends with the code, with another request, and belongs to one site and one use", async () => {
    const { tenant, email, browser, page, mail, path } = await userAsked();
    const dead = { status: 422, heading: "This link has expired or was already used" };
    const neighbour = await addSite(tenant);
    expect(await send(at(neighbour, "login/code"), { token: mail.token })).toMatchObject(dead);
    for (const purpose of ["reset-password", "verify-email"])
      expect(await send(at(tenant, purpose), { token: mail.token, password: PASSWORD })).toMatchObject(dead);
    await asked(tenant, email);
    expect(await send(path, { token: mail.token })).toMatchObject(dead);
    expect((await browser.post(path, { ...page.fields, code: mail.code ?? "" })).alert).toBe(OVER);
    const newest = await newestMail(tenant, email);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => send(path, { token: newest.token }, { "x-signin-client-ip": freshIp() })),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(15);
  });

  test("is dead for a user who was blocked since", async () => {
    const { id, mail, path } = await userAsked();
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [id]);
    expect((await send(path, { token: mail.token })).status).toBe(422);
  });
});

test("the way that a site puts first has the form, and the other a button beside it", async () => {
  const offered = async (signIn?: object) => {
    const { fields, html } = await seen(call("GET", at(await makeTenant(signIn && { signIn }), "login")));
    return { fields: Object.keys(fields), beside: html.includes("?method=password") ? "password" : "email_code" };
  };
  expect(await offered()).toEqual({ fields: ["email", "password"], beside: "email_code" });
  expect(await offered({ order: ["email_code"] })).toEqual({ fields: ["email"], beside: "password" });
});

describe("where it is off", () => {
  test("nothing of it is taken, and no form names a way that there is not", async () => {
    const { tenant, page, mail, path, email } = await userAsked();
    await updateSite(tenant.account, { id: tenant.site.id }, { signIn: { email_code: { enabled: false } } });
    const off = { status: 422, alert: "This way to sign in is not on here" };
    expect(await send(path, { ...page.fields, code: mail.code ?? "" })).toMatchObject(off);
    expect((await send(path, { token: mail.token })).status).toBe(422);
    expect(await send(at(tenant, "login"), { method: "email_code", email })).toMatchObject(off);
    expect((await send(at(tenant, "login"), { method: "fax", email })).status).toBe(400);
    expect((await seen(call("GET", at(tenant, "login")))).html).not.toContain("email_code");
    expect((await users(tenant))[0]).toMatchObject({ proved: false });
  });

  test("a site without passwords asks for none, resets none, takes none, and is signed up at by a code", async () => {
    const tenant = await makeTenant({ signIn: { password: { enabled: false } }, emailVerification: "required" });
    const login = await seen(call("GET", at(tenant, "login")));
    expect([login.fields, login.html.includes("reset-password")]).toEqual([{ email: "" }, false]);
    expect((await seen(call("GET", at(tenant, "reset-password")))).heading).toBe("There are no passwords here");
    const { email } = await makeUser(tenant);
    expect((await send(at(tenant, "reset-password"), { email })).heading).toBe("There are no passwords here");
    expect(await send(at(tenant, "login"), { email, password: PASSWORD })).toMatchObject({ status: 422 });
    const browser = makeBrowser();
    expect((await browser.open(at(tenant, "signup"))).fields).toEqual({ name: "", email: "" });
    const newcomer = `${unique("max")}@example.com`;
    const sent = await browser.post(at(tenant, "signup"), { name: "Max", email: newcomer });
    const { code } = await newestMail(tenant, newcomer);
    expect((await browser.post(at(tenant, "login/code"), { ...sent.fields, code: code ?? "" })).status).toBe(303);
    expect((await users(tenant)).at(-1)).toEqual({ email: newcomer, name: "Max", proved: true, sealed: null });
  });
});

test("where a site has usernames, one is chosen, is told when it is taken, and signs in as the address does", async () => {
  const tenant = await makeTenant({ signIn: { password: { usernames: true } } });
  const form = (name: string) => ({ username: name, email: `${unique("jane")}@example.com`, password: PASSWORD });
  const jane = form("Jane");
  expect((await seen(call("GET", at(tenant, "signup")))).fields).toMatchObject({ username: "" });
  expect((await send(at(tenant, "signup"), jane)).status).toBe(303);
  expect(await send(at(tenant, "signup"), form("JANE"))).toMatchObject({ status: 422, wrong: ["username"] });
  expect(await send(at(tenant, "signup"), form(" "))).toMatchObject({ status: 422, wrong: ["username"] });
  expect((await seen(call("GET", at(tenant, "login")))).fields).toEqual({ login: "", password: "" });
  for (const login of ["jane", jane.email]) {
    expect((await send(at(tenant, "login"), { method: "password", login, password: PASSWORD })).status).toBe(303);
  }
  expect(await send(at(tenant, "login"), { method: "email_code", login: "jane", password: "" })).toMatchObject({
    status: 422,
    wrong: ["login"],
  });
});
