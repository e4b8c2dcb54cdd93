import { describe, expect, test } from "vitest";
import { makeBrowser, type Seen } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { codeOf, makeFactor } from "@/lib/testing/make-factor";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const policy = (policy: "off" | "optional" | "required") => ({ signIn: { second_factor: { policy } } }) as const;

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  const base = `/${tenant.site.slug}`;
  const browser = makeBrowser();
  const signIn = (who = browser) => who.post(`${base}/login?to=account`, { email: user.email, password: PASSWORD });
  return { tenant, user, base, browser, signIn, path: `${base}/account/second-factor` };
}

async function signedIn(site?: Parameters<typeof makeTenant>[0]) {
  const made = await setUp(site);
  await made.signIn();
  return made;
}

/** Somebody who has a second factor, and has shown it in this browser. */
async function withFactor(site?: Parameters<typeof makeTenant>[0], trust: Record<string, string> = {}) {
  const made = await setUp(site);
  const factor = await makeFactor(made.tenant, made.user);
  const { step = "" } = (await made.signIn()).fields;
  const form = { step, factor: "totp", code: factor.code(-1), ...trust };
  expect((await made.browser.post(`${made.base}/second-factor?to=account`, form)).status).toBe(303);
  return { ...made, factor };
}

const secretIn = ({ html }: Seen) => /secret=([A-Z2-7]{32})/.exec(html)?.[1] ?? "";
const codesIn = ({ html }: Seen) => [...html.matchAll(/<li><code>([0-9a-z]{5}-[0-9a-z]{5})<\/code>/g)].map(([, code]) => code);

describe("the page of one's second step", () => {
  test("sets up an app, after which the session goes on and others are over", async () => {
    const { tenant, user, base, browser, path, signIn } = await signedIn();
    const other = makeBrowser();
    await signIn(other);
    expect((await browser.open(`${base}/account`)).html).toContain("Two-step sign-in</b><span>Off");
    expect(await browser.open(path)).toMatchObject({ status: 200, heading: "Two-step sign-in" });
    const begun = await browser.post(path, { act: "begin" });
    expect([begun.status, begun.heading]).toEqual([200, "Set up an authenticator app"]);
    const { step = "" } = begun.fields;
    const secret = secretIn(begun);
    const wrong = await browser.post(path, { step, code: codeOf(secret, 5) });
    expect([wrong.status, secretIn(wrong), wrong.alert]).toEqual([422, secret, "That code is wrong or has expired"]);
    const codes = await browser.post(path, { step, code: codeOf(secret) });
    expect([codes.status, codes.heading]).toEqual([200, "Keep your recovery codes"]);
    expect(new Set(codesIn(codes)).size).toBe(10);
    const file = /href="data:text\/plain;charset=utf-8,([^"]*)" download="[^"]*-recovery-codes.txt"/.exec(codes.html)?.[1] ?? "";
    for (const code of codesIn(codes)) expect(decodeURIComponent(file)).toContain(code);
    const on = await browser.open(`${path}?done=on`);
    expect([on.status, on.html.includes("Two-step sign-in is on."), on.html.includes("10 recovery codes are left.")]).toEqual([
      200,
      true,
      true,
    ]);
    expect((await browser.open(`${base}/account`)).html).toContain("Two-step sign-in</b><span>On");
    expect(await other.open(path)).toMatchObject({ status: 303, location: `${base}/login?to=account%2Fsecond-factor` });
    expect((await mailsTo(tenant, user.email)).map(({ subject }) => subject).toSorted()).toEqual([
      "New sign-in to your account at Acme",
      "Two-step sign-in is on at Acme",
    ]);
    // What is over stays over.
    expect(await browser.post(path, { step, code: codeOf(secret, 1) })).toMatchObject({
      status: 401,
      alert: "That took too long. Please begin again.",
    });
  });

  test("puts another app in the place of the first, which holds until then", async () => {
    const { tenant, user, browser, path, factor, signIn, base } = await withFactor();
    const begun = await browser.post(path, { act: "begin" });
    expect(begun.html).toContain("stays good until you confirm the new one");
    const secret = secretIn(begun);
    expect(secret).not.toBe(factor.secret);
    const codes = codesIn(await browser.post(path, { step: begun.fields.step ?? "", code: codeOf(secret) }));
    expect(codes).toHaveLength(10);
    expect(codes).not.toContain(factor.recoveryCodes[0]);
    expect((await mailsTo(tenant, user.email)).map(({ text }) => text)).toEqual([expect.stringContaining("Another authenticator app")]);
    const again = makeBrowser();
    const { step = "" } = (await signIn(again)).fields;
    const show = (code: string) => again.post(`${base}/second-factor`, { step, factor: "totp", code });
    expect((await show(factor.code(1))).status).toBe(422);
    expect((await show(codeOf(secret, 1))).status).toBe(303);
  });

  test("makes new recovery codes, and warns when few are left", async () => {
    const { tenant, user, base, browser, path, factor } = await withFactor();
    await sql(
      `UPDATE recovery_codes SET used_at = now() WHERE code_mac IN (SELECT code_mac FROM recovery_codes WHERE site_user_id = $1 LIMIT 7)`,
      [user.id],
    );
    expect((await browser.open(path)).html).toContain("3 recovery codes are left. Make new ones before you run out.");
    expect((await browser.open(`${base}/account`)).html).toContain("3 recovery codes are left.");
    const codes = codesIn(await browser.post(path, { act: "codes" }));
    expect(codes.filter((code) => code && !factor.recoveryCodes.includes(code))).toHaveLength(10);
    expect((await browser.open(path)).html).toContain("10 recovery codes are left.");
    expect((await mailsTo(tenant, user.email)).map(({ subject }) => subject)).toEqual(["Your recovery codes for Acme"]);
  });

  test("turns it off, and the password is enough again", async () => {
    const { tenant, user, browser, path, signIn } = await withFactor();
    expect(await browser.post(path, { act: "off" })).toMatchObject({ status: 303, location: `${path}?done=off` });
    expect((await browser.open(`${path}?done=off`)).html).toContain("Two-step sign-in is off.");
    expect((await signIn(makeBrowser())).status).toBe(303);
    expect((await mailsTo(tenant, user.email)).map(({ subject }) => subject).toSorted()).toEqual([
      "New sign-in to your account at Acme",
      "Two-step sign-in is off at Acme",
    ]);
    expect((await changingNothing(() => browser.post(path, { act: "codes" }))).status).toBe(400);
  });

  test("where it is required, nobody turns it off", async () => {
    const { browser, path } = await withFactor(policy("required"));
    const page = await browser.open(path);
    expect([page.html.includes("requires it"), page.html.includes("Turn off two-step")]).toEqual([true, false]);
    expect((await changingNothing(() => browser.post(path, { act: "off" }))).status).toBe(400);
  });

  test("where there is none, who has one may keep it or turn it off, and nobody else sees anything of it", async () => {
    const { browser, base, path } = await signedIn(policy("off"));
    expect((await browser.open(`${base}/account`)).html).not.toContain("Two-step sign-in");
    expect(await browser.open(path)).toMatchObject({ status: 404 });
    expect(await changingNothing(() => browser.post(path, { act: "begin" }))).toMatchObject({ status: 404 });
    const kept = await withFactor(policy("off"));
    const page = await kept.browser.open(kept.path);
    expect([page.html.includes("Turn off two-step"), page.html.includes("Use another app")]).toEqual([true, false]);
    expect((await changingNothing(() => kept.browser.post(kept.path, { act: "begin" }))).status).toBe(422);
    expect((await kept.browser.post(kept.path, { act: "off" })).status).toBe(303);
  });

  test("lists the browsers that are trusted, and forgets one", async () => {
    const { tenant, browser, path, user, signIn } = await withFactor({}, { trust: "on" });
    const page = await browser.open(path);
    expect(page.html).toContain("Trusted browsers");
    expect(page.html).toContain("This browser");
    const id = /value="(\d+)" name="forget"/.exec(page.html)?.[1] ?? "";
    const stranger = await withFactor({}, { trust: "on" });
    expect((await changingNothing(() => stranger.browser.post(stranger.path, { forget: id }))).status).toBe(303);
    expect(await browser.post(path, { forget: id })).toMatchObject({ status: 303, location: `${path}?done=forgotten` });
    expect(await tenant.context.db.trustedBrowser.count({ where: { siteUserId: user.id } })).toBe(0);
    expect((await signIn()).status).toBe(200);
    for (const forget of ["", "x", "9".repeat(17)]) expect((await browser.post(path, { forget })).status).toBe(400);
  });

  test("minutes later, who comes here proves first who they are; the second step that they took still counts", async () => {
    const { user, base, browser, path } = await withFactor();
    await sql("UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE site_user_id = $1", [user.id]);
    const confirm = `${base}/account/confirm?to=account%2Fsecond-factor`;
    expect(await browser.open(path)).toMatchObject({ status: 303, location: confirm });
    for (const form of [{ act: "begin" }, { act: "codes" }, { act: "off" }, { step: "x", code: "123456" }] as Record<string, string>[])
      expect(await changingNothing(() => browser.post(path, form))).toMatchObject({ status: 303, location: confirm });
    expect(await browser.post(confirm, { confirm: "password", password: PASSWORD })).toMatchObject({ status: 303, location: path });
    expect((await browser.open(path)).status).toBe(200);
  });

  test("a trusted browser lets in, and whoever changes or ends it there shows it first", async () => {
    const { base, browser, path, factor, signIn } = await withFactor({}, { trust: "on" });
    expect((await signIn()).status).toBe(303);
    const confirm = `${base}/account/confirm?to=account%2Fsecond-factor`;
    for (const form of [{ act: "begin" }, { act: "codes" }, { act: "off" }] as Record<string, string>[])
      expect(await changingNothing(() => browser.post(path, form))).toMatchObject({ status: 303, location: confirm });
    const asked = await browser.post(confirm, { confirm: "password", password: PASSWORD });
    expect([asked.status, asked.fields.factor]).toEqual([200, "totp"]);
    expect(await browser.open(path)).toMatchObject({ status: 303, location: confirm });
    const shown = { step: asked.fields.step ?? "", factor: "totp", code: factor.code() };
    const at = `${base}/second-factor?to=account/second-factor`;
    expect(await browser.post(at, shown)).toMatchObject({ status: 303, location: path });
    expect(await browser.post(path, { act: "off" })).toMatchObject({ status: 303, location: `${path}?done=off` });
  });

  test("minutes later, where the site requires one by now, who has none sets one up on the way", async () => {
    const { tenant, user, base, browser, path } = await signedIn();
    await sql("UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE site_user_id = $1", [user.id]);
    await sql(`UPDATE sites SET sign_in = '{"second_factor":{"policy":"required"}}' WHERE id = $1`, [tenant.site.id]);
    const confirm = `${base}/account/confirm?to=account%2Fsecond-factor`;
    const begun = await browser.post(confirm, { confirm: "password", password: PASSWORD });
    expect([begun.status, begun.heading]).toEqual([200, "Set up your second step"]);
    expect(begun.html).toContain(`action="${base}/second-factor?to=account/second-factor"`);
    const at = `${base}/second-factor?to=account/second-factor`;
    const { step = "" } = begun.fields;
    expect((await browser.post(at, { step, code: codeOf(secretIn(begun)) })).heading).toBe("Keep your recovery codes");
    expect(await browser.post(at, { step, keep: "yes" })).toMatchObject({ status: 303, location: path });
    expect((await browser.open(path)).status).toBe(200);
  });

  test("a step is of whoever began it", async () => {
    const jane = await signedIn();
    const joe = await makeUser(jane.tenant);
    const other = makeBrowser();
    await other.post(`${jane.base}/login?to=account`, { email: joe.email, password: PASSWORD });
    const begun = await jane.browser.post(jane.path, { act: "begin" });
    const stolen = { step: begun.fields.step ?? "", code: codeOf(secretIn(begun)) };
    expect((await changingNothing(() => other.post(jane.path, stolen))).status).toBe(401);
    expect((await jane.browser.post(jane.path, stolen)).status).toBe(200);
  });
});
