import type { BrowserContext, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { makeSite, makeUser, sessionsOf } from "./api";
import { Authenticator } from "./authenticator";
import { documentOf } from "./embed/host";
import { atShop } from "./embed/shop";
import { LoginPage } from "./pages/login-page";
import { PasskeysPage } from "./pages/passkeys-page";
import { newVisitor } from "./visitor";

const PASSWORD = "correct horse battery";

const { host, open } = atShop();

test("is offered a passkey, makes more in the account, signs in as they are filled in and by the button, proves themselves by one, and removes one", async () => {
  const site = await makeSite({ success_uri: `${host().at()}/callback` });
  const email = await makeUser(site, PASSWORD);
  const visitor = await newVisitor();
  const { page, context } = visitor;
  const device = await Authenticator.of(visitor);
  const login = new LoginPage(visitor);
  const passkeys = new PasskeysPage(visitor);
  const isBack = () => page.waitForURL(/\/callback\?token=tkn_[\w-]+&state=s-1$/);
  const alert = async () => (await login.alert.textContent())?.trim();

  // Offered after a sign-in, once, and for the asking.
  await login.open(site.slug, "?state=s-1");
  await login.signIn(email, PASSWORD);
  expect(await login.heading.textContent()).toBe("Sign in faster next time");
  await page.getByRole("button", { name: "Not now" }).click();
  await isBack();
  await login.open(site.slug, "?as=other&state=s-1");
  await login.signIn(email, PASSWORD);
  await isBack();
  await context.clearCookies();
  await login.open(site.slug, "?state=s-1");
  await login.signIn(email, PASSWORD);
  await device.knowsOwner(false);
  const create = page.getByRole("button", { name: "Create a passkey" });
  await create.click();
  expect(await alert()).toBe("No passkey was created. Try again, or leave it for later.");
  await device.knowsOwner(true);
  await create.click();
  await isBack();
  expect(await device.names()).toEqual([`${email} (Acme Shop)`]);

  await passkeys.open(site.slug);
  expect(await passkeys.listed()).toEqual([expect.stringMatching(/^Passkey\s+Added .+ · Never used$/)]);
  await passkeys.press();
  expect(await alert()).toBe("This device has a passkey for your account already.");

  // Another device of theirs, whose passkey is the one that is used from now on.
  await device.replace();
  await passkeys.add();
  await passkeys.rename(1, "The blue one");
  await passkeys.press();
  await login.alert.waitFor();
  expect(await page.getByRole("status").count()).toBe(0);
  expect(await passkeys.listed()).toEqual([expect.stringContaining("Passkey"), expect.stringContaining("The blue one")]);

  // Nothing is pressed: what the browser fills in, it may send.
  await context.clearCookies();
  await login.open(site.slug, "?state=s-1");
  await isBack();

  await passkeys.open(site.slug);
  expect(await passkeys.listed()).toEqual([expect.stringContaining("Never used"), expect.stringMatching(/^The blue one\s.*Last used/s)]);
  await page.goto(`${inject("baseUrl")}/${site.slug}/account/confirm?to=account/passkeys`);
  await page.getByRole("button", { name: "Confirm with a passkey" }).click();
  await page.waitForURL("**/account/passkeys");
  await passkeys.remove(0);
  expect(await passkeys.listed()).toEqual([expect.stringContaining("The blue one")]);

  // A browser that fills nothing in has the button.
  await context.clearCookies();
  await withoutAutofill(page);
  await login.open(site.slug, "?state=s-1");
  await device.knowsOwner(false);
  const button = page.getByRole("button", { name: "Sign in with a passkey" });
  await button.click();
  expect(await alert()).toBe("No passkey was used. Try again, or choose another way.");
  await device.knowsOwner(true);
  await button.click();
  await isBack();

  await device.replace();
  await context.clearCookies();
  await login.open(site.slug, "?state=s-1");
  await button.click();
  expect(await alert()).toBe("No passkey was used. Try again, or choose another way.");

  // A password manager that makes one by itself once it has filled in a password. Chromium's own has no part in this: it is played.
  const other = await makeUser(site, PASSWORD);
  await page.addInitScript(() => {
    const create = CredentialsContainer.prototype.create;
    navigator.credentials.create = ({ publicKey, signal } = {}) => create.call(navigator.credentials, { publicKey, signal });
  });
  await login.open(site.slug, "?state=s-1");
  await login.signIn(other, PASSWORD);
  await isBack();
  expect(await device.names()).toEqual([`${other} (Acme Shop)`]);
  expect({ complaints: visitor.complaints, loaded: visitor.loaded }).toEqual({ complaints: [], loaded: [] });
  await context.close();
});

/** A page around the modal, and somebody who has a passkey. The page opens the modal by script, with a state. */
async function shopOfOneWithPasskey(headers: Record<string, string> = {}) {
  const shop = await open({ headers: () => headers });
  const { visitor, page, site, url } = shop;
  const email = await makeUser(site, PASSWORD);
  const device = await Authenticator.of(visitor);
  const login = new LoginPage(visitor);
  await login.open(site.slug, "?to=account/passkeys");
  await login.signIn(email, PASSWORD);
  await new PasskeysPage(visitor).add();
  await page.goto(url);
  const openModal = () => page.evaluate("SigninFast.openModalToLogin({ state: 's-1' })");
  return { ...shop, email, device, openModal };
}

const CALLBACK = /\/callback\?from=us&token=tkn_[\w-]+&state=s-1$/;
const withoutAutofill = (where: Page | BrowserContext) =>
  where.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });

test("signs in over a page by a passkey, as it is filled in and by the button", async () => {
  const { page, modal, email, openModal, url } = await shopOfOneWithPasskey();
  await openModal();
  await page.waitForURL(CALLBACK);
  await withoutAutofill(page);
  await page.goto(url);
  await openModal();
  await modal.isShown();
  await modal.frame.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(CALLBACK);
  expect(modal.heard).toMatchObject([1, 2].map(() => ({ action: "login", success: true, user: { email } })));
});

test("over a page that keeps passkeys from frames, signs in in a window, which is believed while it is ours", async () => {
  const { page, modal, email, device, openModal, visitor } = await shopOfOneWithPasskey({
    "permissions-policy": "publickey-credentials-get=()",
  });
  // Nowhere: a window that signs in by itself is gone before its button is pressed.
  await withoutAutofill(visitor.context);
  await openModal();
  await modal.isShown();
  const press = async () => {
    const popup = visitor.context.waitForEvent("page");
    await modal.frame.getByRole("button", { name: "Sign in with a passkey" }).click();
    return popup;
  };
  const stranger = await press();
  await stranger.waitForLoadState();
  const nonce = new URL(stranger.url()).searchParams.get("nonce");
  host().put("/evil", documentOf("", "<h1>Evil</h1>"));
  const evil = `${host().at("evil.localhost")}/evil`;
  // By the page and not by the browser's bar, which would part the window from who opened it.
  await stranger.evaluate((url) => location.assign(url), evil);
  await stranger.waitForURL(evil);
  const forged = { signinFast: nonce, kind: "done", action: "login", user: null, token: "tkn_forged", redirect: "https://evil.example/" };
  await stranger.evaluate((message) => opener.postMessage(message, "*"), forged);
  await stranger.close();

  const popup = await press();
  await device.inside(popup);
  await popup.waitForLoadState();
  const closed = popup.waitForEvent("close");
  await popup.getByRole("button", { name: "Sign in with a passkey" }).click();
  await closed;
  await page.waitForURL(CALLBACK);
  expect(modal.heard).toMatchObject([{ action: "login", success: true, user: { email } }]);
  expect(visitor.context.pages()).toEqual([page]);
});

test("a window that a stranger opened as ours are tells them nothing", async () => {
  const { site, visitor, page } = await open();
  const email = await makeUser(site, PASSWORD);
  const address = `${inject("baseUrl")}/${site.slug}/embed?page=login&nonce=guessed&origin=${encodeURIComponent(host().at())}`;
  const listens = "<script>heard = []; addEventListener('message', ({ data }) => heard.push(data))</script>";
  host().put("/evil", documentOf(listens, `<h1>Evil</h1><button onclick="window.open('${address}', 'signin-fast-guessed')">go</button>`));
  await page.goto(`${host().at("evil.localhost")}/evil`);
  const opening = visitor.context.waitForEvent("page");
  await page.getByRole("button").click();
  const popup = await opening;
  const form = { ...visitor, page: popup };
  const closed = popup.waitForEvent("close");
  await popup.getByLabel("Email").fill(email);
  await popup.locator("input[type=password]").fill(PASSWORD);
  await new LoginPage(form).submit.click();
  await closed;
  expect(await page.evaluate("heard")).toEqual([]);
  expect((await sessionsOf(site)).map(({ used }) => used)).toEqual([false]);
});
