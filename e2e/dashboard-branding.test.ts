import { afterAll, expect, inject, test } from "vitest";
import { makePng } from "@/lib/testing/pictures";
import { expectGoodForAll, nameSite, signedInOperator } from "./dashboard";
import { closeBrowser, newVisitor } from "./visitor";

afterAll(closeBrowser);

test("a brand is chosen by keyboard, seen in the preview at once, and by visitors once it is published", async () => {
  const visitor = await newVisitor();
  const { page } = visitor;
  await signedInOperator(visitor);
  const { id, slug } = await nameSite(visitor, "Acme");
  await page.goto(`${inject("baseUrl")}/dashboard/sites/${id}/branding`);
  const preview = page.frameLocator("iframe:not([aria-hidden])");
  const accentIn = (place: typeof preview | typeof page) =>
    place
      .locator("[type=submit]")
      .first()
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  await preview.getByRole("heading", { name: "Sign in to Acme" }).waitFor();
  await expectGoodForAll(visitor);

  await page.getByLabel("Accent", { exact: true }).fill("#ff1493");
  await page.getByText("White text on it would have 3.6:1, less than 4.5:1, so it is black.").waitFor();
  await expect.poll(() => accentIn(preview)).toBe("rgb(255, 20, 147)");
  await page.getByRole("radio", { name: "Medium" }).focus();
  await page.keyboard.press("ArrowRight");
  expect(await page.getByRole("radio", { name: "Large" }).isChecked()).toBe(true);
  await page.getByLabel("Sign-in title").fill("Welcome back");
  await preview.getByRole("heading", { name: "Welcome back" }).waitFor();
  await page
    .getByLabel("Choose a picture: Logo", { exact: true })
    .setInputFiles({ name: "logo.svg", mimeType: "image/png", buffer: makePng(300, 100) });
  await preview.getByRole("img", { name: "Acme" }).waitFor();

  await page.getByRole("radio", { name: "Locked" }).check();
  await preview.getByRole("alert").waitFor();
  await page.getByRole("radio", { name: "Phone" }).check();
  await page.getByRole("radio", { name: "Right to left" }).check();
  await expect.poll(() => preview.locator("html").getAttribute("dir")).toBe("rtl");
  await page.getByLabel("Language", { exact: true }).selectOption("ja");
  expect(await page.getByRole("radio", { name: "Left to right" }).isChecked()).toBe(true);
  await preview.locator("html[lang=ja]").waitFor();
  await expectGoodForAll(visitor);

  const stranger = await newVisitor();
  const login = `${inject("baseUrl")}/${slug}/login`;
  await stranger.page.goto(login);
  expect(await accentIn(stranger.page)).not.toBe("rgb(255, 20, 147)");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Published: visitors see it now").waitFor();
  await stranger.page.goto(login);
  expect(await accentIn(stranger.page)).toBe("rgb(255, 20, 147)");
  await stranger.page.getByRole("heading", { name: "Welcome back" }).waitFor();
  const logo = stranger.page.getByRole("img", { name: "Acme" });
  expect(await logo.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBe(300);
  await expectGoodForAll(stranger);

  await page.getByLabel("Accent", { exact: true }).fill("#00ff00");
  await page.getByText("Unpublished changes").waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByText("Changes discarded").waitFor();
  expect(await page.getByLabel("Accent", { exact: true }).inputValue()).toBe("#ff1493");
  expect(visitor.complaints).toEqual([]);
  expect(stranger.complaints).toEqual([]);
  await Promise.all([visitor, stranger].map(({ context }) => context.close()));
});
