import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { makeSite, unique } from "./api";
import { command, copiedSession, dashboard, letsIn, nameSite, OPERATOR_PASSWORD, signedInAs, signedInOperator, signIn } from "./dashboard";
import { flaws, signedInCustomer } from "./operator";
import { startServer } from "./server";
import { closeBrowser, endVisits, newVisitor, type Visitor } from "./visitor";

const NEW = "a brand new password of mine";

const visitors: Visitor[] = [];
let mine: Visitor;
let email: string;

const visit = async (coming: Promise<Visitor> = newVisitor()) => {
  const visitor = await coming;
  visitors.push(visitor);
  return visitor;
};

beforeEach(async () => {
  mine = await visit();
  ({ email } = await signedInOperator(mine));
});
afterEach(async (test) => {
  const ended = await endVisits(visitors, test);
  expect(ended.flatMap(({ complaints }) => complaints)).toEqual([]);
});
afterAll(closeBrowser);

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" }).click();
const shown = (page: Page, text: string | RegExp) =>
  page
    .getByText(text, { exact: typeof text === "string" })
    .first()
    .waitFor();

/** The first link of the newest mail with this subject, as the mailbox shows it. Mails go out behind the answer, so it asks until there is one. */
async function mailedLink(page: Page, subject: string): Promise<string> {
  const line = page.getByRole("link", { name: subject }).first();
  await expect
    .poll(async () => {
      await page.goto(dashboard("/mailbox"));
      return line.count();
    })
    .toBeGreaterThan(0);
  await line.click();
  await page.getByRole("heading", { level: 1, name: subject }).waitFor();
  return (await page.getByRole("link", { name: "Open", exact: true }).getAttribute("href")) ?? "";
}

/** How the API answers to a token. */
const apiStatus = async (token: string, list = "sites") =>
  (await fetch(`${inject("baseUrl")}/api/${list}`, { headers: { authorization: `Bearer ${token}` } })).status;

describe("API tokens", () => {
  test("are made, shown once, used, regenerated and revoked", async () => {
    const { page } = mine;
    await page.goto(dashboard("/api-tokens"));
    // The one that an account made by command begins with.
    await shown(page, "First token");
    expect(await flaws(mine)).toEqual([]);
    await press(page, "New token");
    await page.getByLabel("Name").fill("Shop backend");
    await press(page, "Make the token");
    await shown(page, "Copy your token now");
    expect(await flaws(mine)).toEqual([]);
    const first = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
    await press(page, "I have copied it");
    // Beside the one that was there: until it is, the page is about to be drawn anew.
    await page
      .getByText(/never used/)
      .nth(1)
      .waitFor();
    expect(await page.content()).not.toContain(first);
    expect(await flaws(mine)).toEqual([]);

    expect(await apiStatus(first)).toBe(200);
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByText(/last used/).count();
      })
      .toBe(1);

    await press(page, "Regenerate Shop backend");
    expect(await flaws(mine)).toEqual([]);
    await press(page, "Regenerate the token");
    await shown(page, "Copy your token now");
    const second = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
    expect([await apiStatus(first), await apiStatus(second)]).toEqual([401, 200]);
    await press(page, "I have copied it");

    await press(page, "Revoke Shop backend");
    expect(await flaws(mine)).toEqual([]);
    await press(page, "Revoke the token");
    await shown(page, "Revoked");
    expect(await apiStatus(second)).toBe(401);
    expect(await flaws(mine)).toEqual([]);
  });

  test("are limited to what is ticked, to one site and in time; also those of a command", async () => {
    const { page } = mine;
    const { slug } = await nameSite(mine, "Shop");
    await page.goto(dashboard("/api-tokens"));
    await press(page, "New token");
    await page.getByLabel("Name").fill("Reports");
    await page.getByLabel("Only what I tick").check();
    await page.getByLabel("One site").check();
    await press(page, "Make the token");
    await shown(page, "Choose the site that it reaches");
    await page.getByRole("combobox", { name: "Search sites" }).fill("sho");
    await page.getByRole("option", { name: `Shop /${slug}` }).click();
    await press(page, "Make the token");
    await shown(page, /^Scopes can't be empty/);
    await page.getByLabel("Read users").check();
    await page.getByLabel("Ends").selectOption("In 90 days");
    expect(await flaws(mine)).toEqual([]);
    await press(page, "Make the token");
    await shown(page, "Copy your token now");
    const made = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
    await press(page, "I have copied it");
    await shown(page, "May do site_users:read on Shop only · ends in 3 months");
    expect([await apiStatus(made, "site_users"), await apiStatus(made)]).toEqual([200, 403]);

    const words = ["--email", email, "--name", "Nightly", "--scopes", "sites:read", "--site", slug, "--expires", "12d"];
    const { api_token: commanded, name } = await command<{ name: string; api_token: string }>("token", "create", ...words);
    expect([name, await apiStatus(commanded), await apiStatus(commanded, "site_users")]).toEqual(["Nightly", 200, 403]);
    await page.reload();
    await shown(page, "May do sites:read on Shop only · ends in 12 days");
  });

  test("the copy button says that it copied", async () => {
    const { page, context } = mine;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(dashboard("/api-tokens"));
    await press(page, "New token");
    await page.getByLabel("Name").fill("Copied");
    await page.getByLabel("Name").press("Enter");
    await press(page, "Copy API token");
    await shown(page, "Copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.getByRole("dialog").locator("code").textContent());
  });
});

describe("the mailbox", () => {
  test("shows a mail as it looks, its link and its text; the frame runs nothing and its links open beside it", async () => {
    const { page, context } = mine;
    await page.goto(dashboard("/mailbox"));
    await shown(page, "No mails yet");
    await shown(page, /Mails are kept here, not sent/);
    expect(await flaws(mine)).toEqual([]);
    await page.goto(dashboard("/operators"));
    const invited = `${unique("pete")}@example.com`;
    await press(page, "Invite");
    await page.getByLabel("E-mail").fill(invited);
    await press(page, "Send the invitation");
    await shown(page, "The invitation is on its way");
    const link = await page.getByRole("dialog").locator("code").textContent();
    expect(await mailedLink(page, "You are invited to")).toBe(link);
    expect(await flaws(mine)).toEqual([]);
    const frame = page.frameLocator("iframe");
    await frame.getByRole("heading", { name: "You are invited" }).waitFor();
    const [beside] = await Promise.all([context.waitForEvent("page"), frame.getByRole("link", { name: "Join the dashboard" }).click()]);
    await beside.getByRole("heading", { name: /^Join / }).waitFor();
    expect(beside.url()).toBe(link);
    await page.goto(dashboard(`/mailbox?search=${invited.slice(0, 12)}`));
    expect(await flaws(mine)).toEqual([]);
    expect(await page.getByRole("link", { name: "You are invited to" }).count()).toBe(1);
    await page.goto(dashboard("/mailbox?search=nobody"));
    await shown(page, /No mail to/);
  });

  test("shows the code of a site's mail", async () => {
    const customer = await visit(signedInCustomer());
    const site = await makeSite();
    const jane = `${unique("jane")}@example.com`;
    await fetch(`${inject("baseUrl")}/${site.slug}/signup`, {
      method: "POST",
      body: new URLSearchParams({ email: jane, password: "correct horse battery" }),
      redirect: "manual",
    });
    const { page } = customer;
    await expect
      .poll(async () => {
        await page.goto(dashboard(`/mailbox?search=${jane}`));
        return page.getByRole("link", { name: "Confirm your e-mail" }).count();
      })
      .toBe(1);
    await page.getByRole("link", { name: "Confirm your e-mail" }).click();
    await page.getByRole("heading", { level: 2, name: "Code" }).waitFor();
    expect(await page.locator("main code").first().textContent()).toMatch(/^\d{6}$/);
    expect(await flaws(customer)).toEqual([]);
  });

  test("somebody else's mail is not there", async () => {
    const { page } = mine;
    await page.goto(dashboard("/operators"));
    await press(page, "Invite");
    await page.getByLabel("E-mail").fill(`${unique("pete")}@example.com`);
    await press(page, "Send the invitation");
    await shown(page, "The invitation is on its way");
    await mailedLink(page, "You are invited to");
    const theirs = await visit();
    await signedInOperator(theirs);
    for (const path of [page.url(), `${page.url()}/html`]) {
      const statusOf = async (visitor: Visitor) =>
        (await fetch(path, { headers: { cookie: await copiedSession(visitor) }, redirect: "manual" })).status;
      expect([await statusOf(mine), await statusOf(theirs)]).toEqual([200, 404]);
    }
  });
});

describe("signing up", () => {
  test("makes an account and leads to name a site; a taken address is refused beside what was typed", async () => {
    const stranger = await visit();
    const { page } = stranger;
    await page.goto(dashboard("/login"));
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByRole("heading", { level: 1, name: "Create your account" }).waitFor();
    expect(await flaws(stranger)).toEqual([]);
    await press(page, "Create account");
    for (const problem of ["Name can't be blank", "Email can't be blank", "Password can't be blank"]) await shown(page, problem);
    expect(await flaws(stranger)).toEqual([]);
    await page.getByLabel("Your name").fill("Nora");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(OPERATOR_PASSWORD);
    await press(page, "Create account");
    await shown(page, "We could not create this account; sign in or reset your password");
    expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
    expect(await flaws(stranger)).toEqual([]);
    await page.getByLabel("E-mail").fill(`${unique("nora")}@example.com`);
    await press(page, "Create account");
    await page.waitForURL(dashboard("/sites/new"));
    await page.getByRole("heading", { name: "Name your site" }).waitFor();
  });

  test("says so where it is closed", async () => {
    const server = await startServer({ OPERATOR_SIGNUP: "closed" });
    try {
      const html = await (await fetch(`${server.baseUrl}/dashboard/signup`)).text();
      expect(html).toContain("New accounts are closed here");
      expect(html).not.toContain("<form");
    } finally {
      await server.stop();
    }
  });
});

describe("a forgotten password", () => {
  test("is replaced by the mailed link, once, and every other browser is signed out", async () => {
    const stranger = await visit();
    const { page } = stranger;
    const answers: string[] = [];
    for (const typed of [`${unique("nobody")}@example.com`, email]) {
      await page.goto(dashboard("/login"));
      await page.getByRole("link", { name: "Forgot your password?" }).click();
      await page.getByRole("heading", { level: 1, name: "Reset your password" }).waitFor();
      await page.getByLabel("E-mail").fill(typed);
      await press(page, "Send the link");
      await page.getByRole("heading", { level: 1, name: "Look into your inbox" }).waitFor();
      answers.push((await page.locator("main").textContent()) ?? "");
    }
    expect(answers[0]).toBe(answers[1]);
    expect(await flaws(stranger)).toEqual([]);
    const link = await mailedLink(mine.page, "Set a new password for your dashboard");
    const copy = await copiedSession(mine);
    for (let look = 0; look < 2; look++) await page.goto(link);
    await page.getByRole("heading", { level: 1, name: "Choose a new password" }).waitFor();
    expect(await flaws(stranger)).toEqual([]);
    await page.getByLabel("New password").fill("too short");
    await press(page, "Save and sign in");
    await shown(page, /too short/);
    expect(await letsIn(copy)).toBe(true);
    await page.getByLabel("New password").fill(NEW);
    await press(page, "Save and sign in");
    await page.waitForURL(dashboard());
    expect([await letsIn(copy), await letsIn(await copiedSession(stranger))]).toEqual([false, true]);
    await page.goto(link);
    await page.getByRole("heading", { level: 1, name: "This link has expired or was already used" }).waitFor();
    expect(await flaws(stranger)).toEqual([]);
    await visit(signedInAs(email, NEW));
  });

  test("is replaced by the link of a command where no mail arrives", async () => {
    const { reset_link } = await command<{ reset_link: string }>("operator", "reset-link", "--email", email.toUpperCase());
    const { page } = await visit();
    await page.goto(reset_link);
    await page.getByLabel("New password").fill(NEW);
    await press(page, "Save and sign in");
    await page.waitForURL(dashboard());
    await expect(command("operator", "reset-link", "--email", "nobody@example.com")).rejects.toThrow("Email belongs to no operator");
  });
});

describe("operators", () => {
  test("invite, join, and remove: the removed one is out at once", async () => {
    const { page } = mine;
    await page.goto(dashboard("/operators"));
    expect(await page.getByRole("button", { name: /^Remove/ }).count()).toBe(0);
    expect(await flaws(mine)).toEqual([]);
    await press(page, "Invite");
    await page.getByLabel("E-mail").fill("nobody");
    await press(page, "Send the invitation");
    await shown(page, "Email is invalid");
    const invited = `${unique("pete")}@example.com`;
    await page.getByLabel("E-mail").fill(invited);
    await press(page, "Send the invitation");
    await shown(page, "The invitation is on its way");
    expect(await flaws(mine)).toEqual([]);
    const link = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
    await press(page, "Done");
    await shown(page, "Waiting");
    expect(await flaws(mine)).toEqual([]);

    const pete = await visit();
    await pete.page.goto(link);
    await pete.page.getByRole("heading", { level: 1, name: /^Join / }).waitFor();
    expect(await flaws(pete)).toEqual([]);
    await press(pete.page, "Join");
    await shown(pete.page, "Name can't be blank");
    await pete.page.getByLabel("Your name").fill("Pete Second");
    await pete.page.getByLabel("Password").fill(OPERATOR_PASSWORD);
    await press(pete.page, "Join");
    await pete.page.waitForURL(dashboard());
    const copy = await copiedSession(pete);
    expect(await letsIn(copy)).toBe(true);
    await pete.page.goto(link);
    await pete.page.getByRole("heading", { level: 1, name: "This link has expired or was already used" }).waitFor();

    await page.reload();
    await press(page, "Remove Pete Second");
    expect(await flaws(mine)).toEqual([]);
    await press(page, "Remove the operator");
    await shown(page, "Pete Second is removed");
    expect([await letsIn(copy), await letsIn(await copiedSession(mine))]).toEqual([false, true]);
  });

  test("an invitation that is withdrawn leads nowhere", async () => {
    const { page } = mine;
    await page.goto(dashboard("/operators"));
    await press(page, "Invite");
    await page.getByLabel("E-mail").fill(`${unique("pete")}@example.com`);
    await press(page, "Send the invitation");
    await shown(page, "The invitation is on its way");
    const link = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
    await press(page, "Done");
    await press(page, /^Withdraw/);
    await shown(page, "The invitation is withdrawn");
    const stranger = await visit();
    await stranger.page.goto(link);
    await stranger.page.getByRole("heading", { level: 1, name: "This link has expired or was already used" }).waitFor();
  });
});

describe("leaving", () => {
  test("an operator leaves; the last one deletes the account by its name, and brings it back by signing in", async () => {
    const { page } = mine;
    await page.goto(dashboard("/operators"));
    await press(page, "Invite");
    await page.getByLabel("E-mail").fill(`${unique("pete")}@example.com`);
    await press(page, "Send the invitation");
    const link = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
    const pete = await visit();
    await pete.page.goto(link);
    await pete.page.getByLabel("Your name").fill("Pete Second");
    await pete.page.getByLabel("Password").fill(OPERATOR_PASSWORD);
    await press(pete.page, "Join");
    await pete.page.waitForURL(dashboard());
    const copy = await copiedSession(pete);
    await pete.page.goto(dashboard("/profile"));
    await press(pete.page, "Leave the account");
    expect(await flaws(pete)).toEqual([]);
    await press(pete.page, "Leave for good");
    await shown(pete.page, "You have left the account, and your sign-in is deleted.");
    expect([await letsIn(copy), await letsIn(await copiedSession(mine))]).toEqual([false, true]);

    const { slug } = await nameSite(mine, "Kept");
    await page.goto(dashboard("/profile"));
    expect(await page.getByRole("button", { name: "Leave the account" }).count()).toBe(0);
    await page.getByRole("link", { name: "delete the account" }).click();
    await page.getByRole("heading", { level: 1, name: "Account" }).waitFor();
    expect(await flaws(mine)).toEqual([]);
    const field = page.getByLabel(/^Type “.+” to confirm$/);
    const name = /“(.+)”/.exec((await page.locator("label", { hasText: "to confirm" }).textContent()) ?? "")?.[1] ?? "";
    await field.fill(`not ${name}`);
    await press(page, "Delete the account");
    await shown(page, `This is not “${name}”`);
    const own = await copiedSession(mine);
    await field.fill(name);
    await press(page, "Delete the account");
    await page.waitForURL(dashboard("/deleted"));
    await page.getByRole("heading", { level: 1, name: "The account is deleted" }).waitFor();
    expect([await letsIn(own), (await fetch(`${inject("baseUrl")}/${slug}/login`)).status]).toEqual([false, 404]);

    await signIn(mine, email, OPERATOR_PASSWORD);
    await page.getByRole("heading", { level: 1, name: "Your account is deleted" }).waitFor();
    expect(await flaws(mine)).toEqual([]);
    expect(await letsIn(await copiedSession(mine))).toBe(false);
    await press(page, "Bring it back");
    await page.waitForURL(dashboard());
    await page.getByRole("link", { name: "Kept" }).first().waitFor();
    expect((await fetch(`${inject("baseUrl")}/${slug}/login`)).status).toBe(200);
  });
});

describe("the profile", () => {
  test("changes the name and the password; other browsers are signed out, this one goes on", async () => {
    const { page } = mine;
    const other = await copiedSession(await visit(signedInAs(email)));
    const old = await copiedSession(mine);
    await page.goto(dashboard("/profile"));
    expect(await flaws(mine)).toEqual([]);
    await page.getByLabel("Your name").fill("Olive Renamed");
    await press(page, "Save");
    await shown(page, "Your name is saved");
    await page.getByRole("complementary").getByText("Olive Renamed").waitFor();
    await page.getByLabel("Current password").fill("not this one");
    await page.getByLabel("New password").fill(NEW);
    await press(page, "Change the password");
    await shown(page, "Current password is wrong");
    expect(await flaws(mine)).toEqual([]);
    expect(await letsIn(other)).toBe(true);
    await page.getByLabel("Current password").fill(OPERATOR_PASSWORD);
    await press(page, "Change the password");
    await shown(page, "Your password is changed");
    expect([await letsIn(other), await letsIn(old), await letsIn(await copiedSession(mine))]).toEqual([false, false, true]);
    await page.reload();
    expect(page.url()).toBe(dashboard("/profile"));
    await visit(signedInAs(email, NEW));
  });

  test("signs out everywhere", async () => {
    const other = await copiedSession(await visit(signedInAs(email)));
    const own = await copiedSession(mine);
    await mine.page.goto(dashboard("/profile"));
    await press(mine.page, "Sign out everywhere");
    await mine.page.waitForURL(dashboard("/login"));
    expect([await letsIn(other), await letsIn(own)]).toEqual([false, false]);
  });
});

describe("sessions", () => {
  test("live in a cookie that scripts do not see and other sites do not send; signing out ends a copy", async () => {
    for (const visitor of [mine, await visit(signedInAs(email))]) {
      const [cookie] = (await visitor.context.cookies()).filter(({ name }) => name.includes("session-token"));
      expect(cookie).toMatchObject({ name: "next-auth.session-token", httpOnly: true, sameSite: "Lax", path: "/", secure: false });
    }
    const copy = await copiedSession(mine);
    await press(mine.page, "Sign out");
    await mine.page.waitForURL(dashboard("/login"));
    expect(await letsIn(copy)).toBe(false);
  });

  test("ten wrong passwords close the form for a while, and say so", async () => {
    const stranger = await visit();
    const { page } = stranger;
    await page.goto(dashboard("/login"));
    const alert = page.getByRole("alert").filter({ hasText: /\w/ });
    for (let guess = 0; guess < 10; guess++) {
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(`wrong ${guess}`);
      const answered = page.waitForResponse((response) => response.url().includes("/callback/credentials"));
      await press(page, "Sign in");
      await answered;
      await alert.filter({ hasText: "Wrong e-mail or password" }).waitFor();
    }
    await signIn(stranger, email, OPERATOR_PASSWORD);
    await alert.filter({ hasText: /^Too many attempts\. Try again in \d+ minutes/ }).waitFor();
    expect(await flaws(stranger)).toEqual([]);
    stranger.complaints.splice(0);
  });
});
