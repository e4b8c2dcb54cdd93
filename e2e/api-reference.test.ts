import { afterAll, expect, inject, test } from "vitest";
import { api, makeSite } from "./api";
import { expectGoodForAll } from "./dashboard";
import { closeBrowser, newVisitor } from "./visitor";

afterAll(closeBrowser);

test("the reference of the API: searched, copied from, and tried against a site of one's own", async () => {
  const visitor = await newVisitor("with a mouse", { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = visitor;
  const { slug } = await makeSite();
  await page.goto(`${inject("baseUrl")}/docs/api`);

  await page.getByRole("searchbox").fill("DELETE belongs");
  await page.getByText("1 operation", { exact: true }).waitFor();
  expect(await page.locator("h3:visible").allTextContents()).toEqual(["Delete a site user"]);
  await page.getByRole("searchbox").fill("no such words");
  await page.getByRole("heading", { name: "No operation has all these words" }).waitFor();
  await page.getByRole("searchbox").fill("");

  const read = page.locator("#getSite");
  await read.getByRole("tab", { name: "Python" }).click();
  await read.getByRole("button", { name: "Copy the code for Python" }).click();
  await read.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`requests.get(\n    "${inject("baseUrl")}/api/sites/my-app"`);

  await read.getByRole("button", { name: "Try it" }).click();
  await read.getByLabel("API token").fill(inject("apiToken"));
  await read.getByLabel("id", { exact: true }).fill(slug);
  await read.getByRole("button", { name: "Send" }).click();
  await read.getByText("200 OK").waitFor();
  await read.getByText(`"slug": "${slug}"`).waitFor();

  const gone = page.locator("#deleteSite");
  await gone.getByRole("button", { name: "Try it" }).click();
  await gone.getByLabel("id", { exact: true }).fill(slug);
  await gone.getByLabel("Repeat the id").fill(`${slug}x`);
  expect(await gone.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
  await gone.getByLabel("Repeat the id").fill(slug);
  await gone.getByRole("button", { name: "Send" }).click();
  await gone.getByText("Site deleted").waitFor();
  expect((await api<{ sites: unknown[] }>("GET", `/api/sites?slug=${slug}`)).sites).toEqual([]);

  await expectGoodForAll(visitor);
  const kept = await page.evaluate(() => location.href + JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
  expect(kept).not.toContain(inject("apiToken"));
  await page.reload();
  await read.getByRole("button", { name: "Try it" }).click();
  expect(await read.getByLabel("API token").inputValue()).toBe("");
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();
});
