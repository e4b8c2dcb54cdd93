import { otpauthUri } from "@/lib/core/sign-in/factors/totp/secret";
import { enabledMethods, signInSettings } from "@/lib/core/sign-in/methods/settings";
import type { SessionShown } from "./account/told";
import type { HostedSite, Problem, View } from "./view";

/** Views in every state, for the tests and for looking at. */

const usual = { methods: enabledMethods({}), signIn: signInSettings({}) };

export const ACME: HostedSite = {
  ...usual,
  name: "Acme",
  slug: "acme",
  destination: "shop.acme.example",
  cancelHref: "https://shop.acme.example/",
  signUps: true,
};

/** Whatever a site may set, at its longest and in one word. */
export const LONG: HostedSite = {
  ...usual,
  name: `Donau${"dampfschifffahrts".repeat(5)}gesellschaft`.slice(0, 100),
  slug: "donaudampfschifffahrtsgesellschaft-of-upper-and-lower-aust",
  destination: `${"anmeldung.".repeat(12)}donaudampfschifffahrtsgesellschaft.example`,
  cancelHref: `https://${"anmeldung.".repeat(12)}donaudampfschifffahrtsgesellschaft.example/${"willkommen/".repeat(20)}`,
  signUps: true,
};

export const HOSTILE: HostedSite = { ...ACME, name: `</title><script>alert(1)</script>"'`, destination: `"><img src=x onerror=alert(1)>` };

export const LONG_EMAIL = `${"maximiliana.".repeat(5)}@${"post.".repeat(30)}example`;
export const LONG_STATE = `${"opaque/state?&=".repeat(34)}`;
const TOKEN = `rst_${"x".repeat(43)}`;

export const fieldProblem = (fields: Record<string, string>): Problem => ({
  status: 422,
  form: "Validation failed",
  fields,
  retryAfterS: null,
  reference: null,
});
export const formProblem = (status: number, form: string, retryAfterS: number | null = null, reference: string | null = null): Problem => ({
  status,
  form,
  fields: {},
  retryAfterS,
  reference,
});

const SESSION = "5f0c3c9e-6f0e-4a2e-9a53-6f1f0d3f7a11";

const session = (n: number): SessionShown => ({
  id: String(n),
  browser: ["Firefox", "Safari", null][n - 1] ?? null,
  system: ["Linux", "iPhone", null][n - 1] ?? null,
  ip: ["192.0.2.17", "2001:db8:a:b::/64", "198.51.100.4"][n - 1] ?? "",
  begunAt: new Date(Date.UTC(2026, 10, n)),
  seenAgoS: [20, 90_000, 700_000][n - 1] ?? 0,
  current: n === 1,
});

const wrong = formProblem(401, "Wrong e-mail or password");
const tooMany = formProblem(429, "Too many attempts; try again later", 533);
const internal = formProblem(500, "Something went wrong on our side", null, "req_01JD3Z7Q9X");
const short = fieldProblem({ password: "Password is too short" });
const code = fieldProblem({ code: "That code is wrong or has expired" });

const wrongCode = formProblem(422, "That code is wrong or has expired");
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const uriFor = (label: string) => otpauthUri(SECRET, { issuer: LONG.name, label });
const RECOVERY_CODES = Array.from({ length: 10 }, (_, index) => `${index}bcde-fghjk`);

const phone = { id: "9007199254740991", name: "Bitwarden", provider: null, created: "November 22, 2026", used: "November 23, 2026" };
const unused = { id: "2", provider: "Apple Passwords", used: null };

const google = {
  id: "9007199254740991",
  kind: "google",
  provider: "Google",
  linked: "November 22, 2026",
  used: "November 23, 2026",
} as const;
const factorOn = {
  on: true,
  app: { created: phone.created, used: phone.used },
  codesLeft: 8,
  browsers: [
    { id: "1", browser: "Firefox", system: "Linux", until: "December 22, 2026", current: true },
    { id: "2", browser: null, system: null, until: "December 23, 2026", current: false },
  ],
};
const factorOff = { on: false, app: null, codesLeft: 0, browsers: [] };

type Values = { email: string; name: string; state: string | null };
const EMPTY: Values = { email: "", name: "", state: null };
export const JANE: Values = { email: "jane@example.com", name: "Jane Doe", state: "s 1&2" };
export const LONGEST: Values = { email: LONG_EMAIL, name: "Maximiliana ".repeat(16), state: LONG_STATE };

/** Every view in every state, by a name that says which. */
export function sampleViews(values: Values = JANE): Record<string, View> {
  const { email, name, state } = values;
  const step = { step: `sfs_${"x".repeat(48)}`, factors: ["totp", "passkey", "recovery_code"], state } as const;
  const notice = { page: "notice", action: null, reference: null } as const;
  const facts = {
    profile: { name },
    password: { known: true },
    passkeys: { names: ["Bitwarden", name] },
    linked: { providers: ["Google", name] },
    factor: { on: true, codesLeft: 8 },
    sessions: { count: 3 },
    data: {},
    delete: {},
  };
  const own = { page: "account-email", email, verified: true, token: null, done: false } as const;
  const shown = [
    { name: "plan", value: "pro" },
    { name: "newsletter", value: "true" },
  ];
  const called = { name, firstName: "Jane", lastName: "Doe", username: "jane", locale: "de" };
  const mailApp = { name: "Gmail", href: "https://mail.google.com/mail/" };
  const codeSent = {
    email: `j•••${email.slice(email.lastIndexOf("@"))}`,
    device: `dev_${"x".repeat(48)}`,
    state,
    maybe: false,
    mailApp,
  } as const;
  const pending = { step: step.step, secret: SECRET, uri: uriFor(email) };
  const ownerToken = `own_${"x".repeat(43)}`;
  return {
    "sign-in": { page: "sign-in", ...EMPTY, state, notice: null, problem: null },
    "sign-in-notice": { page: "sign-in", email, state, notice: "Your new password is set. Sign in with it.", problem: null },
    "sign-in-wrong": { page: "sign-in", email, state, notice: null, problem: wrong },
    "sign-in-too-many": { page: "sign-in", email, state, notice: null, problem: tooMany },
    "sign-in-busy": { page: "sign-in", email, state, notice: null, problem: formProblem(503, "The service is busy", 3) },
    "sign-in-internal": { page: "sign-in", email, state, notice: null, problem: internal },
    "sign-in-fields": {
      page: "sign-in",
      email: "",
      state,
      notice: null,
      problem: fieldProblem({ email: "Email is invalid", password: "Password can't be blank" }),
    },
    "sign-up": { page: "sign-up", ...EMPTY, state, problem: null },
    "sign-up-field": { page: "sign-up", email, name, state, problem: short },
    "sign-up-known": {
      page: "sign-up",
      email,
      name,
      state,
      problem: formProblem(422, "We could not create this account; sign in or reset your password"),
    },
    "reset-request": { page: "reset-request", email, state, problem: null },
    "reset-request-field": { page: "reset-request", email: "jane@", state, problem: fieldProblem({ email: "Email is invalid" }) },
    "reset-sent": { page: "reset-sent", email, state, problem: null },
    "reset-sent-code": { page: "reset-sent", email, state, problem: code },
    "reset-confirm": { page: "reset-confirm", token: TOKEN, problem: null },
    "reset-confirm-field": { page: "reset-confirm", token: TOKEN, problem: short },
    "verify-sent": { page: "verify-sent", email, state, needsPassword: false, problem: null },
    "verify-sent-code": { page: "verify-sent", email, state, needsPassword: false, problem: code },
    "verify-sent-password": {
      page: "verify-sent",
      email,
      state,
      needsPassword: true,
      problem: fieldProblem({ password: "Password can't be blank" }),
    },
    "verify-sent-maybe": { page: "verify-sent", email, state, maybe: true, needsPassword: true, problem: null },
    "verify-request": { page: "verify-request", email, state, problem: null },
    "verify-confirm": { page: "verify-confirm", token: TOKEN, needsPassword: false, problem: null },
    "verify-confirm-password": { page: "verify-confirm", token: TOKEN, needsPassword: true, problem: null },
    "verify-confirm-wrong": { page: "verify-confirm", token: TOKEN, needsPassword: true, problem: wrong },
    "second-factor": { page: "second-factor", ...step, factor: "totp", trustDays: 30, problem: null },
    "second-factor-code": { page: "second-factor", ...step, factor: "totp", trustDays: 30, problem: wrongCode },
    "second-factor-passkey": { page: "second-factor", ...step, factor: "passkey", options: "{}", trustDays: 30, problem: null },
    "second-factor-recovery": { page: "second-factor", ...step, factor: "recovery_code", trustDays: 0, problem: null },
    "second-factor-set-up": { page: "second-factor-set-up", step: step.step, secret: SECRET, uri: uriFor(email), state, problem: null },
    "recovery-codes": { page: "recovery-codes", step: step.step, codes: RECOVERY_CODES, state, problem: null },
    "code-sent": { page: "code-sent", ...codeSent, notice: null, problem: null },
    "code-sent-again": { page: "code-sent", ...codeSent, maybe: true, notice: "Another mail is on its way.", problem: null },
    "code-sent-wrong": { page: "code-sent", ...codeSent, notice: null, problem: formProblem(422, "That code is wrong or has expired") },
    "code-link": { page: "code-link", token: TOKEN, email, state, asked: null, problem: null },
    "code-link-elsewhere": {
      page: "code-link",
      token: TOKEN,
      email,
      state: null,
      asked: { browser: "Chrome, macOS", ip: "203.0.113.7", ago: "2 minutes ago" },
      problem: null,
    },
    continue: { page: "continue", email, name, session: SESSION, state },
    account: { page: "account", email, name, facts: { ...facts, email: { email, verified: true, pending: null } } },
    "account-pending": {
      page: "account",
      email,
      name: null,
      facts: { ...facts, profile: { name: null }, email: { email, verified: false, pending: email }, password: { known: false } },
    },
    "account-profile": { page: "account-profile", values: called, usernames: true, shown, done: true, problem: null },
    "account-profile-taken": {
      page: "account-profile",
      values: called,
      usernames: true,
      shown: [],
      done: false,
      problem: fieldProblem({ username: "Username has already been taken" }),
    },
    "account-email": { ...own, pending: null, typed: "", problem: null },
    "account-email-changed": { ...own, pending: null, typed: "", done: true, problem: null },
    "account-email-field": { ...own, pending: null, typed: "nobody", problem: fieldProblem({ email: "Email is invalid" }) },
    "account-email-pending": { ...own, verified: false, pending: email, typed: "", problem: null },
    "account-email-code": { ...own, pending: email, typed: "", problem: code },
    "account-email-link": { ...own, pending: email, token: TOKEN, typed: "", problem: null },
    "account-password": { page: "account-password", email, known: true, done: false, problem: null },
    "account-password-first": { page: "account-password", email, known: false, done: false, problem: null },
    "account-password-wrong": { page: "account-password", email, known: true, done: false, problem: wrong },
    "account-sessions": { page: "account-sessions", sessions: [session(1), session(2), session(3)], done: true },
    "account-sessions-here": { page: "account-sessions", sessions: [session(1)], done: false },
    "account-data": { page: "account-data" },
    "account-delete": { page: "account-delete", email },
    "account-confirm": { page: "account-confirm", email, offers: { password: true }, problem: null },
    "account-confirm-wrong": { page: "account-confirm", email, offers: { password: true }, problem: wrong },
    "account-confirm-no-way": { page: "account-confirm", email, offers: {}, problem: null },
    "account-confirm-passkey": { page: "account-confirm", email, offers: { passkey: "{}" }, problem: null },
    "account-passkeys": {
      page: "account-passkeys",
      passkeys: [phone, { ...phone, ...unused, name }],
      options: "{}",
      notice: null,
      problem: null,
    },
    "account-passkeys-none": { page: "account-passkeys", passkeys: [], options: null, notice: null, problem: null },
    "account-passkeys-wrong": { page: "account-passkeys", passkeys: [phone], options: "{}", notice: null, problem: wrong },
    "account-passkey": { page: "account-passkey", passkey: { ...phone, name }, problem: null },
    "account-passkey-name": { page: "account-passkey", passkey: phone, problem: fieldProblem({ name: "Name can't be blank" }) },
    "passkey-offer": { page: "passkey-offer", options: "{}", unasked: true, session: SESSION, state, problem: null },
    "passkey-offer-late": { page: "passkey-offer", options: null, unasked: false, session: SESSION, state, problem: wrong },
    "account-linked": {
      page: "account-linked",
      accounts: [
        { ...google, email },
        { ...google, id: "2", kind: "oidc", provider: name, email: null },
      ],
      providers: [{ id: "3", kind: "github", name: "GitHub" }],
      notice: "Google is linked. You can sign in with it from now on.",
      problem: null,
    },
    "account-linked-none": {
      page: "account-linked",
      accounts: [],
      providers: [{ id: "1", kind: "oidc", name }],
      notice: null,
      problem: null,
    },
    "account-linked-many": {
      page: "account-linked",
      accounts: [{ ...google, email }],
      providers: (["github", "microsoft", "apple", "gitlab", "discord", "oidc"] as const).map((kind, index) => ({
        id: String(index + 2),
        kind,
        name: kind === "oidc" ? name : `${kind[0]?.toUpperCase()}${kind.slice(1)}`,
      })),
      notice: null,
      problem: null,
    },
    "account-linked-last": { page: "account-linked", accounts: [{ ...google, email }], providers: [], notice: null, problem: wrong },
    "account-factor": { page: "account-factor", factor: factorOn, policy: "optional", notice: null, problem: null },
    "account-factor-off": {
      page: "account-factor",
      factor: factorOff,
      policy: "optional",
      notice: "Two-step sign-in is off.",
      problem: null,
    },
    "account-factor-few": {
      page: "account-factor",
      factor: { ...factorOn, codesLeft: 1 },
      policy: "required",
      notice: null,
      problem: wrongCode,
    },
    "account-factor-set-up": { page: "account-factor-set-up", ...pending, replaces: false, problem: null },
    "account-factor-replace": { page: "account-factor-set-up", ...pending, replaces: true, problem: wrongCode },
    "account-factor-codes": { page: "account-factor-codes", codes: RECOVERY_CODES },
    leaving: { page: "leaving", provider: "Google", href: "https://accounts.google.com/o/oauth2/v2/auth?scope=openid" },
    "sign-in-providers": {
      page: "sign-in",
      ...EMPTY,
      state,
      notice: null,
      providers: [{ id: "1", kind: "google", name: "Google" }],
      lastUsed: "1",
      problem: null,
    },
    "sign-out": { page: "sign-out" },
    "handed-over": { page: "handed-over", user: { id: 1, email, name }, token: `tkn_${"x".repeat(48)}`, redirect: null },
    "notice-good": {
      ...notice,
      tone: "good",
      title: "You are signed in to Acme",
      text: "You can close this page.",
      action: { label: "Sign out", href: "/acme/logout" },
    },
    "notice-bad": {
      ...notice,
      tone: "bad",
      title: "This link has expired",
      text: "It was already used, or it is older than an hour. Ask for a new one.",
      action: { label: "Get a new link", href: "/acme/reset-password" },
    },
    "notice-internal": {
      ...notice,
      tone: "bad",
      title: "Something went wrong on our side",
      text: "It was not you. Please try again in a moment.",
      reference: "req_01JD3Z7Q9X",
    },
    owner: { page: "owner", token: ownerToken, ...EMPTY, problem: null },
    "owner-field": {
      page: "owner",
      token: ownerToken,
      email,
      name,
      problem: fieldProblem({ password: "Password is too short (minimum is 15 characters)" }),
    },
  };
}
