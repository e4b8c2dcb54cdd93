import { afterAll, expect, inject, test } from "vitest";
import { makeSite, makeUser } from "./api";
import { violations } from "./axe";
import { LoginPage } from "./pages/login-page";
import { closeBrowser, newVisitor } from "./visitor";

const PASSWORD = "correct horse battery";
const SITE = { attack_protection: { challenge: "always" } };

afterAll(closeBrowser);

test("a browser solves the challenge while its form is filled in, and a form that is sent before is held until then", async () => {
  const site = await makeSite({ ...SITE, success_uri: `${inject("baseUrl")}/api/health` });
  const email = await makeUser(site, PASSWORD);
  const visitor = await newVisitor("with a mouse");
  const login = new LoginPage(visitor);
  await login.open(site.slug);
  expect(await violations(visitor.page)).toEqual([]);
  await login.signIn(email, PASSWORD);
  await visitor.page.waitForURL(/token=tkn_/);
  expect(visitor.complaints).toEqual([]);
});

test("one without JavaScript is told what is missing", async () => {
  const site = await makeSite(SITE);
  const visitor = await newVisitor("without JavaScript");
  const login = new LoginPage(visitor);
  await login.open(site.slug);
  await visitor.page.locator("noscript .note").waitFor();
  await login.signIn(await makeUser(site, PASSWORD), PASSWORD);
  await visitor.page.getByRole("alert").getByText("We have to check that this is a browser.").waitFor();
});
