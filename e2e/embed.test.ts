import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { api, mailTo, makeUser, unique } from "./api";
import { BUTTONS, documentOf } from "./embed/host";
import { atShop, scriptTag } from "./embed/shop";
import type { Kind } from "./visitor";

const PASSWORD = "correct horse battery";
const NEW = "a brand new password";

const { open } = atShop();

const exchange = (token: string, body?: object) =>
  api<{ site_user: { email: string; id: number } }>("POST", `/api/site_user_sessions/${token}`, body);

const KINDS: Kind[] = ["with a mouse", "on a phone", "by keyboard alone"];

describe.each(KINDS)("%s", (kind) => {
  test("signs up over the page, and goes on to the callback with the token of the event", async () => {
    const { page, modal } = await open({ kind });
    const email = `${unique("new")}@example.com`;
    await modal.open("Sign Up");
    expect(await modal.heading.textContent()).toBe("Create your account");
    await modal.fill(email, PASSWORD);
    await modal.send();
    await page.waitForURL("**/callback**");
    const { searchParams } = new URL(page.url());
    const token = searchParams.get("token") ?? "";
    expect([...searchParams.keys()]).toEqual(["from", "token"]);
    expect(modal.heard).toEqual([{ action: "signup", success: true, user: { id: expect.any(Number), email, name: null }, token }]);
    expect((await exchange(token)).site_user).toMatchObject({ email, id: modal.heard[0]?.user?.id });
  });

  test("a wrong password is told and can be mended; then signs in", async () => {
    const { site, page, modal } = await open({ kind });
    const email = await makeUser(site, PASSWORD);
    await modal.open("Login");
    await modal.fill(email, "not the password");
    await modal.send();
    await modal.alert.waitFor();
    await modal.isShown();
    await expect
      .poll(() => modal.heard)
      .toEqual([{ action: "login", success: false, user: null, token: null, error: "wrong_credentials" }]);
    expect(await modal.email.inputValue()).toBe(email);
    await modal.fill(email, PASSWORD);
    await modal.send();
    await page.waitForURL("**/callback**");
    expect(modal.heard[1]).toMatchObject({ action: "login", success: true, user: { email } });
  });

  test("sets a new password by the mail's code, and signs in with it, all in the modal", async () => {
    const { site, page, modal, visitor } = await open({ kind });
    const email = await makeUser(site, PASSWORD);
    await modal.open("Login");
    await modal.follow("Forgot password?", "Reset your password");
    await visitor.hands.fill(modal.email, email);
    await modal.send();
    await modal.isShown("Check your mail");
    await visitor.hands.fill(modal.password, NEW);
    const { code } = await mailTo(email, (mail) => mail.code !== null);
    await visitor.hands.fill(modal.code, code ?? "");
    await modal.isShown("Sign in to");
    await modal.fill(email, NEW);
    await modal.send();
    await page.waitForURL("**/callback**");
    expect(modal.heard).toMatchObject([{ action: "login", success: true, user: { email } }]);
  });

  test("where an address has to be proved first, types the mail's code and no second password", async () => {
    const { page, modal, visitor } = await open({ kind, site: { settings: { email_verification: "required" } } });
    const email = `${unique("new")}@example.com`;
    await modal.open("Sign Up");
    await modal.fill(email, PASSWORD);
    await modal.send();
    await modal.isShown("Check your mail");
    expect(await modal.password.count()).toBe(0);
    await visitor.hands.fill(modal.code, "000000");
    await modal.alert.or(modal.frame.locator("#code-error")).first().waitFor();
    const { code } = await mailTo(email, (mail) => mail.code !== null);
    await visitor.hands.fill(modal.code, code ?? "");
    await page.waitForURL("**/callback**");
    expect(modal.heard.at(-1)).toMatchObject({ action: "signup", success: true, user: { email } });
  });
});

describe("what the page around says", () => {
  test.each([
    ["data-redirect on the tag", ' data-redirect="none"', ""],
    ["a listener that prevents it", "", "window.addEventListener('signinFastAuth', (event) => event.preventDefault())"],
  ])("no navigation: %s", async (_, attribute, listener) => {
    const { site, page, modal, url } = await open({
      html: (made) => documentOf("", `${BUTTONS}<script>${listener}</script>${scriptTag(made, attribute)}`),
    });
    const email = await makeUser(site, PASSWORD);
    await modal.open();
    await modal.fill(email, PASSWORD);
    await modal.send();
    await expect.poll(() => modal.heard.length).toBe(1);
    await modal.dialog.waitFor({ state: "detached" });
    expect(modal.heard[0]).toMatchObject({ success: true, token: expect.stringMatching(/^tkn_/) });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(page.url()).toBe(url);
  });

  test("state comes back on the callback, with a token that only the verifier of the opening's challenge exchanges", async () => {
    const { site, page, modal } = await open();
    const email = await makeUser(site, PASSWORD);
    const verifier = randomBytes(32).toString("base64url");
    const codeChallenge = createHash("sha256").update(verifier).digest("base64url");
    await page.evaluate((options) => (window as unknown as { SigninFast: { openModal(o: object): void } }).SigninFast.openModal(options), {
      state: "s 1&2",
      codeChallenge,
    });
    await modal.isShown();
    await modal.follow("Create an account", "Create your account");
    await modal.follow("Sign in instead", "Sign in to Acme Shop");
    await modal.fill(email, PASSWORD);
    await modal.send();
    await page.waitForURL("**/callback**");
    const { state, token = "" } = Object.fromEntries(new URL(page.url()).searchParams);
    expect(state).toBe("s 1&2");
    for (const wrong of [undefined, { code_verifier: codeChallenge }]) await expect(exchange(token, wrong)).rejects.toThrow("422");
    expect((await exchange(token, { code_verifier: verifier })).site_user.email).toBe(email);
  });

  test("the looks of .signin-fast-button and .signin-fast-content as Signin.fast documents them, and nothing that loads", async () => {
    const documented = `.signin-fast-button { background: linear-gradient(135deg, #667eea 0%, #764ba2 100%) !important; border-radius: 30px !important; }
      .signin-fast-content { border-radius: 20px !important; box-shadow: 0 25px 80px rgba(0,0,0,0.3) !important; }`;
    const more = ".signin-fast-button { font-weight: 800; position: fixed; list-style-image: url(/bullet.png) }";
    const { modal } = await open({ html: (site) => documentOf(`<style>${documented} ${more}</style>`, BUTTONS + scriptTag(site)) });
    await modal.open();
    const button = modal.frame.locator("main .button:not(.second)");
    const look = (it: Element) => {
      const { backgroundImage, borderRadius, boxShadow, position } = getComputedStyle(it);
      return { backgroundImage, borderRadius, boxShadow, position };
    };
    await expect
      .poll(() => button.evaluate(look))
      .toEqual({
        backgroundImage: "linear-gradient(135deg, rgb(102, 126, 234) 0%, rgb(118, 75, 162) 100%)",
        borderRadius: "30px",
        boxShadow: expect.any(String),
        position: "relative",
      });
    expect(await modal.dialog.locator(".signin-fast-content").evaluate(look)).toEqual({
      backgroundImage: "none",
      borderRadius: "20px",
      boxShadow: "rgba(0, 0, 0, 0.3) 0px 25px 80px 0px",
      position: "relative",
    });
    const inline = await button.evaluate((it) => (it as HTMLElement).style.cssText);
    expect(inline).toContain("font-weight: 800");
    expect(inline).not.toContain("url");
  });
});
