import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { linkTo, mailTo, makeSite, makeUser, unique } from "./api";
import { documentOf, type Host, startHost } from "./embed/host";
import { type Mode, pageScript } from "./fastgen/page";
import { closeBrowser, newVisitor, type Visitor } from "./visitor";

const dialects = { fastgen: { email_codes: true } };
const PASSWORD = "correct horse battery";
/** A page of the site's own domain on another port, and one of another domain. Only header mode works everywhere. */
const PAGES: readonly (readonly [Mode, host: string])[] = [
  ["cookie", "localhost"],
  ["header", "127.0.0.1"],
];

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(async () => {
  await closeBrowser();
  await host.stop();
});

describe.each(PAGES)("supertokens-web-js in %s mode, on a page of %s", (mode, name) => {
  let visitor: Visitor;
  afterEach(async () => {
    await visitor.context.close();
    expect(visitor.complaints.filter((text) => !/status of 401/.test(text))).toEqual([]);
  });

  /** Opens the page of a new site, as its visitors find it. */
  async function open() {
    const origin = host.at(name);
    const site = await makeSite({ allowed_origins: [origin], settings: { email_verification: "optional" }, dialects });
    const base = `${inject("baseUrl")}/${site.slug}/auth`;
    host.put(`/${site.slug}.js`, await pageScript(site, mode));
    host.put(`/${site.slug}`, documentOf(`<script src="/${site.slug}.js"></script>`, "<h1>Acme</h1>"));
    visitor = await newVisitor();
    const { page, context } = visitor;
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "OPTIONS") asked.push(request.url().replace(base, ""));
    });
    const visit = (query: Record<string, string> = {}) => page.goto(`${origin}/${site.slug}?${new URLSearchParams(query)}`);
    await visit();
    const isSignedIn = () => page.evaluate(() => window.acme.Session.doesSessionExist());
    const signUp = (email: string) => page.evaluate(signUpByForm, { email, password: PASSWORD });
    const signIn = (email: string, password = PASSWORD) => page.evaluate(signInByForm, { email, password });
    const isVerified = () => page.evaluate(async () => (await window.acme.EmailVerification.isEmailVerified()).isVerified);
    return { site, base, page, context, asked, visit, isSignedIn, signUp, signIn, isVerified };
  }
  type Opened = Awaited<ReturnType<typeof open>>;

  /** Puts an access token in place of the one there is, which no key of the site has signed. */
  async function spoilAccessToken({ context }: Opened): Promise<void> {
    const wanted = mode === "cookie" ? "sAccessToken" : "st-access-token";
    const [cookie] = (await context.cookies()).filter((found) => found.name === wanted);
    if (!cookie) throw new Error(`There is no ${wanted}`);
    await context.addCookies([{ ...cookie, value: `${cookie.value.slice(0, -6)}AAAAAA` }]);
  }

  test("signs up, out and in, and is told what is wrong", async () => {
    const opened = await open();
    const email = `${unique("jane")}@example.com`;
    expect(await opened.isSignedIn()).toBe(false);
    const joined = await opened.signUp(email);
    expect(joined).toMatchObject({
      status: "OK",
      user: { emails: [email], loginMethods: [{ recipeId: "emailpassword", verified: false }] },
    });
    expect(await opened.isSignedIn()).toBe(true);
    expect(await opened.page.evaluate(() => window.acme.Session.getUserId())).toBe("user" in joined ? joined.user.id : "");
    await opened.page.evaluate(() => window.acme.Session.signOut());
    expect(await opened.isSignedIn()).toBe(false);
    expect(await opened.signIn(email, "not the password")).toEqual({ status: "WRONG_CREDENTIALS_ERROR" });
    expect(await opened.signUp(email)).toEqual({
      status: "FIELD_ERROR",
      formFields: [{ id: "email", error: "This email already exists. Please sign in instead." }],
    });
    expect(await opened.page.evaluate(async (email) => (await window.acme.EmailPassword.doesEmailExist({ email })).doesExist, email)).toBe(
      true,
    );
    expect(await opened.signIn(email)).toMatchObject({ status: "OK" });
    await opened.visit();
    expect(await opened.isSignedIn()).toBe(true);
  });

  test("keeps its tokens where it should", async () => {
    const opened = await open();
    await opened.signUp(`${unique("jane")}@example.com`);
    const kept = (await opened.context.cookies()).filter(({ name: cookie }) => /^s[AR]/.test(cookie));
    const session = kept.map((cookie) => `${cookie.name} ${cookie.path} ${cookie.httpOnly ? "HttpOnly" : ""} ${cookie.sameSite}`);
    const home = `/${opened.site.slug}`;
    const cookies = [`sAccessToken ${home} HttpOnly Lax`, `sRefreshToken ${home}/auth/session/refresh HttpOnly Lax`];
    expect(session.toSorted()).toEqual(mode === "cookie" ? cookies : []);
    await opened.page.evaluate(() => window.acme.Session.signOut());
    expect((await opened.context.cookies()).filter(({ name: cookie }) => /^(sA|sR|st-access|st-refresh|sFront)/.test(cookie))).toEqual([]);
  });

  test("refreshes a token that is good no more and asks again, once for two that ask together", async () => {
    const opened = await open();
    await opened.signUp(`${unique("jane")}@example.com`);
    await spoilAccessToken(opened);
    opened.asked.length = 0;
    expect(await Promise.all([opened.isVerified(), opened.isVerified()])).toEqual([false, false]);
    expect(opened.asked.filter((path) => path === "/session/refresh")).toHaveLength(1);
    expect(await opened.page.evaluate(() => window.acme.Session.attemptRefreshingSession())).toBe(true);
    expect(await opened.isSignedIn()).toBe(true);
  });

  test("refreshes by itself once its clock says that the access token has expired", async () => {
    const opened = await open();
    await opened.signUp(`${unique("jane")}@example.com`);
    await opened.page.clock.setSystemTime(Date.now() + 2 * 3_600_000);
    opened.asked.length = 0;
    expect(await opened.isSignedIn()).toBe(true);
    expect(opened.asked).toEqual(["/session/refresh"]);
    expect(await opened.isVerified()).toBe(false);
  });

  test("is signed out when its session was ended elsewhere", async () => {
    const opened = await open();
    const email = `${unique("jane")}@example.com`;
    await opened.signUp(email);
    await opened.page.evaluate((to) => {
      return window.acme.EmailPassword.sendPasswordResetEmail({ formFields: [{ id: "email", value: to }] });
    }, email);
    const link = linkTo(await mailTo(email, ({ subject }) => /password/i.test(subject)), "reset-password");
    await fetch(`${opened.base}/user/password/reset`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        method: "token",
        token: new URL(link).searchParams.get("token"),
        formFields: [{ id: "password", value: "another horse battery" }],
      }),
    });
    expect(await opened.page.evaluate(() => window.acme.Session.attemptRefreshingSession())).toBe(false);
    expect(await opened.isSignedIn()).toBe(false);
  });

  test("proves an address with the token of a mail", async () => {
    const opened = await open();
    const email = `${unique("jane")}@example.com`;
    await opened.signUp(email);
    expect(await opened.isVerified()).toBe(false);
    const send = () => opened.page.evaluate(async () => (await window.acme.EmailVerification.sendVerificationEmail()).status);
    const link = linkTo(await mailTo(email), "verify-email");
    await opened.visit({ token: new URL(link).searchParams.get("token") ?? "", tenantId: "public" });
    const verify = () => opened.page.evaluate(async () => (await window.acme.EmailVerification.verifyEmail()).status);
    expect(await verify()).toBe("OK");
    expect(await verify()).toBe("EMAIL_VERIFICATION_INVALID_TOKEN_ERROR");
    const claim = () =>
      opened.page.evaluate(() => window.acme.Session.getClaimValue({ claim: window.acme.EmailVerification.EmailVerificationClaim }));
    expect(await claim()).toBe(true);
    expect(await opened.isVerified()).toBe(true);
    expect(await send()).toBe("EMAIL_ALREADY_VERIFIED_ERROR");
  });

  test("sets a new password with the token of a mail", async () => {
    const opened = await open();
    const email = await makeUser(opened.site, PASSWORD);
    const asked = await opened.page.evaluate(async (to) => {
      return (await window.acme.EmailPassword.sendPasswordResetEmail({ formFields: [{ id: "email", value: to }] })).status;
    }, email);
    expect(asked).toBe("OK");
    const link = linkTo(await mailTo(email), "reset-password");
    await opened.visit({ token: new URL(link).searchParams.get("token") ?? "", tenantId: "public" });
    const submit = (password: string) =>
      opened.page.evaluate(async (value) => {
        return (await window.acme.EmailPassword.submitNewPassword({ formFields: [{ id: "password", value }] })).status;
      }, password);
    expect(await submit("short")).toBe("FIELD_ERROR");
    expect(await submit("another horse battery")).toBe("OK");
    expect(await submit("a third horse battery")).toBe("RESET_PASSWORD_INVALID_TOKEN_ERROR");
    expect(await opened.signIn(email)).toEqual({ status: "WRONG_CREDENTIALS_ERROR" });
    expect(await opened.signIn(email, "another horse battery")).toMatchObject({ status: "OK" });
  });

  test("signs in with a mailed code, and makes a user by it", async () => {
    const opened = await open();
    const email = `${unique("jane")}@example.com`;
    const create = () => opened.page.evaluate(async (to) => (await window.acme.Passwordless.createCode({ email: to })).status, email);
    const consume = (userInputCode: string) =>
      opened.page.evaluate(async (code) => {
        const { fetchResponse: _, ...answer } = await window.acme.Passwordless.consumeCode({ userInputCode: code });
        return answer;
      }, userInputCode);
    expect(await consume("123456")).toEqual({ status: "RESTART_FLOW_ERROR" });
    expect(await create()).toBe("OK");
    const { code } = await mailTo(email);
    expect(await opened.page.evaluate(async () => (await window.acme.Passwordless.resendCode()).status)).toBe("OK");
    const newer = await mailTo(email, (mail) => mail.code !== code);
    expect(await consume(code ?? "")).toEqual({
      status: "INCORRECT_USER_INPUT_CODE_ERROR",
      failedCodeInputAttemptCount: 1,
      maximumCodeInputAttempts: 5,
    });
    expect(await consume(newer.code ?? "")).toMatchObject({ status: "OK", createdNewRecipeUser: true, user: { emails: [email] } });
    expect([await opened.isSignedIn(), await opened.isVerified()]).toEqual([true, true]);
  });

  test("learns the ways to sign in", async () => {
    const { page } = await open();
    const methods = await page.evaluate(async () => {
      const { fetchResponse: _, ...answer } = await window.acme.Multitenancy.getLoginMethods();
      return answer;
    });
    expect(methods).toEqual({ status: "OK", thirdParty: { providers: [] }, firstFactors: ["emailpassword", "otp-email"] });
  });
});

type Given = { readonly email: string; readonly password: string };

/** In the page: what the client answers, without the response that it was made from. */
async function signUpByForm({ email, password }: Given) {
  const formFields = [
    { id: "email", value: email },
    { id: "password", value: password },
  ];
  const { fetchResponse: _, ...answer } = await window.acme.EmailPassword.signUp({ formFields });
  return answer;
}

async function signInByForm({ email, password }: Given) {
  const formFields = [
    { id: "email", value: email },
    { id: "password", value: password },
  ];
  const { fetchResponse: _, ...answer } = await window.acme.EmailPassword.signIn({ formFields });
  return answer;
}
