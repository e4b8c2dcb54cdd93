import { json } from "node:stream/consumers";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { api, linkTo, mailTo, makeSite, makeUser, type Site, unique } from "./api";
import { violationsInBoth } from "./axe";
import { AccountPage } from "./pages/account-page";
import { LoginPage } from "./pages/login-page";
import { VerifyPage } from "./pages/verify-page";
import { closeBrowser, endVisits, type Kind, newVisitor, type Visitor } from "./visitor";

const PASSWORD = "correct horse battery";
const visitors: Visitor[] = [];

const visit = async (...given: Parameters<typeof newVisitor>) => {
  const visitor = await newVisitor(...given);
  visitors.push(visitor);
  return visitor;
};
const pathOf = ({ page }: Visitor) => new URL(page.url()).pathname;
const userOf = async (site: Site) =>
  (await api<{ site_users: { email: string }[] }>("GET", `/api/site_users?site_id=${site.id}`)).site_users[0];

afterAll(closeBrowser);
afterEach(async (test) => {
  const ended = await endVisits(visitors, test);
  expect(ended.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(ended.flatMap(({ loaded }) => loaded)).toEqual([]);
});

/** Comes to the account page as a stranger, asks for a code there, and types it. */
async function signInByCode(visitor: Visitor, site: Site, email: string): Promise<void> {
  const account = new AccountPage(visitor);
  await account.open(site.slug);
  expect(pathOf(visitor)).toBe(`/${site.slug}/login`);
  await visitor.hands.fill(account.email, email);
  await account.press("Email me a code");
  expect(await account.heading.textContent()).toBe("Check your mail");
  const { code } = await mailTo(email, (mail) => mail.code !== null);
  await new VerifyPage(visitor).byCode(code ?? "");
  expect(pathOf(visitor)).toBe(`/${site.slug}/account`);
}

describe.each<Kind>(["on a phone", "by keyboard alone", "without JavaScript"])("%s", (kind) => {
  test("a mailed code signs in, and leads to the account page that was asked for", async () => {
    const site = await makeSite();
    const visitor = await visit(kind);
    const email = await makeUser(site, PASSWORD);
    await signInByCode(visitor, site, email);
    const account = new AccountPage(visitor);
    await account.follow(/Devices and sessions/);
    expect(await visitor.page.getByText("This browser").count()).toBe(1);
    await account.follow("Your account");
    await account.follow("Sign out");
    await account.press("Sign out");
    await account.open(site.slug);
    expect(pathOf(visitor)).toBe(`/${site.slug}/login`);
  });
});

test("the mail's link signs in where it was asked for, and elsewhere only after it has said who asked", async () => {
  const site = await makeSite();
  const email = await makeUser(site, PASSWORD);
  const [desk, phone] = [await visit("without JavaScript"), await visit("on a phone", { locale: "ar" })];
  const login = new LoginPage(desk);
  await login.open(site.slug);
  await desk.hands.fill(login.email, email);
  await new AccountPage(desk).press("Email me a code");
  const link = linkTo(await mailTo(email, (mail) => mail.code !== null), "code");
  await phone.page.goto(link);
  expect(await phone.page.locator("html").getAttribute("dir")).toBe("rtl");
  expect(await phone.page.locator(".facts li").first().textContent()).toBe("Linux");
  expect(await violationsInBoth(phone.page)).toEqual([]);
  await desk.page.goto(link);
  expect(await desk.page.locator(".facts").count()).toBe(0);
  await login.send();
  expect(pathOf(desk)).toBe(`/${site.slug}/signed-in`);
  await new LoginPage(phone).send();
  expect(pathOf(phone)).toBe(`/${site.slug}/login/code`);
  expect(await phone.page.locator("main form input[name=token]").count()).toBe(0);
});

test("an account is looked after and ended without JavaScript", async () => {
  const site = await makeSite();
  const visitor = await visit("without JavaScript");
  const { page, hands } = visitor;
  const email = await makeUser(site, PASSWORD);
  await signInByCode(visitor, site, email);
  const account = new AccountPage(visitor);

  await account.follow(/^Profile/);
  await hands.fill(page.getByLabel("First name"), "Jane");
  await page.getByLabel("Language").selectOption("de");
  await account.press("Save");
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await page.getByLabel("Sprache").selectOption("en");
  await account.press("Speichern");
  expect(await account.done.textContent()).toBe("Saved.");
  await account.follow("Your account");

  const newEmail = `${unique("jane.new")}@example.com`;
  await account.follow(/^Email/);
  await hands.fill(page.getByLabel("New e-mail address"), newEmail);
  await account.press("Send confirmation");
  const { code } = await mailTo(newEmail);
  await hands.fill(account.code, code ?? "");
  await account.press("Confirm new address");
  expect(await account.done.textContent()).toBe("Your e-mail address was changed.");
  expect(await userOf(site)).toMatchObject({ email: newEmail, first_name: "Jane", locale: "en" });
  // The old address is told.
  await mailTo(email, ({ text }) => text.includes(newEmail) || /changed/.test(text));
  await account.follow("Your account");

  await account.follow(/^Download my data/);
  const download = page.waitForEvent("download");
  await hands.press(page.getByRole("button", { name: "Download" }));
  expect(await json(await (await download).createReadStream())).toMatchObject({ site: "Acme Shop", profile: { email: newEmail } });
  await account.follow("Your account");

  await account.follow(/^Delete my account/);
  await account.press("Delete my account");
  expect(await page.getByText("Your account is closed. It will be deleted in seven days.").count()).toBe(1);
  await account.open(site.slug);
  await new LoginPage(visitor).signIn(newEmail, PASSWORD);
  expect(await account.alert.isVisible()).toBe(true);
  expect(pathOf(visitor)).toBe(`/${site.slug}/login`);
});
