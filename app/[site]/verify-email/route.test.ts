import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { freshIp, makeBrowser, seen, send, tally } from "@/lib/testing/hosted-pages";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

/** A site where somebody has just signed up in a browser, and the mail they got. */
async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const { slug } = tenant.site;
  const email = `${unique("jane")}@example.com`;
  const browser = makeBrowser();
  await browser.post(`/${slug}/signup`, { email, password: PASSWORD });
  return {
    tenant,
    email,
    browser,
    path: `/${slug}/verify-email`,
    login: `/${slug}/login`,
    mail: await newestMail(tenant, email),
    async proved() {
      const [row] = await sql<{ proved: boolean }>(
        "SELECT email_verified_at IS NOT NULL AS proved FROM site_users WHERE site_id = $1 AND email_canonical = $2",
        [tenant.site.id, email],
      );
      return row?.proved;
    },
  };
}

const wrongCode = (code: string | null) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

describe("200", () => {
  test("GET without a token asks for the address to mail to", async () => {
    const { path } = await setUp();
    const page = await seen(call("GET", `${path}?state=s`));
    expect({ status: page.status, fields: page.fields }).toEqual({ status: 200, fields: { state: "s", email: "" } });
  });

  test("the link in the same browser is one button; opening it spends nothing", async () => {
    const { browser, mail, path, proved } = await setUp();
    for (let visit = 0; visit < 3; visit++) expect((await browser.open(mail.path)).fields).toEqual({ token: mail.token });
    expect((await seen(call("HEAD", mail.path))).status).toBe(200);
    expect(await proved()).toBe(false);
    expect((await browser.post(path, { token: mail.token })).status).toBe(303);
    expect(await proved()).toBe(true);
  });

  test("the link in another browser asks for the password as well", async () => {
    const { mail } = await setUp();
    const page = await makeBrowser().open(mail.path);
    expect({ status: page.status, fields: page.fields }).toEqual({ status: 200, fields: { token: mail.token, password: "" } });
  });

  test("asking again mails a new link and voids the old one; unknown and proved addresses get the same answer and no mail", async () => {
    const { tenant, email, path, browser, mail } = await setUp();
    const proved = await makeUser(tenant);
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [proved.id]);
    const unknown = `${unique("nobody")}@example.com`;
    const masked = async (address: string) => {
      const { status, html, headers } = await send(path, { email: address });
      return { status, headers: [...headers], html: html.replaceAll(address, "somebody@example.com") };
    };
    const wanted = await masked(email);
    expect(wanted.status).toBe(200);
    expect(await masked(unknown)).toEqual(wanted);
    expect(await masked(proved.email)).toEqual(wanted);
    expect([await mailsTo(tenant, unknown), await mailsTo(tenant, proved.email)]).toEqual([[], []]);
    const [newer, older] = await mailsTo(tenant, email);
    expect(older?.token).toBe(mail.token);
    expect((await browser.open(older?.path ?? "")).status).toBe(422);
    expect((await browser.open(newer?.path ?? "")).fields).toEqual({ token: newer?.token });
  });
});

describe("303", () => {
  test("optional: the proof leads to the sign-in page, without a token", async () => {
    const { tenant, browser, path, mail, proved } = await setUp();
    const before = await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id]);
    const answer = await browser.post(path, { token: mail.token });
    expect(answer).toMatchObject({ status: 303, location: `/${tenant.site.slug}/login?done=confirmed`, html: "" });
    expect(await proved()).toBe(true);
    expect(await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id])).toEqual(before);
  });

  test("required: the same browser is signed in straight away", async () => {
    const { tenant, browser, path, mail, proved } = await setUp({ emailVerification: "required" });
    const { status, location } = await browser.post(path, { token: mail.token });
    expect(status).toBe(303);
    const url = new URL(location ?? "");
    expect(url.origin + url.pathname).toBe("https://acme.example/auth/callback");
    const answer = await call("POST", `/api/site_user_sessions/${url.searchParams.get("token")}`, { token: tenant.apiToken });
    expect(await answer.json()).toMatchObject({ site_user: { email_verified: true } });
    expect(await proved()).toBe(true);
  });

  test("required: another browser with the password is signed in as well", async () => {
    const { path, mail, proved } = await setUp({ emailVerification: "required" });
    const { status, location } = await makeBrowser().post(path, { token: mail.token, password: PASSWORD });
    expect({ status, at: location?.split("?")[0] }).toEqual({ status: 303, at: "https://acme.example/auth/callback" });
    expect(await proved()).toBe(true);
  });

  test("by code in the same browser; blanks and hyphens do not matter, and state comes back", async () => {
    const { email, browser, path, mail, proved } = await setUp({ emailVerification: "required" });
    const code = `${mail.code?.slice(0, 3)} ${mail.code?.slice(3)}`;
    const { status, location } = await browser.post(path, { email: email.toUpperCase(), code, state: "a b" });
    expect(status).toBe(303);
    expect(new URL(location ?? "").searchParams.get("state")).toBe("a b");
    expect(await proved()).toBe(true);
  });

  test("by code in another browser, together with the password", async () => {
    const { email, path, mail, proved } = await setUp();
    const other = makeBrowser();
    expect((await other.post(path, { email, code: mail.code ?? "", password: PASSWORD })).status).toBe(303);
    expect(await proved()).toBe(true);
  });

  test("a program confirms with the token alone; it is not signed in", async () => {
    const { tenant, path, mail, proved } = await setUp({ emailVerification: "required" });
    expect((await send(path, { token: mail.token })).location).toBe(`/${tenant.site.slug}/login?done=confirmed`);
    expect(await proved()).toBe(true);
  });

  test("32 posts of one link at once: exactly one counts", async () => {
    const { browser, path, mail } = await setUp();
    expect(tally(await Promise.all(Array.from({ length: 32 }, () => browser.post(path, { token: mail.token }))))).toEqual({
      303: 1,
      422: 31,
    });
  });

  test("a sign-in of an unproved address mails again, and its browser is known", async () => {
    const { tenant, email, path, login } = await setUp({ emailVerification: "required" });
    const phone = makeBrowser();
    expect((await phone.post(login, { email, password: PASSWORD })).status).toBe(200);
    const mail = await newestMail(tenant, email);
    expect((await phone.open(mail.path)).fields).toEqual({ token: mail.token });
    expect((await phone.post(path, { token: mail.token })).location).toMatch(/^https:\/\/acme\.example\/auth\/callback\?token=tkn_/);
  });

  test("asking for another mail does not make the asker's browser the known one", async () => {
    const { tenant, email, path, browser } = await setUp({ emailVerification: "required" });
    const asker = makeBrowser();
    expect((await asker.post(path, { email })).headers.getSetCookie()).toEqual([]);
    const mail = await newestMail(tenant, email);
    expect((await asker.open(mail.path)).fields).toHaveProperty("password");
    expect((await browser.open(mail.path)).fields).toEqual({ token: mail.token });
  });
});

describe("401", () => {
  test("another browser without the password confirms nothing and spends nothing", async () => {
    const { path, mail, browser, proved } = await setUp();
    const other = makeBrowser();
    for (const form of <Record<string, string>[]>[
      { token: mail.token },
      { token: mail.token, password: "" },
      { token: mail.token, password: "not the password" },
    ]) {
      const page = await other.post(path, form);
      expect({ status: page.status, fields: page.fields }).toEqual({ status: 401, fields: { token: mail.token, password: "" } });
    }
    expect(await proved()).toBe(false);
    expect((await browser.post(path, { token: mail.token })).status).toBe(303);
  });

  test("a stranger signs up with a victim's address: the victim's click proves nothing, a reset ends the stranger's password", async () => {
    const tenant = await makeTenant({ emailVerification: "required" });
    const { slug } = tenant.site;
    const email = `${unique("victim")}@example.com`;
    const [stranger, victim] = [makeBrowser(), makeBrowser()];
    await stranger.post(`/${slug}/signup`, { email, password: "the stranger's password" });
    const mail = await newestMail(tenant, email);
    expect((await victim.open(mail.path)).fields).toHaveProperty("password");
    expect((await victim.post(`/${slug}/verify-email`, { token: mail.token })).status).toBe(401);
    expect((await stranger.post(`/${slug}/login`, { email, password: "the stranger's password" })).status).toBe(200);
    await victim.post(`/${slug}/reset-password`, { email });
    const reset = (await mailsTo(tenant, email)).find(({ token }) => token.startsWith("rst_"));
    expect((await victim.post(`/${slug}/reset-password`, { token: reset?.token ?? "", password: "the victim's password" })).status).toBe(
      303,
    );
    expect((await stranger.post(`/${slug}/login`, { email, password: "the stranger's password" })).status).toBe(401);
    expect((await victim.post(`/${slug}/login`, { email, password: "the victim's password" })).status).toBe(303);
    expect((await stranger.open(mail.path)).status).toBe(422);
  });

  test("a wrong password at the right code: the form comes back with the address", async () => {
    const { email, path, mail } = await setUp();
    const page = await makeBrowser().post(path, { email, code: mail.code ?? "", password: "not the password", state: "s" });
    expect(page.status).toBe(401);
    expect(page.fields).toMatchObject({ email, password: "", state: "s" });
    expect(page.alert).toBe("Wrong e-mail or password");
  });
});

describe("422", () => {
  test("a used link, an expired one, a made-up one: the same page, by GET and by POST", async () => {
    const used = await setUp();
    await used.browser.post(used.path, { token: used.mail.token });
    const expired = await setUp();
    await sql("UPDATE mail_tokens SET expires_at = now() WHERE site_id = $1", [expired.tenant.site.id]);
    for (const { browser, path, mail } of [used, expired]) {
      for (const token of [mail.token, "vfy_", "", "x".repeat(2_000), `${mail.token}0`, mail.token.replace("vfy_", "rst_")]) {
        for (const page of [await browser.open(`${path}?token=${encodeURIComponent(token)}`), await browser.post(path, { token })]) {
          expect({ token, status: page.status, heading: page.heading }).toEqual({
            token,
            status: 422,
            heading: "This link has expired or was already used",
          });
        }
      }
    }
    expect(await expired.proved()).toBe(false);
  });

  test("another site's link is an unknown one", async () => {
    const [one, two] = [await setUp(), await setUp()];
    expect((await one.browser.open(two.mail.path.replace(`/${two.tenant.site.slug}/`, `/${one.tenant.site.slug}/`))).status).toBe(422);
    expect((await send(one.path, { token: two.mail.token })).status).toBe(422);
    expect((await send(one.path, { email: two.email, code: two.mail.code ?? "" })).status).toBe(422);
    expect([await one.proved(), await two.proved()]).toEqual([false, false]);
  });

  test("a link proves the address it went to, not the one the user has by now", async () => {
    const { tenant, email, path, mail } = await setUp();
    const [user] = await sql<{ id: string }>("SELECT id FROM site_users WHERE site_id = $1 AND email_canonical = $2", [
      tenant.site.id,
      email,
    ]);
    const moved = `${unique("moved")}@example.com`;
    await sql("UPDATE site_users SET email = $2, email_canonical = $2 WHERE id = $1", [user?.id, moved]);
    expect((await send(path, { token: mail.token })).status).toBe(422);
    const [row] = await sql<{ email_verified_at: Date | null }>("SELECT email_verified_at FROM site_users WHERE id = $1", [user?.id]);
    expect(row).toEqual({ email_verified_at: null });
  });

  test("three wrong codes and the right one is void too; the link is not", async () => {
    const { email, browser, path, mail, proved } = await setUp();
    for (let guess = 0; guess < 3; guess++) {
      const page = await browser.post(path, { email, code: wrongCode(mail.code) });
      expect(page.status).toBe(422);
      expect(page.html).toContain("That code is wrong or has expired");
      expect(page.fields).toMatchObject({ email, code: "" });
    }
    expect((await browser.post(path, { email, code: mail.code ?? "" })).status).toBe(422);
    expect(await proved()).toBe(false);
    expect((await browser.post(path, { token: mail.token })).status).toBe(303);
  });

  test.each(["", "jane", "jane\0@example.com"])("what is no address is said beside the field: %j", async (email) => {
    const { path } = await setUp();
    expect(await send(path, { email })).toMatchObject({ status: 422, wrong: ["email"], alert: null });
  });
});

describe("429", () => {
  test("the password of a link in another browser has the same budget as signing in", async () => {
    const { email, path, login, mail } = await setUp();
    const other = makeBrowser();
    for (let attempt = 0; attempt < 10; attempt++) await other.post(path, { token: mail.token, password: "wrong wrong" });
    const page = await other.post(path, { token: mail.token, password: PASSWORD });
    expect(page.status).toBe(429);
    expect(Number(page.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await send(login, { email, password: PASSWORD }, { "x-signin-client-ip": freshIp() })).status).toBe(429);
  });

  test("thirty guesses a day at the codes of an address, with or without an account", async () => {
    const { path, email, browser } = await setUp();
    for (const address of [email, `${unique("nobody")}@example.com`]) {
      const statuses: number[] = [];
      for (let guess = 0; guess < 31; guess++) statuses.push((await browser.post(path, { email: address, code: "no" })).status);
      expect(new Set(statuses)).toEqual(new Set([422]));
    }
    for (const address of [email, `${unique("nobody")}@example.com`]) {
      const statuses: number[] = [];
      await sql("UPDATE mail_tokens SET code_mac = '\\x00'");
      for (let guess = 0; guess < 31; guess++) statuses.push((await browser.post(path, { email: address, code: "000000" })).status);
      expect(statuses).toEqual([...Array(30).fill(422), 429]);
    }
  });
});
