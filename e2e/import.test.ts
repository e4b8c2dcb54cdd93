import { hash } from "bcryptjs";
import { afterAll, afterEach, beforeEach, expect, inject, test } from "vitest";
import { api, makeSite, type Site, unique } from "./api";
import { expectGoodForAll } from "./dashboard";
import { signedInCustomer } from "./operator";
import { closeBrowser, type Visitor } from "./visitor";

const PASSWORD = "the password from before";

let operator: Visitor;
let site: Site;
beforeEach(async () => {
  operator = await signedInCustomer();
  site = await makeSite({ success_uri: `${inject("baseUrl")}/robots.txt` });
});
afterEach(async () => {
  expect(operator.complaints).toEqual([]);
  await operator.context.close();
});
afterAll(closeBrowser);

/** Whether somebody signs in on the hosted page. */
async function signsIn(email: string): Promise<boolean> {
  const body = new URLSearchParams({ email, password: PASSWORD });
  const answer = await fetch(`${inject("baseUrl")}/${site.slug}/login`, { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "about:blank").searchParams.has("token");
}

test("an operator brings users along from a CSV file, and they sign in with their old password", async () => {
  const { page } = operator;
  const [jane, joe] = [`${unique("jane")}@example.com`, `${unique("joe")}@example.com`];
  const csv = ["Kontakt,display name,pw,plan", `${jane},Jane,${await hash(PASSWORD, 5)},pro`, "nobody,,,", `${joe},Joe,,free`].join("\n");

  await page.goto(`${inject("baseUrl")}/dashboard/sites/${site.id}/import`);
  await page.getByRole("heading", { level: 1, name: "Import users" }).waitFor();
  const choose = (name: string, text: string) =>
    page.getByLabel("Drop a file here").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await choose("users.pdf", "%PDF-1.7");
  await page.getByText("File is a PDF document.").waitFor();
  await expectGoodForAll(operator);

  await choose("users.csv", csv);
  await page.getByText("This is a CSV file.").waitFor();
  expect(await page.content()).not.toContain("$2b$");
  await page.getByLabel("What Kontakt is").selectOption("Email");
  await page.getByLabel("What pw is").selectOption("Password hash");
  await expectGoodForAll(operator);
  await page.getByRole("button", { name: "Send and count" }).click();
  await page.getByRole("heading", { name: "What users.csv would bring" }).waitFor();
  await page.getByText("Row 2").waitFor();
  await page.getByText("Email is invalid").waitFor();
  await expectGoodForAll(operator);
  expect(await signsIn(jane)).toBe(false);

  await page.getByRole("button", { name: "Import 2 users" }).click();
  await page.getByRole("heading", { name: "2 users imported" }).waitFor();
  await expectGoodForAll(operator);
  const [report] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the whole report" }).click(),
  ]);
  expect(report.suggestedFilename()).toMatch(/^import-\d+\.csv$/);
  expect(await signsIn(jane)).toBe(true);
  const found = await api<{ site_users: object[] }>("GET", `/api/site_users?site_id=${site.id}&search=${encodeURIComponent(joe)}`);
  expect(found.site_users).toMatchObject([{ name: "Joe", private_metadata: { imported: { plan: "free" } } }]);

  await page.getByRole("link", { name: "See the users" }).click();
  await page.getByText(jane).waitFor();
});
