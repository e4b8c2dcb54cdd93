import { describe, expect, test } from "vitest";
import { beginStep } from "@/lib/core/second-factor/begin-step";
import { beginShowing } from "@/lib/core/sign-in/factors/passkey/begin-showing";
import { endSessions } from "@/lib/core/site-users/end-sessions";
import { resetSecondFactor } from "@/lib/core/site-users/reset-second-factor";
import { newToken } from "@/lib/kernel/secrets";
import { signWith } from "@/lib/testing/authenticator";
import { call } from "@/lib/testing/call-route";
import { makeBrowser, seen, send, tally } from "@/lib/testing/hosted-pages";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { codeOf, issuedTo, makeFactor, makeStep } from "@/lib/testing/make-factor";
import { makePasskey } from "@/lib/testing/make-passkey";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";

const REQUIRED = { signIn: { second_factor: { policy: "required" } } } as const;
type Form = Record<string, string>;

const FRAME = "origin=https://app.acme.example&nonce=n";

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant({ allowedOrigins: ["https://app.acme.example"], ...site });
  const user = await makeUser(tenant);
  await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [user.id]);
  const at = `/${tenant.site.slug}`;
  return { tenant, user, at, path: `${at}/second-factor`, right: { email: user.email, password: PASSWORD } };
}

async function withFactor(site: Parameters<typeof makeTenant>[0] = {}) {
  const made = await setUp(site);
  return { ...made, factor: await makeFactor(made.tenant, made.user), step: await makeStep(made.tenant, made.user) };
}

const trustIn = ({ headers }: { headers: Headers }) => headers.getSetCookie().filter((cookie) => cookie.startsWith("signin_trust="));
const tokenIn = (location: string | null) => new URL(location ?? "").searchParams.get("token") ?? "";
const exchange = (tenant: Tenant, token: string) => call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken });

describe("200", () => {
  test("GET is the sign-in page", async () => {
    const { path, at } = await setUp();
    const [opened, login] = await Promise.all([path, `${at}/login`].map((page) => seen(call("GET", `${page}?state=s`))));
    expect(opened?.html).toBe(login?.html);
  });

  test("the right password leads to the question for a code, and nothing is issued", async () => {
    const { user, at, right } = await withFactor();
    const page = await send(`${at}/login`, { ...right, state: "s 1" });
    expect(page).toMatchObject({ status: 200, location: null });
    const { step, ...fields } = page.fields;
    expect(step).toMatch(/^sfs_[\w-]{48}$/);
    expect(fields).toEqual({ factor: "totp", state: "s 1", code: "", trust: "" });
    expect(await issuedTo(user)).toEqual({ callbackTokens: 0, sessions: 0 });
  });

  test("another factor may be asked for, of those that the user has", async () => {
    const { path, user, step } = await withFactor();
    const asked = await send(path, { step, factor: "totp", code: "", other: "recovery_code" });
    expect([asked.status, asked.fields]).toEqual([200, { step, factor: "recovery_code", recovery_code: "", trust: "" }]);
    expect((await send(path, { step, factor: "recovery_code", other: "totp" })).fields).toMatchObject({ factor: "totp" });
    await sql("UPDATE recovery_codes SET used_at = now() WHERE site_user_id = $1", [user.id]);
    expect((await send(path, { step, factor: "totp", code: "", other: "recovery_code" })).fields).toMatchObject({ factor: "totp" });
  });

  test("a site that trusts no browser offers no such box, and neither does a frame", async () => {
    const { path, at, step, tenant, user } = await withFactor({ signIn: { second_factor: { trust_days: 0 } } });
    expect((await send(path, { step, factor: "recovery_code", other: "totp" })).fields).not.toHaveProperty("trust");
    const other = await withFactor();
    const framed = await send(`${other.at}/embed?${FRAME}`, other.right);
    expect(framed.fields).not.toHaveProperty("trust");
    expect(framed.fields).toHaveProperty("code");
    const kept = await send(`${at}/second-factor`, { step: await makeStep(tenant, user), factor: "totp", code: "000000", trust: "on" });
    expect(kept.headers.getSetCookie()).toEqual([]);
  });
});

describe("303", () => {
  test("the code of the app ends the sign-in, once", async () => {
    const { tenant, user, path, step, factor } = await withFactor();
    const form = { step, factor: "totp", code: `${factor.code().slice(0, 3)} ${factor.code().slice(3)}`, state: "s 1" };
    const { status, location, headers } = await send(path, form);
    expect([status, new URL(location ?? "").searchParams.get("state"), trustIn({ headers })]).toEqual([303, "s 1", []]);
    expect((await exchange(tenant, tokenIn(location))).status).toBe(200);
    expect((await send(path, form)).status).toBe(401);
    expect(await issuedTo(user)).toMatchObject({ callbackTokens: 1 });
  });

  test.each([
    ["as it was shown", (code: string) => code],
    ["in capitals, without its dash", (code: string) => code.toUpperCase().replace("-", "")],
    ["with letters for digits", (code: string) => code.replaceAll("0", "O").replaceAll("1", "l")],
  ])("a recovery code is read however it is typed, and its use is told by mail: %s", async (_, typed) => {
    const { tenant, user, path, step, factor } = await withFactor();
    const [first = ""] = factor.recoveryCodes;
    expect((await send(path, { step, factor: "recovery_code", recovery_code: typed(first) })).status).toBe(303);
    const mail = await newestMail(tenant, user.email);
    expect(mail.text).toContain("A recovery code was used");
    expect(mail.text).toContain("9 recovery codes are left");
    const again = { step: await makeStep(tenant, user), factor: "recovery_code", recovery_code: first };
    expect((await send(path, again)).status).toBe(422);
  });

  test("in a frame: the page around is told, and no cookie is set", async () => {
    const { at, right, user, factor } = await withFactor();
    const asked = await send(`${at}/embed?${FRAME}`, right);
    expect(asked.html).toContain(`/embed?page=second-factor&amp;`);
    const { step = "" } = asked.fields;
    const done = await send(`${at}/embed?page=second-factor&${FRAME}`, { step, factor: "totp", code: factor.code(), trust: "on" });
    expect([done.status, done.headers.getSetCookie()]).toEqual([200, []]);
    expect(done.html).toContain("tkn_");
    expect(await sql("SELECT 1 FROM trusted_browsers WHERE site_user_id = $1", [user.id])).toEqual([]);
  });
});

describe("a passkey as the second factor", () => {
  const optionsOf = (html: string) => JSON.parse((/data-options="([^"]*)"/.exec(html)?.[1] ?? "null").replace(/&quot;/g, '"'));

  test("is asked for in the place of a code, and shown once; what is wrong with it costs no guess", async () => {
    const { tenant, user, at, path, right } = await withFactor();
    const { passkey } = await makePasskey(tenant, user);
    const asked = await send(`${at}/login`, right);
    expect(asked.html).toContain("Use a passkey");
    const { step = "" } = asked.fields;
    const other = await send(path, { step, other: "passkey" });
    expect(other.headers.get("content-security-policy")).toContain("/static/passkey.js");
    const options = optionsOf(other.html);
    expect(options.allowCredentials).toMatchObject([{ id: passkey.id }]);
    const show = (credential: string, within = step) => send(path, { step: within, factor: "passkey", credential });
    for (let time = 0; time < 6; time += 1) expect((await show("{}")).status).toBe(401);
    const credential = JSON.stringify(signWith(passkey, options));
    const again = await makeStep(tenant, user);
    expect((await show(credential)).status).toBe(303);
    expect((await show(credential, again)).status).toBe(401);
    expect(await issuedTo(user)).toMatchObject({ callbackTokens: 1 });
  });

  test("is none behind a passkey, of somebody else, and where passkeys are off", async () => {
    const { tenant, user, path } = await withFactor();
    const { passkey } = await makePasskey(tenant, user);
    const shown = async (siteUserId: bigint) =>
      JSON.stringify(signWith(passkey, (await beginShowing(tenant.context, siteUserId)) as never));
    const first = { kind: "signed_in", siteUserId: user.id, proof: { passwordSealed: null, budgets: [], secondFactor: false } } as const;
    const behind = await beginStep(tenant.context, { ...first, by: "passkey" });
    expect((await send(path, { step: behind, other: "passkey" })).html).not.toContain("data-passkey");
    expect((await send(path, { step: behind, factor: "passkey", credential: await shown(user.id) })).status).toBe(401);
    const joe = await makeUser(tenant);
    await makeFactor(tenant, joe);
    const theirs = { step: await makeStep(tenant, joe), factor: "passkey", credential: await shown(user.id) };
    expect((await send(path, theirs)).status).toBe(401);
    await sql(`UPDATE sites SET sign_in = '{"passkey":{"enabled":false}}' WHERE id = $1`, [tenant.site.id]);
    const off = { step: await makeStep(tenant, user), factor: "passkey", credential: await shown(user.id) };
    expect((await send(path, off)).status).toBe(401);
    expect(await issuedTo(user)).toMatchObject({ callbackTokens: 0 });
  });
});

describe("a trusted browser", () => {
  async function trusted(made: Awaited<ReturnType<typeof withFactor>>) {
    const browser = makeBrowser();
    const { step = "" } = (await browser.post(`${made.at}/login`, made.right)).fields;
    const done = await browser.post(made.path, { step, factor: "totp", code: made.factor.code(), trust: "on" });
    expect(trustIn(done)).toEqual([
      expect.stringMatching(new RegExp(`^signin_trust=trb_[\\w-]{48}; Path=${made.at}; Max-Age=2592000; HttpOnly; SameSite=Lax$`)),
    ]);
    return { browser, signIn: async (form = made.right) => (await browser.post(`${made.at}/login`, form)).status };
  }

  test("is not asked again, whichever other browser is", async () => {
    const made = await withFactor();
    const { signIn } = await trusted(made);
    expect(await signIn()).toBe(303);
    expect((await makeBrowser().post(`${made.at}/login`, made.right)).status).toBe(200);
  });

  test("is trusted by the one user who said so, at the one site", async () => {
    const made = await withFactor();
    const { browser, signIn } = await trusted(made);
    const joe = await makeUser(made.tenant);
    await makeFactor(made.tenant, joe);
    expect(await signIn({ email: joe.email, password: PASSWORD })).toBe(200);
    const other = await addSite(made.tenant);
    const jane = await makeUser(other, made.user.email);
    await makeFactor(other, jane);
    const cookie = [...browser.cookies.values()].find(({ pair }) => pair.startsWith("signin_trust="))?.pair ?? "";
    expect((await send(`/${other.site.slug}/login`, made.right, { cookie })).status).toBe(200);
    expect((await send(`${made.at}/login`, made.right, { cookie })).status).toBe(303);
    for (const forged of [`signin_trust=${newToken("trb_")}`, "signin_trust=", `${cookie}x`])
      expect((await send(`${made.at}/login`, made.right, { cookie: forged })).status).toBe(200);
  });

  const NEW = "a brand new password";
  test.each<[string, (made: Awaited<ReturnType<typeof withFactor>>) => Promise<unknown>, password?: string]>([
    [
      "a new password by mail, which does not skip the second factor",
      async ({ tenant, user, at }) => {
        await send(`${at}/reset-password`, { email: user.email });
        const { token } = await newestMail(tenant, user.email);
        const reset = await send(`${at}/reset-password`, { token, password: NEW });
        expect(reset.location ?? "").not.toContain("tkn_");
      },
      NEW,
    ],
    ["signing out everywhere", ({ tenant, user }) => endSessions(tenant.context, user.id)],
    ["its end", ({ user }) => sql("UPDATE trusted_browsers SET expires_at = now() WHERE site_user_id = $1", [user.id])],
    [
      "a site that trusts none any more",
      ({ tenant }) => sql(`UPDATE sites SET sign_in = '{"second_factor":{"trust_days":0}}' WHERE id = $1`, [tenant.site.id]),
    ],
  ])("is asked again after %s", async (_, become, password = PASSWORD) => {
    const made = await withFactor();
    const { browser, signIn } = await trusted(made);
    await become(made);
    expect(await signIn({ ...made.right, password })).toBe(200);
    expect(browser.cookies.size).toBeGreaterThan(0);
    expect(await issuedTo(made.user)).toMatchObject({ callbackTokens: 1 });
  });

  test("is not trusted with a factor that is set up after the customer's team took the old one away", async () => {
    const made = await withFactor();
    const { signIn } = await trusted(made);
    await resetSecondFactor(made.tenant.context, made.user.id);
    expect(await signIn()).toBe(303);
    await makeFactor(made.tenant, made.user);
    expect(await signIn()).toBe(200);
  });
});

describe("where a second factor is required", () => {
  test("who has none sets one up before anything is issued, and keeps the recovery codes", async () => {
    const { tenant, user, at, path, right } = await setUp(REQUIRED);
    const asked = await send(`${at}/login`, { ...right, state: "s" });
    const { step = "" } = asked.fields;
    expect([asked.status, asked.location]).toEqual([200, null]);
    expect(asked.html).toMatch(/<svg class="qr"[^>]* role="img" aria-label="QR code[^"]*"/);
    const secret = /secret=([A-Z2-7]{32})/.exec(asked.html)?.[1] ?? "";
    expect(asked.html).toContain(secret.match(/.{4}/g)?.join(" "));
    const wrong = await send(path, { step, code: codeOf(secret, 5), state: "s" });
    expect([wrong.status, wrong.html.includes(secret), wrong.alert]).toEqual([422, true, "That code is wrong or has expired"]);
    const codes = await send(path, { step, code: codeOf(secret), state: "s" });
    expect([codes.status, codes.heading]).toEqual([200, "Keep your recovery codes"]);
    const shown = [...codes.html.matchAll(/<li><code>([0-9a-z]{5}-[0-9a-z]{5})<\/code>/g)].map(([, code]) => code);
    expect(new Set(shown).size).toBe(10);
    expect(await issuedTo(user)).toEqual({ callbackTokens: 0, sessions: 0 });
    const { location } = await send(path, { step, keep: "yes", state: "s" });
    expect((await exchange(tenant, tokenIn(location))).status).toBe(200);
    expect((await mailsTo(tenant, user.email)).map(({ subject }) => subject)).toEqual(["Two-step sign-in is on at Acme"]);
    const next = await send(`${at}/login`, right);
    const taken = await send(path, { step: next.fields.step ?? "", factor: "totp", code: codeOf(secret) });
    expect([taken.status, taken.alert]).toEqual([422, "That code is wrong or has expired"]);
    const [kept = ""] = shown;
    const byCode = { step: next.fields.step ?? "", factor: "recovery_code", recovery_code: kept };
    expect((await send(path, byCode)).status).toBe(303);
  });

  test("of two who set one up at once, one does", async () => {
    const { tenant, user, path, at, right } = await setUp(REQUIRED);
    const begun = await Promise.all([1, 2].map(() => send(`${at}/login`, right)));
    const forms = begun.map(({ html, fields }) => ({
      step: fields.step ?? "",
      code: codeOf(/secret=([A-Z2-7]{32})/.exec(html)?.[1] ?? ""),
    }));
    const done = await Promise.all(forms.map((form) => send(path, form)));
    expect(done.map(({ status }) => status).sort()).toEqual([200, 401]);
    const loser = forms[done.findIndex(({ status }) => status === 401)];
    expect((await send(path, { step: loser?.step ?? "", keep: "yes" })).status).toBe(401);
    expect(await tenant.context.db.recoveryCode.count({ where: { siteUserId: user.id } })).toBe(10);
    expect(await issuedTo(user)).toMatchObject({ callbackTokens: 0 });
  });

  test("signing up leads there too", async () => {
    const { at } = await setUp(REQUIRED);
    const page = await send(`${at}/signup`, { email: `new-${at.slice(1)}@example.com`, password: PASSWORD });
    expect([page.status, page.location, page.heading]).toEqual([200, null, "Set up your second step"]);
  });
});

describe("401: a step that is over, or never was one here", () => {
  const over = "That took too long. Please sign in again.";

  test.each<[string, (made: Awaited<ReturnType<typeof withFactor>>) => Promise<unknown>]>([
    ["expired", ({ user }) => sql("UPDATE second_factor_steps SET expires_at = now() WHERE site_user_id = $1", [user.id])],
    ["used", ({ user }) => sql("UPDATE second_factor_steps SET used_at = now() WHERE site_user_id = $1", [user.id])],
    ["its user was blocked", ({ user }) => sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [user.id])],
    ["its user signed out everywhere", ({ tenant, user }) => endSessions(tenant.context, user.id)],
    ["its user lost the factor", ({ tenant, user }) => resetSecondFactor(tenant.context, user.id)],
    [
      "of a set-up, not of a sign-in",
      ({ user }) => sql("UPDATE second_factor_steps SET purpose = 'set_up' WHERE site_user_id = $1", [user.id]),
    ],
  ])("%s", async (_, become) => {
    const { path, step, factor, user, ...made } = await withFactor();
    await become({ path, step, factor, user, ...made });
    const [recovery_code = ""] = factor.recoveryCodes;
    for (const form of [
      { factor: "totp", code: factor.code() },
      { factor: "recovery_code", recovery_code },
      { keep: "yes" },
      { code: factor.code() },
      { other: "totp" },
    ] as Form[]) {
      const page = await send(path, { step, ...form });
      expect([page.status, page.alert, page.location]).toEqual([401, over, null]);
    }
    expect(await issuedTo(user)).toEqual({ callbackTokens: 0, sessions: 0 });
  });

  test("another site's, and none at all", async () => {
    const { tenant, step, factor } = await withFactor();
    const other = await addSite(tenant);
    for (const given of [step, "", newToken("sfs_"), `${step}x`]) {
      const page = await send(`/${other.site.slug}/second-factor`, { step: given, factor: "totp", code: factor.code() });
      expect([page.status, page.alert]).toEqual([401, over]);
    }
  });

  test("no later form skips the one before it, in whatever order they are sent", async () => {
    const { path, at, right, user } = await setUp(REQUIRED);
    const asked = await send(`${at}/login`, right);
    const { step = "" } = asked.fields;
    for (const form of [
      { keep: "yes" },
      { factor: "totp", code: "000000" },
      { factor: "recovery_code", recovery_code: "00000-00000" },
    ] as Form[])
      expect((await send(path, { step, ...form })).status).toBe(401);
    const secret = /secret=([A-Z2-7]{32})/.exec(asked.html)?.[1] ?? "";
    expect((await send(path, { step, code: codeOf(secret) })).status).toBe(200);
    // The app is the user's now. What is left in this step is to keep the codes.
    for (const form of [{ factor: "totp", code: codeOf(secret, 1) }, { code: codeOf(secret, 1) }, { other: "totp" }] as Form[])
      expect((await send(path, { step, ...form })).status).toBe(401);
    expect(await issuedTo(user)).toEqual({ callbackTokens: 0, sessions: 0 });
    expect((await send(path, { step, keep: "yes" })).status).toBe(303);
    expect((await send(path, { step, keep: "yes" })).status).toBe(401);
  });

  test("a new password in between voids what the old one began", async () => {
    const { at, path, right, user, factor } = await withFactor();
    const { step = "" } = (await send(`${at}/login`, right)).fields;
    await sql("UPDATE site_users SET password_sealed = 'another' WHERE id = $1", [user.id]);
    expect((await send(path, { step, factor: "totp", code: factor.code() })).status).toBe(401);
    expect(await issuedTo(user)).toMatchObject({ callbackTokens: 0 });
  });
});

describe("guessing", () => {
  test("of 200 wrong codes, over many sign-ins, five are looked at, and then not even the right one", async () => {
    const { tenant, user, path, factor } = await withFactor();
    const steps = await Promise.all(Array.from({ length: 10 }, () => makeStep(tenant, user)));
    const wrong = String((Number(factor.code(7)) + 1) % 1_000_000).padStart(6, "0");
    const guesses = await Promise.all(
      Array.from({ length: 200 }, (_, index) => send(path, { step: steps[index % 10] ?? "", factor: "totp", code: wrong })),
    );
    expect(tally(guesses)).toEqual({ 422: 5, 429: 195 });
    const [recovery_code = ""] = factor.recoveryCodes;
    for (const form of [
      { factor: "totp", code: factor.code() },
      { factor: "recovery_code", recovery_code },
    ] as Form[]) {
      const late = await send(path, { step: await makeStep(tenant, user), ...form });
      expect([late.status, Number(late.headers.get("retry-after"))]).toEqual([429, 900]);
    }
    expect(await issuedTo(user)).toMatchObject({ callbackTokens: 0 });
  });

  test("a day has 30 of them, however often the quarter of an hour is over", async () => {
    const { tenant, user, path } = await withFactor();
    const statuses: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const step = await makeStep(tenant, user);
      for (let guess = 0; guess < 5; guess += 1) statuses.push((await send(path, { step, factor: "totp", code: "12" })).status);
      await sql("UPDATE attempts SET window_ends_at = now() WHERE site_id = $1 AND window_ends_at < now() + interval '1 hour'", [
        tenant.site.id,
      ]);
    }
    expect(statuses.map((status) => status === 422)).toEqual([...Array(30).fill(true), ...Array(5).fill(false)]);
  });

  test("what was right costs nothing", async () => {
    const { tenant, user, path, factor } = await withFactor();
    for (const recovery_code of factor.recoveryCodes.slice(0, 7)) {
      const step = await makeStep(tenant, user);
      expect((await send(path, { step, factor: "recovery_code", recovery_code })).status).toBe(303);
    }
  });
});

describe("64 sockets at once", () => {
  test.each([
    ["one code of the app", "totp", false],
    ["one recovery code", "recovery_code", false],
    ["one code of the app, in one step", "totp", true],
  ])("%s: one is let in", async (_, kind, oneStep) => {
    const { tenant, user, path, step, factor } = await withFactor();
    const server = await startServer();
    try {
      const [recovery_code = ""] = factor.recoveryCodes;
      const shown: Form = kind === "totp" ? { code: factor.code() } : { recovery_code };
      const steps = await Promise.all(Array.from({ length: 64 }, () => (oneStep ? step : makeStep(tenant, user))));
      const headers = { host: server.host, "content-type": "application/x-www-form-urlencoded" };
      const requests = steps.map((each) =>
        rawRequest("POST", path, headers, String(new URLSearchParams({ step: each, factor: kind, ...shown }))),
      );
      const answers = await server.race(requests);
      const { 303: done, ...others } = tally(answers);
      expect(done).toBe(1);
      expect(Object.keys(others).every((status) => ["401", "422", "429"].includes(status))).toBe(true);
      expect(await issuedTo(user)).toMatchObject({ callbackTokens: 1 });
    } finally {
      await server.stop();
    }
  });
});
