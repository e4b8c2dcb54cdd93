import { describe, expect, test } from "vitest";
import { violations } from "./axe";
import { atShop } from "./embed/shop";

const { open } = atShop();

const box = { x: 0, y: 0 };

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  test("axe finds nothing, with the modal open: on the page and in the form", async () => {
    const { page, modal } = await open({ browser: { colorScheme } });
    await modal.open();
    const found = [];
    for (const frame of page.frames()) found.push(...(await violations(frame)));
    expect({ frames: page.frames().length, found }).toEqual({ frames: 2, found: [] });
  });

  test("shell and form have one ground", async () => {
    const { modal } = await open({ browser: { colorScheme } });
    await modal.open();
    const ground = (it: Element) => getComputedStyle(it).backgroundColor;
    const [shell, form] = [
      await modal.dialog.locator(".signin-fast-content").evaluate(ground),
      await modal.frame.locator("body").evaluate(ground),
    ];
    expect(shell).toBe(form);
  });
});

test("at 320 pixels the modal is a sheet over the whole screen, and nothing is to be scrolled sideways", async () => {
  const { page, modal } = await open({ kind: "on a phone", browser: { viewport: { width: 320, height: 568 } } });
  await modal.open();
  expect(await modal.dialog.locator(".signin-fast-content").boundingBox()).toEqual({ ...box, width: 320, height: 568 });
  expect(await page.locator(".signin-fast-frame").boundingBox()).toEqual({ ...box, width: 320, height: 568 });
  for (const frame of page.frames()) expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  // On a touch screen the cursor would call the keyboard over half of the form.
  expect(await modal.email.evaluate((it) => it === document.activeElement)).toBe(false);
});

test("on a low screen the modal keeps inside, and its form scrolls to the end", async () => {
  const { modal } = await open({ browser: { viewport: { width: 800, height: 360 } } });
  await modal.open("Sign Up");
  const content = await modal.dialog.locator(".signin-fast-content").boundingBox();
  expect(content?.height).toBe(360 - 32);
  const end = modal.frame.getByRole("link", { name: "Sign in instead" });
  await end.scrollIntoViewIfNeeded();
  expect(await end.isVisible()).toBe(true);
});

test.each([
  ["reduce", 0],
  ["no-preference", 1],
] as const)("motion: %s", async (reducedMotion, moves) => {
  const { page, modal } = await open({ browser: { reducedMotion } });
  await page.getByRole("button", { name: "Login" }).click();
  const content = modal.dialog.locator(".signin-fast-content");
  const animations = await content.evaluate((it) => [getComputedStyle(it).animationName].filter((name) => name !== "none").length);
  expect(animations).toBe(moves);
});

test("what the page around says of all elements does not reach the modal's own parts", async () => {
  const { page, modal } = await open();
  await page.addStyleTag({
    content:
      "*{margin:0;padding:0} button{background:red;padding:9px;width:100%} button:hover{background:blue} iframe{height:auto;max-width:50%} dialog{width:10px}",
  });
  await modal.open();
  const close = await modal.close.boundingBox();
  expect({ width: close?.width, height: close?.height }).toEqual({ width: 44, height: 44 });
  const frame = await page.locator(".signin-fast-frame").boundingBox();
  expect(frame?.width).toBe(424);
});
