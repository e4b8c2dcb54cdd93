import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { ageProof } from "./aged-proof";
import { Authenticator } from "./authenticator";
import { command, dashboard, expectGoodForAll, nameSite, OPERATOR_PASSWORD, revealSecret, signedInOperator, signIn } from "./dashboard";
import { closeBrowser, endVisits, newVisitor, type Visitor } from "./visitor";

const visitors: Visitor[] = [];
const visit = async () => {
  const visitor = await newVisitor();
  visitors.push(visitor);
  return visitor;
};

afterEach(async (test) => {
  const ended = await endVisits(visitors, test);
  expect(ended.flatMap(({ complaints }) => complaints)).toEqual([]);
});
afterAll(closeBrowser);

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const shown = (page: Page, text: string) => page.getByText(text).first().waitFor();
const codeOf = (secret: string, ahead = 0) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + ahead * 30_000 });

/** Turns the second step on in the profile. The codes after this one are still to be shown. */
async function setUp(visitor: Visitor): Promise<{ secret: string; codes: string[] }> {
  const { page } = visitor;
  await page.goto(dashboard("/profile"));
  await press(page, "Set up an authenticator app");
  const uri = await page.getByRole("link", { name: "Open an app on this device" }).getAttribute("href");
  const secret = new URL(uri ?? "").searchParams.get("secret") ?? "";
  await expectGoodForAll(visitor);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Code from your app").fill("000000");
  await press(page, "Turn it on");
  await shown(page, "That code is wrong or has expired");
  await dialog.getByLabel("Code from your app").fill(codeOf(secret));
  await press(page, "Turn it on");
  await shown(page, "Keep your recovery codes");
  await expectGoodForAll(visitor);
  const codes = await dialog.locator("li code").allTextContents();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download" }).click()]);
  expect([codes.length, file.suggestedFilename()]).toEqual([10, "signin-fast-recovery-codes.txt"]);
  await press(page, "I have kept them");
  await shown(page, "10 of 10 left");
  return { secret, codes };
}

/** Sends one form 64 times at once as its browser would, and counts those that begin a session. */
async function sixtyFour({ page, context }: Visitor, submit: () => Promise<void>): Promise<number> {
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().includes("/second-step"));
  await page.route("**/second-step", (route, request) => (request.method() === "POST" ? route.abort() : route.fallback()));
  await submit();
  const request = await sent;
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const { "content-length": _, ...headers }: Record<string, string> = { ...(await request.allHeaders()), cookie };
  const named = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
  const body = request.postDataBuffer();
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => fetch(request.url(), { method: "POST", headers: named, body: new Uint8Array(body ?? []) })),
  );
  return answers.filter(({ headers: answered }) => /session-token=[^;]/.test(answered.get("set-cookie") ?? "")).length;
}

test("an app is set up, asked for at the next sign-in, before a secret is shown again, and turned off", async () => {
  const mine = await visit();
  const { page } = mine;
  const { email } = await signedInOperator(mine);
  const { id } = await nameSite(mine, "Shop");
  const { secret, codes } = await setUp(mine);
  await expectGoodForAll(mine);

  await press(page, "Sign out everywhere");
  await page.waitForURL(dashboard("/login"));
  await expectGoodForAll(mine);
  await signIn(mine, email, OPERATOR_PASSWORD);
  await page.waitForURL(dashboard("/login/second-step"));
  await page.goto(dashboard());
  expect(page.url()).toBe(dashboard("/login"));
  await page.goto(dashboard("/login/second-step"));
  await expectGoodForAll(mine);
  await page.getByLabel("Code from your app").fill("000000");
  await press(page, "Sign in");
  await shown(page, "That code is wrong or has expired");
  await page.getByLabel("Code from your app").fill(codeOf(secret, 1));
  await press(page, "Sign in");
  await page.waitForURL(dashboard());

  // Eleven minutes later.
  await ageProof(mine);
  await page.goto(dashboard(`/sites/${id}`));
  await press(page, "Reveal client secret");
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.waitFor();
  await expectGoodForAll(mine);
  await dialog.getByRole("button", { name: "Close" }).click();
  expect(
    await page
      .locator("code")
      .filter({ hasText: /^pst_[\w-]{48}$/ })
      .count(),
  ).toBe(0);
  await press(page, "Reveal client secret");
  await dialog.getByLabel("Your password").fill(OPERATOR_PASSWORD);
  await press(page, "Use a recovery code");
  await dialog.getByLabel("Recovery code").fill("00000-00000");
  await press(page, "Confirm");
  await shown(page, "Code is wrong, or was used before");
  await dialog.getByLabel("Recovery code").fill(codes[1] ?? "");
  await press(page, "Confirm");
  expect(
    await page
      .locator("code")
      .filter({ hasText: /^pst_[\w-]{48}$/ })
      .textContent(),
  ).toMatch(/^pst_/);
  await page.reload();
  expect(await revealSecret(page)).toMatch(/^pst_/);

  // A file behind an address leads to the question, and on to the file.
  await ageProof(mine);
  await page.goto(dashboard(`/sites/${id}/users.csv`));
  await page.getByRole("heading", { level: 1, name: "Confirm that it is you" }).waitFor();
  await page.getByLabel("Your password").fill(OPERATOR_PASSWORD);
  await press(page, "Use a recovery code");
  await page.getByLabel("Recovery code").fill(codes[2] ?? "");
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, "Confirm")]);
  expect(file.suggestedFilename()).toMatch(/-users\.csv$/);
  await shown(page, "Your file is on its way");

  await page.goto(dashboard("/profile"));
  await shown(page, "8 of 10 left");
  await press(page, "Turn it off");
  await press(page, "Turn two-step sign-in off");
  await page.getByRole("button", { name: "Set up an authenticator app" }).waitFor();
});

test("a passkey signs in, and shows that it is its operator without a lost word of the form behind the question", async () => {
  const mine = await visit();
  const { page } = mine;
  const { email } = await signedInOperator(mine);
  const { id } = await nameSite(mine, "Shop");
  const authenticator = await Authenticator.of(mine);
  await page.goto(dashboard("/profile"));
  await press(page, "Add a passkey");
  await shown(page, "never used");
  expect(await authenticator.names()).toEqual([`${email} (dashboard)`]);
  await expectGoodForAll(mine);
  await press(page, "Sign out everywhere");
  // What the browser offers by itself, its authenticator takes at once.
  await page.waitForURL(dashboard());

  await ageProof(mine);
  await page.goto(dashboard(`/sites/${id}/settings`));
  await page.getByLabel("Type “Shop” to confirm").fill("Shop");
  await press(page, "Delete this site");
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.waitFor();
  await press(page, "Use a passkey instead");
  await page.waitForURL(dashboard());
  await shown(page, "Recently deleted");
});

test("of 64 with one recovery code one gets in; where an account requires it, a colleague sets it up on the way in, and a command lets in who has lost it", async () => {
  const mine = await visit();
  const { page } = mine;
  const { email } = await signedInOperator(mine);
  const { codes } = await setUp(mine);

  // Another browser, in which one recovery code is shown 64 times at once.
  const other = await visit();
  await signIn(other, email, OPERATOR_PASSWORD);
  await other.page.waitForURL(dashboard("/login/second-step"));
  const race = sixtyFour(other, async () => {
    await press(other.page, "Use a recovery code");
    await other.page.getByLabel("Recovery code").fill(codes[0] ?? "");
    await press(other.page, "Sign in");
  });
  expect(await race).toBe(1);
  other.complaints.length = 0;

  await page.goto(dashboard("/operators"));
  await press(page, "Require a second step");
  await press(page, "Require it");
  await shown(page, "Everybody needs a second step");
  await press(page, "Invite");
  await page.getByLabel("E-mail").fill(`pete-${email}`);
  await press(page, "Send the invitation");
  await shown(page, "The invitation is on its way");
  const link = (await page.getByRole("dialog").locator("code").textContent()) ?? "";

  const pete = await visit();
  await pete.page.goto(link);
  await pete.page.getByLabel("Your name").fill("Pete");
  await pete.page.getByLabel("Password").fill(OPERATOR_PASSWORD);
  await press(pete.page, "Join");
  await pete.page.getByRole("heading", { level: 1, name: "Set up your second step" }).waitFor();
  await expectGoodForAll(pete);
  const uri = await pete.page.getByRole("link", { name: "Open an app on this device" }).getAttribute("href");
  const secret = new URL(uri ?? "").searchParams.get("secret") ?? "";
  await pete.page.getByLabel("Code from your app").fill(codeOf(secret));
  await press(pete.page, "Turn it on");
  await pete.page.getByRole("heading", { level: 1, name: "Keep your recovery codes" }).waitFor();
  await press(pete.page, "I have kept them");
  await pete.page.waitForURL(dashboard());
  const thief = await visit();
  await signIn(thief, `pete-${email}`, OPERATOR_PASSWORD);
  await thief.page.waitForURL(dashboard("/login/second-step"));
  const codes64 = sixtyFour(thief, async () => {
    await thief.page.getByLabel("Code from your app").fill(codeOf(secret, 1));
    await press(thief.page, "Sign in");
  });
  expect(await codes64).toBe(1);
  thief.complaints.length = 0;

  await page.goto(dashboard("/operators"));
  await expectGoodForAll(mine);
  await press(page, "Reset second step of Pete");
  await press(page, "Reset it");
  await shown(page, "Pete signs in with the password alone");
  expect(await command("operator", "reset-factor", "--email", email)).toEqual({ email });
  await signIn(mine, email, OPERATOR_PASSWORD);
  await page.getByRole("heading", { level: 1, name: "Set up your second step" }).waitFor();
});
