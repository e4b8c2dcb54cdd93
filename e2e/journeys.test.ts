import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { linkTo, mailTo, makeSite, makeUser, type Site, sessionsOf, unique } from "./api";
import { LoginPage } from "./pages/login-page";
import { ResetPage } from "./pages/reset-page";
import { SignupPage } from "./pages/signup-page";
import { VerifyPage } from "./pages/verify-page";
import { type RelyingParty, startRelyingParty } from "./relying-party/start.mjs";
import { closeBrowser, endVisits, KINDS, type Kind, newVisitor, type Visitor } from "./visitor";

const PASSWORD = "correct horse battery";
const NEW = "a brand new password";

let shop: RelyingParty;
const visitors: Visitor[] = [];

beforeAll(async () => {
  shop = await startRelyingParty({ host: inject("baseUrl"), apiToken: inject("apiToken") });
});
afterAll(async () => {
  await closeBrowser();
  await shop.stop();
});
afterEach(async (test) => {
  const ended = await endVisits(visitors, test);
  // Whatever a journey was about: no console error, no violation of the policy, nothing loaded from elsewhere.
  expect(ended.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(ended.flatMap(({ loaded }) => loaded)).toEqual([]);
});

async function visitAs(kind: Kind): Promise<Visitor> {
  const visitor = await newVisitor(kind);
  visitors.push(visitor);
  return visitor;
}

async function siteOfShop(more: object = {}): Promise<Site> {
  const site = await makeSite({ success_uri: `${shop.url}/auth/callback`, home_uri: `${shop.url}/`, ...more });
  shop.at(site.slug);
  return site;
}

async function isSignedIn({ page }: Visitor, email: string): Promise<void> {
  expect(page.url()).toBe(`${shop.url}/dashboard`);
  expect(await page.getByTestId("email").textContent()).toBe(email);
}

const tokensOf = async (site: Site) => (await sessionsOf(site)).map(({ used }) => used);

/** Each page and each control, by hand, finger and keyboard. */
describe.each(Object.keys(KINDS) as Kind[])("%s", (kind) => {
  const visit = () => visitAs(kind);

  test("signs up, comes back to the shop and is signed in there; the token is used", async () => {
    const site = await siteOfShop();
    const visitor = await visit();
    const email = `${unique("new")}@example.com`;
    const before = shop.callbacks.length;
    await visitor.page.goto(`${shop.url}/?state=s-42`);
    await visitor.hands.press(visitor.page.getByRole("link", { name: "signup" }));
    const signup = new SignupPage(visitor);
    await signup.signUp(email, PASSWORD, "Jane Doe");
    await isSignedIn(visitor, email);
    expect(await tokensOf(site)).toEqual([true]);
    const [callback, ...more] = shop.callbacks.slice(before);
    expect(more).toEqual([]);
    expect(callback?.query).toEqual({ token: expect.stringMatching(/^tkn_/), state: "s-42" });
    // SECURITY: what the shop learns of where its visitor came from holds no token.
    expect(callback?.referer ?? "").not.toContain("token");
  });

  test("a wrong password keeps the address, raises the alert and can be mended; state survives", async () => {
    const site = await siteOfShop();
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const login = new LoginPage(visitor);
    await login.open(site.slug, "?state=kept");
    await login.signIn(email, "not the password");
    expect(await login.alert.isVisible()).toBe(true);
    expect(await login.email.inputValue()).toBe(email);
    expect(await login.password.inputValue()).toBe("");
    expect(visitor.page.url()).toBe(`${inject("baseUrl")}/${site.slug}/login`);
    await login.signIn(email, PASSWORD);
    await isSignedIn(visitor, email);
    expect(shop.callbacks.at(-1)?.query.state).toBe("kept");
  });

  test("forgets the password, resets it by the mail's link, and signs in with the new one", async () => {
    const site = await siteOfShop();
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const login = new LoginPage(visitor);
    await login.open(site.slug);
    await login.follow(/forgot/i);
    const reset = new ResetPage(visitor);
    await reset.ask(email);
    const link = linkTo(await mailTo(email), "reset-password");
    expect(link.startsWith(`${inject("baseUrl")}/${site.slug}/reset-password?token=`)).toBe(true);
    await reset.byLink(link, NEW);
    expect(new URL(visitor.page.url()).pathname).toBe(`/${site.slug}/login`);
    await login.signIn(email, PASSWORD);
    expect(await login.alert.isVisible()).toBe(true);
    await login.signIn(email, NEW);
    await isSignedIn(visitor, email);
    await visitor.page.goto(link);
    expect(await reset.heading.textContent()).toBe("This link has expired or was already used");
  });

  test("resets it by the mail's code; state goes on to the shop", async () => {
    const site = await siteOfShop();
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const reset = new ResetPage(visitor);
    await reset.open(site.slug, "?state=by-code");
    await reset.ask(email);
    const { code } = await mailTo(email);
    await reset.byCode(`${code?.slice(0, 3)} ${code?.slice(3)}`, NEW);
    await new LoginPage(visitor).signIn(email, NEW);
    await isSignedIn(visitor, email);
    expect(shop.callbacks.at(-1)?.query.state).toBe("by-code");
  });

  test("confirms the address by the link in the same browser, with one button", async () => {
    const site = await siteOfShop();
    const visitor = await visit();
    const email = `${unique("new")}@example.com`;
    const signup = new SignupPage(visitor);
    await signup.open(site.slug);
    await signup.signUp(email, PASSWORD);
    const verify = new VerifyPage(visitor);
    await verify.openLink(linkTo(await mailTo(email), "verify-email"));
    expect(await verify.password.count()).toBe(0);
    await verify.confirm();
    expect(new URL(visitor.page.url()).pathname).toBe(`/${site.slug}/login`);
    // They are signed in since they signed up: one button goes on.
    await new LoginPage(visitor).send();
    await isSignedIn(visitor, email);
  });

  test("confirms in another browser with the password", async () => {
    const site = await siteOfShop();
    const [desk, phone] = [await visit(), await visit()];
    const email = `${unique("new")}@example.com`;
    const signup = new SignupPage(desk);
    await signup.open(site.slug);
    await signup.signUp(email, PASSWORD);
    const verify = new VerifyPage(phone);
    await verify.openLink(linkTo(await mailTo(email), "verify-email"));
    await verify.confirm("not the password");
    expect(await verify.alert.isVisible()).toBe(true);
    await verify.confirm(PASSWORD);
    expect(new URL(phone.page.url()).pathname).toBe(`/${site.slug}/login`);
  });

  test("required proof: waits for the mail, types its code, and is signed in straight away", async () => {
    const site = await siteOfShop({ settings: { email_verification: "required" } });
    const visitor = await visit();
    const email = `${unique("new")}@example.com`;
    const signup = new SignupPage(visitor);
    await signup.open(site.slug, "?state=proved");
    await signup.signUp(email, PASSWORD);
    expect(await tokensOf(site)).toEqual([]);
    const { code } = await mailTo(email);
    await new VerifyPage(visitor).byCode(code ?? "");
    await isSignedIn(visitor, email);
    expect(shop.callbacks.at(-1)?.query.state).toBe("proved");
  });

  test("a site that has nowhere to go: ends signed in, and no token goes to its home page", async () => {
    const site = await siteOfShop({ success_uri: null });
    const visitor = await visit();
    const email = `${unique("new")}@example.com`;
    const asked: string[] = [];
    visitor.page.on("request", (request) => asked.push(request.url()));
    const signup = new SignupPage(visitor);
    await signup.open(site.slug, "?state=s");
    await signup.signUp(email, PASSWORD);
    expect(await signup.heading.textContent()).toBe("You are signed in to Acme Shop");
    await signup.follow(/Acme Shop/);
    expect(visitor.page.url()).toBe(`${shop.url}/`);
    expect(asked.join()).not.toContain("tkn_");
    expect(await tokensOf(site)).toEqual([]);
  });

  test("signs out with a button, and goes home", async () => {
    const site = await siteOfShop();
    const visitor = await visit();
    const signup = new SignupPage(visitor);
    await signup.open(site.slug);
    await signup.signUp(`${unique("new")}@example.com`, PASSWORD);
    const cookies = await visitor.context.cookies(`${inject("baseUrl")}/${site.slug}/`);
    expect(cookies.map(({ name }) => name).toSorted()).toEqual(["signin_flow", "signin_known", "signin_last", "signin_session"]);
    await visitor.page.goto(`${inject("baseUrl")}/${site.slug}/logout`);
    await signup.send();
    expect(visitor.page.url()).toBe(`${shop.url}/`);
    // What stays opens nothing: which way was used last, and that this browser is not a new one.
    const left = await visitor.context.cookies(`${inject("baseUrl")}/${site.slug}/`);
    expect(left.map(({ name }) => name).toSorted()).toEqual(["signin_known", "signin_last"]);
  });
});

describe.each<Kind>(["with a mouse", "without JavaScript"])("the longer ways round, %s", (kind) => {
  const visit = () => visitAs(kind);

  test("signs in and is signed in at the shop; state comes back", async () => {
    const site = await siteOfShop();
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const login = new LoginPage(visitor);
    await login.open(site.slug, "?state=a%26b%3Dc");
    await login.signIn(email, PASSWORD);
    await isSignedIn(visitor, email);
    expect(shop.callbacks.at(-1)?.query.state).toBe("a&b=c");
    expect(await tokensOf(site)).toEqual([true]);
  });

  test("goes from login to sign-up and back; state goes along", async () => {
    const site = await siteOfShop();
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const login = new LoginPage(visitor);
    await login.open(site.slug, "?state=along");
    await login.follow(/create an account/i);
    expect(new URL(visitor.page.url()).pathname).toBe(`/${site.slug}/signup`);
    await new SignupPage(visitor).follow(/sign in/i);
    await login.signIn(email, PASSWORD);
    expect(shop.callbacks.at(-1)?.query.state).toBe("along");
  });

  test("signs up with a known address: told to sign in or reset, kept out, and the owner is mailed", async () => {
    const site = await siteOfShop();
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const signup = new SignupPage(visitor);
    await signup.open(site.slug);
    await signup.signUp(email, PASSWORD);
    expect(await signup.alert.textContent()).toBe("We could not create this account; sign in or reset your password");
    expect(await signup.email.inputValue()).toBe(email);
    expect(await tokensOf(site)).toEqual([]);
    expect((await mailTo(email)).code).toBeNull();
  });

  test("is not taken in by a stranger who signed up with their address before", async () => {
    const site = await siteOfShop();
    const [stranger, victim] = [await visit(), await visit()];
    const email = `${unique("victim")}@example.com`;
    const signup = new SignupPage(stranger);
    await signup.open(site.slug);
    await signup.signUp(email, "the stranger's password");
    const verification = linkTo(await mailTo(email), "verify-email");
    const verify = new VerifyPage(victim);
    await verify.openLink(verification);
    await verify.confirm("whatever I might have chosen");
    expect(await verify.alert.isVisible()).toBe(true);
    await verify.follow(/did not choose a password|forgot/i);
    const reset = new ResetPage(victim);
    await reset.ask(email);
    await reset.byLink(
      linkTo(await mailTo(email, ({ links }) => links.some((link) => link.includes("/reset-password?"))), "reset-password"),
      NEW,
    );
    await new LoginPage(victim).signIn(email, NEW);
    await isSignedIn(victim, email);
    const login = new LoginPage(stranger);
    await login.open(site.slug);
    await login.signIn(email, "the stranger's password");
    expect(await login.alert.isVisible()).toBe(true);
    await stranger.page.goto(verification);
    expect(await verify.heading.textContent()).not.toBe("Confirm your address");
  });

  test("required proof: known and unknown addresses see the same page", async () => {
    const site = await siteOfShop({ settings: { email_verification: "required" } });
    const known = await makeUser(site, PASSWORD);
    const unknown = `${unique("jane")}@example.com`;
    const texts: (string | null)[] = [];
    for (const email of [known, unknown]) {
      const visitor = await visit();
      const signup = new SignupPage(visitor);
      await signup.open(site.slug);
      await signup.signUp(email, PASSWORD);
      texts.push(((await visitor.page.locator("body").textContent()) ?? "").replaceAll(email, "somebody"));
    }
    expect(texts[0]).toBe(texts[1]);
    expect((await mailTo(known)).code).toBeNull();
    expect((await mailTo(unknown)).code).toMatch(/^\d{6}$/);
  });

  test("required proof: signs in unproved, gets a mail, and its link signs in", async () => {
    const site = await siteOfShop({ settings: { email_verification: "required" } });
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const login = new LoginPage(visitor);
    await login.open(site.slug);
    await login.signIn(email, PASSWORD);
    expect(await tokensOf(site)).toEqual([]);
    const verify = new VerifyPage(visitor);
    await verify.openLink(linkTo(await mailTo(email), "verify-email"));
    await verify.confirm();
    await isSignedIn(visitor, email);
  });

  test("@slug is the same door", async () => {
    const site = await siteOfShop();
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const login = new LoginPage(visitor);
    await login.open(`@${site.slug}`, "?state=at");
    await login.signIn(email, PASSWORD);
    await isSignedIn(visitor, email);
    expect(shop.callbacks.at(-1)?.query.state).toBe("at");
  });

  test("the callback may go on to another origin of the site's own", async () => {
    const other = await startRelyingParty({ host: inject("baseUrl"), apiToken: inject("apiToken") });
    const { port } = new URL(other.url);
    const site = await siteOfShop({
      success_uri: `http://localhost:${port}/moved/auth/callback`,
      allowed_origins: [other.url],
    });
    const email = await makeUser(site, PASSWORD);
    const visitor = await visit();
    const login = new LoginPage(visitor);
    await login.open(site.slug);
    await login.signIn(email, PASSWORD);
    expect(visitor.page.url()).toBe(`${other.url}/dashboard`);
    await other.stop();
  });

  test.each(['{"to":"/a b?x=1&y=%2F","who":"<Jö & \'Co\'>"}', "%41%2B+", " blanks at both ends ", "✓🎉", "x".repeat(1_024)])(
    "state comes back as it went: %s",
    async (state) => {
      const site = await siteOfShop();
      const email = await makeUser(site, PASSWORD);
      const visitor = await visit();
      const login = new LoginPage(visitor);
      await login.open(site.slug, `?state=${encodeURIComponent(state)}`);
      await login.signIn(email, PASSWORD);
      await isSignedIn(visitor, email);
      expect(shop.callbacks.at(-1)?.query.state).toBe(state);
    },
  );
});
