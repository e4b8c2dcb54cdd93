import { afterAll, expect, inject, test } from "vitest";
import { unique } from "./api";
import { violations } from "./axe";
import { dashboard, expectGoodForAll, nameSite, signedInOperator } from "./dashboard";
import { closeBrowser, KINDS, type Kind, newVisitor } from "./visitor";

afterAll(closeBrowser);

test.each((Object.keys(KINDS) as Kind[]).filter((kind) => kind !== "without JavaScript"))(
  "the home page's example signs somebody up in the widget, %s",
  async (kind) => {
    const visitor = await newVisitor(kind);
    const { page, hands } = visitor;
    const email = `${unique("jane")}@example.com`;
    await page.goto(`${inject("baseUrl")}/`, { waitUntil: "networkidle" });
    await hands.press(page.getByRole("button", { name: "Create an account" }));
    const form = page.frameLocator("dialog iframe");
    await form.getByLabel(/e-?mail/i).fill(email);
    await form.getByLabel("Password", { exact: true }).fill("correct horse battery");
    await form.getByLabel("Password", { exact: true }).press("Enter");
    await page.getByText(`Signed in as ${email}`).waitFor();
    expect(await page.locator("dialog[open]").count()).toBe(0);
    expect(page.url()).toBe(`${inject("baseUrl")}/`);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  },
);

test("the command menu leads to a site and to a page by typing", async () => {
  const visitor = await newVisitor();
  const { page } = visitor;
  await signedInOperator(visitor);
  const name = unique("Acme");
  const { id } = await nameSite(visitor, name);
  await page.goto(`${inject("baseUrl")}/dashboard/profile`, { waitUntil: "networkidle" });
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "A page or a site" });
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type(name.slice(0, 12).toLowerCase());
  await page.getByRole("option", { name, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/dashboard/sites/${id}`);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("api");
  await page.getByRole("option", { name: "API tokens", selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/api-tokens");
  await page.keyboard.press("Control+k");
  await field.waitFor();
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();
});

test("the list of sites: looked at, searched, and kept apart from another account's", async () => {
  const visitor = await newVisitor();
  const { page } = visitor;
  await signedInOperator(visitor);
  await expectGoodForAll(visitor);
  const [first, second] = [unique("Acme"), unique("Zenith")];
  await nameSite(visitor, first);
  await nameSite(visitor, second);
  await page.goto(dashboard());
  await expectGoodForAll(visitor);
  const listed = () => page.locator("main li a").evaluateAll((links) => links.map((link) => link.textContent ?? ""));
  expect((await listed()).map((text) => [second, first].find((name) => text.includes(name)))).toEqual([second, first]);
  await page.getByRole("searchbox").fill(first.slice(2).toUpperCase());
  await page.keyboard.press("Enter");
  await page.waitForURL(/search=/);
  expect(await listed()).toHaveLength(1);
  await page.goto(`${dashboard()}?search=%00%25&after=x`);
  await page.getByText("No site is called like").waitFor();
  await page.goto(dashboard("/sites/1"));
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  expect(visitor.complaints.filter((text) => !text.includes("status of 404"))).toEqual([]);
  await visitor.context.close();
});
