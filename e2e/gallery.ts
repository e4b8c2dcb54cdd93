import { inject } from "vitest";
import { api, linkTo, mailTo, makeSite, makeUser, type Site, unique } from "./api";
import { LoginPage } from "./pages/login-page";
import { OwnerPage } from "./pages/owner-page";
import { ResetPage } from "./pages/reset-page";
import { SignupPage } from "./pages/signup-page";
import { VerifyPage } from "./pages/verify-page";
import type { Visitor } from "./visitor";

const PASSWORD = "correct horse battery";
const base = () => inject("baseUrl");

/** A site with every address and a name that people give. */
const site = () =>
  makeSite({
    success_uri: "https://shop.acme.example/auth/callback",
    home_uri: "https://acme.example/",
    cancel_uri: "https://acme.example/cancel",
    failed_uri: "https://acme.example/failed",
  });

/** A site with more providers than stand in one column. */
async function siteWithProviders(): Promise<Site> {
  const at = await site();
  const client = { client_id: "acme", client_secret: "a-secret" };
  for (const kind of ["google", "github", "microsoft", "apple", "gitlab", "discord"]) {
    await api("POST", "/api/identity_providers", { site_id: at.id, identity_provider: { kind, ...client } });
  }
  return at;
}

/** Signs up in a browser of its own, and tells of the mail that comes. */
async function signedUp(at: Site) {
  const email = `${unique("jane")}@example.com`;
  const answer = await fetch(`${base()}/${at.slug}/signup`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ email, password: PASSWORD }),
  });
  if (![200, 303].includes(answer.status)) throw new Error(`Sign-up answered ${answer.status}`);
  return { email, link: linkTo(await mailTo(email), "verify-email") };
}

/** Asks for a code to sign in with, and tells of the mail. */
async function askedForCode(at: Site) {
  const email = await makeUser(at, PASSWORD);
  await fetch(`${base()}/${at.slug}/login`, { method: "POST", body: new URLSearchParams({ method: "email_code", email }) });
  return linkTo(await mailTo(email), "code");
}

/** Signs somebody in on the way to their own account. */
async function signedIn(visitor: Visitor, to: string, site?: Site): Promise<Site> {
  const at = site ?? (await makeSite({ home_uri: "https://acme.example/" }));
  const login = new LoginPage(visitor);
  await login.open(at.slug, `?to=${to}`);
  await login.signIn(await makeUser(at, PASSWORD), PASSWORD);
  return at;
}

/** Every page that a visitor can come to, reached as visitors do. The last navigation shows it. */
export const GALLERY: Record<string, (visitor: Visitor) => Promise<void>> = {
  login: async (visitor) => new LoginPage(visitor).open((await site()).slug, "?state=s"),
  "login with other providers": async (visitor) => new LoginPage(visitor).open((await siteWithProviders()).slug),
  "login after a new password": async (visitor) => new LoginPage(visitor).open((await site()).slug, "?done=password"),
  "login with a wrong password": async (visitor) => {
    const login = new LoginPage(visitor);
    await login.open((await site()).slug);
    await login.signIn("jane@example.com", "not the password");
  },
  "login after too many attempts": async (visitor) => {
    const at = await site();
    const body = () => new URLSearchParams({ email: "jane@example.com", password: "not the password" });
    for (let attempt = 0; attempt < 10; attempt++) await fetch(`${base()}/${at.slug}/login`, { method: "POST", body: body() });
    const login = new LoginPage(visitor);
    await login.open(at.slug);
    await login.signIn("jane@example.com", "not the password");
  },
  "login, and a passkey is offered": async (visitor) => {
    await visitor.page.goto(`${base()}/${(await signedIn(visitor, "account")).slug}/login/passkey`);
  },
  "account/passkeys": async (visitor) => void (await signedIn(visitor, "account/passkeys")),
  signup: async (visitor) => new SignupPage(visitor).open((await site()).slug),
  "signup with a known address": async (visitor) => {
    const at = await site();
    const email = await makeUser(at, PASSWORD);
    const signup = new SignupPage(visitor);
    await signup.open(at.slug);
    await signup.signUp(email, PASSWORD);
  },
  "signup with an address that is none": async (visitor) => {
    const signup = new SignupPage(visitor);
    await signup.open((await site()).slug);
    await signup.signUp("jane@example", PASSWORD, "Jane");
  },
  "signup, closed": async (visitor) => new SignupPage(visitor).open((await makeSite({ settings: { sign_ups: false } })).slug),
  "verify-email, check your mail": async (visitor) => {
    const signup = new SignupPage(visitor);
    await signup.open((await makeSite({ settings: { email_verification: "required" } })).slug);
    await signup.signUp(`${unique("jane")}@example.com`, PASSWORD);
  },
  "verify-email, asked again": async (visitor) => new VerifyPage(visitor).open((await site()).slug),
  "verify-email by link, in another browser": async (visitor) => new VerifyPage(visitor).openLink((await signedUp(await site())).link),
  "verify-email by link, with a wrong password": async (visitor) => {
    const verify = new VerifyPage(visitor);
    await verify.openLink((await signedUp(await site())).link);
    await verify.confirm("not the password");
  },
  "verify-email by a dead link": async (visitor) => new VerifyPage(visitor).open((await site()).slug, "?token=vfy_dead"),
  "reset-password": async (visitor) => new ResetPage(visitor).open((await site()).slug),
  "reset-password, check your mail": async (visitor) => {
    const reset = new ResetPage(visitor);
    await reset.open((await site()).slug);
    await reset.ask("jane@example.com");
  },
  "reset-password with a wrong code": async (visitor) => {
    const reset = new ResetPage(visitor);
    await reset.open((await site()).slug);
    await reset.ask("jane@example.com");
    await reset.byCode("123456", PASSWORD);
  },
  "reset-password by link": async (visitor) => {
    const at = await site();
    const email = await makeUser(at, PASSWORD);
    await fetch(`${base()}/${at.slug}/reset-password`, { method: "POST", body: new URLSearchParams({ email }) });
    await visitor.page.goto(linkTo(await mailTo(email), "reset-password"));
  },
  "reset-password by a dead link": async (visitor) => new ResetPage(visitor).open((await site()).slug, "?token=rst_dead"),
  "login/code, check your mail": async (visitor) => {
    const login = new LoginPage(visitor);
    await login.open((await site()).slug);
    await visitor.page.getByLabel("Email").fill("jane@example.com");
    await visitor.page.getByRole("button", { name: "Email me a code" }).click();
    await visitor.page.getByRole("heading", { name: "Check your mail" }).waitFor();
  },
  "login/code by link, in another browser": async (visitor) => {
    await visitor.page.goto(await askedForCode(await site()));
  },
  account: async (visitor) => void (await signedIn(visitor, "account")),
  "account/profile": async (visitor) => void (await signedIn(visitor, "account/profile")),
  "account/email": async (visitor) => void (await signedIn(visitor, "account/email")),
  "account/sessions": async (visitor) => void (await signedIn(visitor, "account/sessions")),
  "account/linked with other providers": async (visitor) => void (await signedIn(visitor, "account/linked", await siteWithProviders())),
  logout: async (visitor) => {
    await visitor.page.goto(`${base()}/${(await site()).slug}/logout`);
  },
  "signed-in": async (visitor) => {
    const at = await makeSite({ home_uri: "https://acme.example/" });
    await visitor.page.goto(`${base()}/${at.slug}/signed-in`);
  },
  "the second step of one's account": async (visitor) => void (await signedIn(visitor, "account/second-factor")),
  "setting up an app": async (visitor) => {
    await signedIn(visitor, "account/second-factor");
    await visitor.page.getByRole("button", { name: "Set up an authenticator app" }).click();
    await visitor.page.locator(".qr").waitFor();
  },
  "a site that does not exist": async (visitor) => {
    await visitor.page.goto(`${base()}/nobody-here/login`);
  },
  "a page that does not exist": async (visitor) => {
    await visitor.page.goto(`${base()}/nothing/here/at/all`);
  },
  "a site with a long name": async (visitor) => {
    const name = `Donau${"dampfschifffahrts".repeat(5)}gesellschaft`.slice(0, 100);
    const at = await makeSite({ name, success_uri: `https://${"anmeldung.".repeat(8)}example/callback` });
    const login = new LoginPage(visitor);
    await login.open(at.slug);
    await login.signIn(`${"maximiliana.".repeat(5)}x@${"post.".repeat(30)}example`, "not the password");
  },
  "the owner's dead link": async (visitor) => new OwnerPage(visitor).openLink(`${base()}/dashboard/owner?token=own_dead`),
};
