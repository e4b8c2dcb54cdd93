import { describe, expect, test } from "vitest";
import { makeBrowser } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeSession, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { ownAccount, proofGetsOld } from "@/lib/testing/own-account";
import { sql } from "@/lib/testing/sql";

const NEW = "a brand new password";

describe("the profile", () => {
  test("is what the visitor says, and nothing that is not theirs to say", async () => {
    const { user, base, browser } = await ownAccount();
    const path = `${base}/account/profile`;
    const given = { name: "Jane D", firstName: " Jane ", lastName: "Doe", locale: "pt-br", username: "jane" };
    const smuggled = { email: "x@example.com", emailVerifiedAt: "now", metadata: "{}", blockedAt: "", id: "1" };
    expect(await browser.post(path, { ...given, ...smuggled })).toMatchObject({ status: 303, location: `${path}?done=saved` });
    const [row] = await sql(
      "SELECT email, name, first_name, last_name, locale, username, email_verified_at, metadata FROM site_users WHERE id = $1",
      [user.id],
    );
    expect(row).toEqual({
      email: user.email,
      name: "Jane D",
      first_name: "Jane",
      last_name: "Doe",
      locale: "pt-BR",
      username: null,
      email_verified_at: null,
      metadata: {},
    });
  });

  test("has a username where the site lets its visitors have one, if nobody else has it", async () => {
    const { tenant, user, base, browser } = await ownAccount({ signIn: { password: { usernames: true } } } as object);
    const path = `${base}/account/profile`;
    expect((await browser.post(path, { username: "Jane" })).status).toBe(303);
    const other = await makeUser(tenant);
    await sql("UPDATE site_users SET username = 'taken', username_canonical = 'taken' WHERE id = $1", [other.id]);
    expect(await browser.post(path, { username: "TAKEN" })).toMatchObject({ status: 422, wrong: ["username"] });
    expect(await sql("SELECT username FROM site_users WHERE id = $1", [user.id])).toEqual([{ username: "Jane" }]);
  });

  test("shows what the customer keeps for them to see, as text", async () => {
    const { user, base, browser } = await ownAccount();
    await sql(`UPDATE site_users SET metadata = '{"plan":"<b>pro</b>"}', private_metadata = '{"note":"hidden-note"}' WHERE id = $1`, [
      user.id,
    ]);
    const { html } = await browser.open(`${base}/account/profile`);
    expect(html).toContain("&lt;b&gt;pro&lt;/b&gt;");
    expect(html).not.toContain("hidden-note");
  });
});

describe("the password", () => {
  test("is changed by whoever knows it; everything else that is open ends, and a mail says so", async () => {
    const { tenant, user, base, browser, signIn } = await ownAccount();
    const [elsewhere, dialect] = [await signIn(), await makeSession(tenant, user)];
    const path = `${base}/account/password`;
    expect(await browser.post(path, { current: "not it", password: NEW })).toMatchObject({ status: 401 });
    expect(await browser.post(path, { current: PASSWORD, password: "short" })).toMatchObject({ status: 422, wrong: ["password"] });
    expect(await browser.post(path, { current: PASSWORD, password: NEW })).toMatchObject({ status: 303, location: `${path}?done=changed` });
    expect((await browser.open(`${base}/account`)).status).toBe(200);
    expect((await elsewhere.open(`${base}/account`)).status).toBe(303);
    expect(await sql("SELECT 1 FROM sessions WHERE id = $1 AND ended_at IS NULL", [dialect.session.id])).toEqual([]);
    expect((await mailsTo(tenant, user.email)).map(({ subject }) => subject).toSorted()).toEqual([
      "New sign-in to your account at Acme",
      "Your password for Acme was changed",
    ]);
    expect([(await signIn()).status, (await signIn(user.email, NEW)).status]).toEqual([401, 303]);
  });

  test("is set for the first time by whoever has just proved who they are", async () => {
    const { user, base, browser } = await ownAccount();
    const path = `${base}/account/password`;
    await sql("UPDATE site_users SET password_sealed = NULL WHERE id = $1", [user.id]);
    expect(Object.keys((await browser.open(path)).fields)).not.toContain("current");
    await proofGetsOld(user);
    for (const answer of [await browser.open(path), await browser.post(path, { password: NEW })]) {
      expect(answer).toMatchObject({ status: 303, location: `${base}/account/confirm?to=account%2Fpassword` });
    }
    await sql("UPDATE sessions SET proved_at = now() WHERE site_user_id = $1", [user.id]);
    expect((await browser.post(path, { password: NEW })).status).toBe(303);
  });

  test("has an address that password managers know", async () => {
    const { base } = await ownAccount();
    const answer = await makeBrowser().open(`${base}/.well-known/change-password`);
    expect(answer).toMatchObject({ status: 303, location: `${base}/account/password` });
  });
});

describe("sessions", () => {
  test("are those of the visitor; one is ended, then all others", async () => {
    const { tenant, user, base, browser, signIn } = await ownAccount();
    const [second, third] = [await signIn(), await signIn()];
    const stranger = await makeUser(tenant);
    const foreign = await makeSession(tenant, stranger);
    await makeSession(tenant, user);
    const path = `${base}/account/sessions`;
    const page = await browser.open(path);
    expect(page.html.match(/name="session"/g)).toHaveLength(3);
    expect(page.html).toContain("Firefox · Linux");
    const ids = [...page.html.matchAll(/value="(\d{5,})"/g)].map(([, id]) => id ?? "");
    expect(ids).not.toContain(String(foreign.session.id));
    await browser.post(path, { session: String(foreign.session.id) });
    expect(await sql("SELECT 1 FROM sessions WHERE id = $1 AND ended_at IS NULL", [foreign.session.id])).toHaveLength(1);
    for (const id of ids) expect(await browser.post(path, { session: id })).toMatchObject({ status: 303, location: `${path}?done=ended` });
    for (const one of [second, third]) expect((await one.open(path)).status).toBe(303);
    const again = await signIn();
    expect((await browser.post(path, { act: "elsewhere" })).status).toBe(303);
    expect([(await again.open(path)).status, (await browser.open(path)).status]).toEqual([303, 200]);
    for (const session of ["", "x", "-1", "9".repeat(40)]) expect((await browser.post(path, { session })).status).toBe(400);
  });
});

describe("the data", () => {
  test("is a file with everything, and no secret", async () => {
    const { tenant, user, base, browser } = await ownAccount();
    await makeSession(tenant, user);
    const path = `${base}/account/data`;
    expect((await browser.open(path)).status).toBe(200);
    const { status, headers, html } = await browser.post(path, {});
    expect({ status, type: headers.get("content-type"), cache: headers.get("cache-control") }).toEqual({
      status: 200,
      type: "application/json; charset=utf-8",
      cache: "no-store",
    });
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${tenant.site.slug}-data.json"`);
    const data = JSON.parse(html);
    expect(Object.keys(data).toSorted()).toEqual([
      "authenticatorApps",
      "emailChanges",
      "events",
      "linkedAccounts",
      "madeAt",
      "passkeys",
      "profile",
      "sessions",
      "signIns",
      "site",
      "trustedBrowsers",
    ]);
    expect(data.profile).toMatchObject({ email: user.email, uuid: user.uuid, hasPassword: true });
    expect(data.sessions).toHaveLength(2);
    expect(html).not.toMatch(/hash|sealed|rft_|argon2|privateMetadata/i);
    await proofGetsOld(user);
    expect((await browser.post(path, {})).status).toBe(303);
  });
});
