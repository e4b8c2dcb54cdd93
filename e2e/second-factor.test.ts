import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { afterAll, expect, inject, test } from "vitest";
import { makeSite, makeUser } from "./api";
import { violations } from "./axe";
import { LoginPage } from "./pages/login-page";
import { closeBrowser, newVisitor } from "./visitor";

const PASSWORD = "correct horse battery";
const AT_390 = { viewport: { width: 390, height: 844 } };

afterAll(closeBrowser);

/** What an app shows for a secret. `ahead`: so many time steps from now. */
const codeOf = (secret: string, ahead = 0) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + ahead * 30_000 });

/** What axe finds in both schemes, and whether the page is wider than its screen. */
async function wrongWith(page: Page): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violations(page)));
  }
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  return fits ? found : [...found, "wider than the screen"];
}

test("a second step is turned on in the account, asked for at the next sign-in, and shown by a recovery code without JavaScript", async () => {
  const site = await makeSite({ sign_in: { second_factor: { policy: "optional" } } });
  const email = await makeUser(site, PASSWORD);
  const at = `${inject("baseUrl")}/${site.slug}`;
  const own = `${at}/account/second-factor`;
  const visitor = await newVisitor("with a mouse", AT_390);
  const { page } = visitor;
  const login = new LoginPage(visitor);
  await page.goto(own);
  await login.signIn(email, PASSWORD);
  await page.waitForURL(own);
  expect(await wrongWith(page)).toEqual([]);

  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const uri = await page.getByRole("link", { name: "Open an app on this device" }).getAttribute("href");
  const secret = new URL(uri ?? "").searchParams.get("secret") ?? "";
  expect(await wrongWith(page)).toEqual([]);
  // Six digits send themselves.
  await page.getByLabel("Code from your app").fill(codeOf(secret));
  await page.getByRole("heading", { name: "Keep your recovery codes" }).waitFor();
  expect(await wrongWith(page)).toEqual([]);
  const codes = await page.locator(".codes code").allTextContents();
  expect(codes).toHaveLength(10);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download" }).click()]);
  expect(download.suggestedFilename()).toBe(`${site.slug}-recovery-codes.txt`);
  await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join("\n"));
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.getByText("Two-step sign-in is on.").waitFor();

  await page.goto(`${at}/logout`);
  await page.getByRole("button").first().click();
  await page.goto(own);
  await login.signIn(email, PASSWORD);
  await page.getByRole("heading", { name: "Confirm that it is you" }).waitFor();
  await page.getByLabel("Trust this browser for 30 days").check();
  await page.getByLabel("Code from your app").fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(own);
  await page.getByRole("heading", { name: "Trusted browsers" }).waitFor();
  expect(await wrongWith(page)).toEqual([]);
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();

  const plain = await newVisitor("without JavaScript", AT_390);
  await plain.page.goto(own);
  await new LoginPage(plain).signIn(email, PASSWORD);
  await plain.page.getByRole("button", { name: "Use a recovery code" }).click();
  await plain.page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await plain.page.getByRole("button", { name: "Continue" }).click();
  await plain.page.waitForURL(own);
  await plain.page.getByText("9 recovery codes are left.").waitFor();
  await plain.page.getByRole("button", { name: "Turn off two-step sign-in" }).click();
  await plain.page.getByText("Two-step sign-in is off.").waitFor();
  expect(plain.complaints).toEqual([]);
  await plain.context.close();
});
