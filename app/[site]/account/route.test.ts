import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeBrowser } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

async function setUp() {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const base = `/${tenant.site.slug}`;
  const browser = makeBrowser();
  const signIn = (to = "account") => browser.post(`${base}/login?to=${to}`, { email: user.email, password: PASSWORD });
  return { tenant, user, base, browser, signIn };
}

const minutesPass = (siteUserId: bigint) =>
  sql("UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE site_user_id = $1", [siteUserId]);

describe("somebody's own account", () => {
  test("sends strangers to sign in, and back to where they wanted to", async () => {
    const { tenant, user, base, browser, signIn } = await setUp();
    expect(await browser.open(`${base}/account`)).toMatchObject({ status: 303, location: `${base}/login?to=account` });
    const form = await browser.open(`${base}/login?to=account`);
    expect(form.html).toContain(`action="${base}/login?to=account"`);
    expect(await signIn()).toMatchObject({ status: 303, location: `${base}/account` });
    expect(await sql("SELECT 1 FROM callback_tokens WHERE site_user_id = $1", [user.id])).toEqual([]);
    const page = await browser.open(`${base}/account`);
    expect({ status: page.status, cache: page.headers.get("cache-control") }).toEqual({ status: 200, cache: "no-store" });
    expect(page.html).toContain(user.email);
    expect(await browser.open(`/@${tenant.site.slug}/account`)).toMatchObject({ status: 303 });
  });

  test("also over the mails on the way, which lead on to it and nowhere else", async () => {
    const { tenant, user, base, browser } = await setUp();
    await sql("UPDATE sites SET email_verification = 'required' WHERE id = $1", [tenant.site.id]);
    await sql("UPDATE site_users SET email_verified_at = NULL WHERE id = $1", [user.id]);
    const linkOf = async () => (await newestMail(tenant, user.email)).path;
    const signIn = (password: string) => browser.post(`${base}/login?to=account/sessions`, { email: user.email, password });
    expect((await signIn(PASSWORD)).heading).toBe("Check your mail");
    const proof = await linkOf();
    expect(proof).toMatch(/^\/[\w-]+\/verify-email\?token=[\w-]+&to=account%2Fsessions$/);
    const proving = await browser.open(proof);
    expect(proving.html).toContain(`action="${base}/verify-email?to=account/sessions"`);
    const proved = await browser.post(`${base}/verify-email?to=account/sessions`, proving.fields);
    expect(proved.location).toBe(`${base}/account/sessions`);
    await browser.post(`${base}/reset-password?to=account/sessions`, { email: user.email });
    const reset = await browser.open(await linkOf());
    expect(reset.html).toContain(`action="${base}/reset-password?to=account/sessions"`);
    const done = await browser.post(`${base}/reset-password?to=account/sessions`, { ...reset.fields, password: "a brand new password" });
    expect(done.location).toBe(`${base}/login?to=account%2Fsessions&done=password`);
    await browser.post(`${base}/reset-password?to=//evil.example`, { email: user.email });
    expect(await linkOf()).not.toContain("to=");
  });

  test.each([
    "//evil.example",
    "https://evil.example",
    "/account",
    "account/../../x",
    "account%2f..",
    "logout",
    "account?x",
    "ACCOUNT",
    "",
  ])("leads nowhere else: to=%s", async (to) => {
    const { base, signIn } = await setUp();
    const { location } = await signIn(encodeURIComponent(to));
    expect(location).toMatch(/^https:\/\/acme\.example\/auth\/callback\?token=tkn_/);
    expect(base).not.toBe(location);
  });

  test("is there with the cookie of this very site alone, and not with one that was planted beside it", async () => {
    const { tenant, base, browser, signIn } = await setUp();
    await signIn();
    const [cookie = ""] = [...browser.cookies.values()].map(({ pair }) => pair);
    expect(cookie).toMatch(/^signin_session=rft_/);
    const sibling = await addSite(tenant);
    const seen = (path: string, value: string) =>
      call("GET", path, { headers: { cookie: value, "sec-fetch-site": "none" } }).then(({ status }) => status);
    expect(await seen(`${base}/account`, cookie)).toBe(200);
    expect(await seen(`/${sibling.site.slug}/account`, cookie)).toBe(303);
    expect(await seen(`${base}/account`, `${cookie}; ${cookie}`)).toBe(303);
    expect(await seen(`${base}/account`, `${cookie}x`)).toBe(303);
  });

  test("a session that was planted before signing in is not the one after, and is over", async () => {
    const attacker = await setUp();
    await attacker.signIn();
    const [planted] = [...attacker.browser.cookies.entries()];
    const victim = makeBrowser();
    const user = await makeUser(attacker.tenant);
    if (planted) victim.cookies.set(...planted);
    await victim.post(`${attacker.base}/login?to=account`, { email: user.email, password: PASSWORD });
    expect((await victim.open(`${attacker.base}/account`)).html).toContain(user.email);
    expect((await attacker.browser.open(`${attacker.base}/account`)).status).toBe(303);
  });

  test("signing out ends the session, in the browser and for whoever copied the cookie", async () => {
    const { base, browser, signIn } = await setUp();
    await signIn();
    const copy = makeBrowser();
    for (const [key, cookie] of browser.cookies) copy.cookies.set(key, cookie);
    const out = await browser.post(`${base}/logout`, {});
    expect({ status: out.status, cleared: out.headers.get("clear-site-data") }).toEqual({ status: 303, cleared: '"cache"' });
    expect([...browser.cookies.values()].map(({ pair }) => pair.split("=")[0]).toSorted()).toEqual(["signin_known", "signin_last"]);
    for (const one of [browser, copy]) expect((await one.open(`${base}/account`)).status).toBe(303);
  });
});

describe("proving oneself once more", () => {
  test("takes the password of who is signed in, and leads back", async () => {
    const { user, base, browser, signIn } = await setUp();
    await signIn();
    await minutesPass(user.id);
    const path = `${base}/account/confirm?to=account`;
    const form = await browser.open(path);
    expect(form.fields).toMatchObject({ confirm: "password", password: "" });
    expect(await browser.post(path, { confirm: "password", password: "not it" })).toMatchObject({
      status: 401,
      alert: "Wrong e-mail or password",
    });
    expect(await browser.post(path, { confirm: "password", password: PASSWORD })).toMatchObject({
      status: 303,
      location: `${base}/account`,
    });
    const [row] = await sql<{ recent: boolean }>(
      "SELECT proved_at > now() - interval '1 minute' AS recent FROM sessions WHERE site_user_id = $1",
      [user.id],
    );
    expect(row?.recent).toBe(true);
  });

  test.each(["", "toString", "passkey?"])("by a way that there is not is no way: %j", async (confirm) => {
    const { base, browser, signIn } = await setUp();
    await signIn();
    expect((await browser.post(`${base}/account/confirm`, { confirm, password: PASSWORD })).status).toBe(400);
  });

  test("who has no password signs in again", async () => {
    const { user, base, browser, signIn } = await setUp();
    await signIn();
    await sql("UPDATE site_users SET password_sealed = NULL WHERE id = $1", [user.id]);
    const page = await browser.open(`${base}/account/confirm?to=account`);
    expect(page.fields).toEqual({});
    expect(page.html).toContain(`href="${base}/login?to=account&amp;as=other"`);
  });
});
