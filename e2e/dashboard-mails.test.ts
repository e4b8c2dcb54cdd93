import { afterAll, expect, inject, test } from "vitest";
import { expectGoodForAll, nameSite, signedInOperator } from "./dashboard";
import { closeBrowser, newVisitor } from "./visitor";

afterAll(closeBrowser);

test("a mail is worded beside the real one, tried out by a mail to oneself, saved, and put back into our words", async () => {
  const visitor = await newVisitor();
  const { page } = visitor;
  await signedInOperator(visitor);
  const { id } = await nameSite(visitor, "Acme");
  const base = `${inject("baseUrl")}/dashboard`;
  await page.goto(`${base}/sites/${id}/mails`);
  const preview = page.frameLocator("iframe:not([aria-hidden])");
  await preview.getByRole("heading", { name: "Confirm your e-mail address" }).waitFor();

  await page.getByLabel("Subject").fill("Welcome, {name}");
  await page.getByText("It has {name}, which this mail does not know; it knows {site} and {duration}.").waitFor();
  expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
  await page.getByLabel("Subject").fill("Welcome to {site}");
  await page.getByLabel("Heading").fill("Nearly there");
  await page.getByLabel("Text", { exact: true }).fill("Glad you came.\nIt takes a minute.");
  await preview.getByRole("heading", { name: "Nearly there" }).waitFor();
  await preview.getByText("It takes a minute.").waitFor();
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect.poll(() => preview.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor)).toBe("rgb(17, 17, 20)");
  await page.getByRole("radio", { name: "Plain text" }).check();
  await preview.getByText("Welcome to Acme").waitFor();
  await page.getByRole("radio", { name: "Phone" }).check();
  await expectGoodForAll(visitor);

  // Choosing another mail, or another language, loses nothing.
  await page.getByLabel("Language", { exact: true }).selectOption({ label: "Deutsch" });
  await preview.getByRole("heading", { name: "E-Mail-Adresse bestätigen" }).waitFor();
  expect(await page.getByLabel("Heading").inputValue()).toBe("");
  await page.getByLabel("Language", { exact: true }).selectOption({ label: "English · not saved" });
  await expect.poll(() => page.getByLabel("Heading").inputValue()).toBe("Nearly there");

  await page.getByRole("button", { name: "Send me a test" }).click();
  await page.getByText("On its way to").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved: the next mail says it").waitFor();
  await page.getByLabel("Mail", { exact: true }).selectOption({ label: "Password changed" });
  await page.getByText("Comes below what happened").waitFor();
  expect(await page.getByLabel("Heading").count()).toBe(0);
  await page.getByLabel("Mail", { exact: true }).selectOption({ label: "Confirm address · your words" });
  await expect.poll(() => page.getByLabel("Subject").inputValue()).toBe("Welcome to {site}");
  await page.getByRole("button", { name: "Reset to ours" }).click();
  await page.getByText("The mail is in our words again").waitFor();
  expect(await page.getByLabel("Subject").inputValue()).toBe("");
  await page.reload();
  expect(await page.getByLabel("Subject").inputValue()).toBe("");

  await page.goto(`${base}/sites/${id}/settings`);
  await page.getByLabel("Sender name").fill("Acme <eve@example.com>");
  await page.getByRole("button", { name: "Save mails" }).click();
  await page.getByText("must be a name without signs").waitFor();
  await page.getByLabel("Sender name").fill("Acme Support");
  await page.getByLabel("Reply-to").fill("help@acme.example");
  await page.getByRole("button", { name: "Save mails" }).click();
  await page.getByText("Mails saved").waitFor();
  await page.reload();
  expect([await page.getByLabel("Sender name").inputValue(), await page.getByLabel("Reply-to").inputValue()]).toEqual([
    "Acme Support",
    "help@acme.example",
  ]);
  await expectGoodForAll(visitor);
});
