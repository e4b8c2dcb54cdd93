import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { makeSite, makeUser } from "./api";
import { Authenticator } from "./authenticator";
import { type Host, startHost } from "./embed/host";
import { LoginPage } from "./pages/login-page";
import { PasskeysPage } from "./pages/passkeys-page";
import { closeBrowser, newVisitor } from "./visitor";

const PASSWORD = "correct horse battery";

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(async () => {
  await closeBrowser();
  await host.stop();
});

test("is offered a passkey, makes more in the account, signs in as they are filled in and by the button, proves themselves by one, and removes one", async () => {
  const site = await makeSite({ success_uri: `${host.at()}/callback` });
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
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
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
});
