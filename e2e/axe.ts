import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Frame, Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What can change with the colours alone. */
export const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds in a document, by all its rules or by some, once nothing moves or fades any more: half-way, every contrast is wrong. */
export async function violations(document: Page | Frame, rules?: string[]): Promise<string[]> {
  await document.evaluate(() => Promise.allSettled(window.document.getAnimations().map((animation) => animation.finished)));
  if (!(await document.evaluate(() => "axe" in window))) await document.evaluate(AXE);
  const options = { resultTypes: ["violations" as const], ...(rules ? { runOnly: rules } : {}) };
  const { violations } = await document.evaluate((given) => (window as unknown as { axe: typeof axe }).axe.run(given), options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/**
 * The same of a page that an action may just be drawing anew: its title is taken away and put back, at any moment. One that has none stays
 * without, and that is waited for in vain.
 */
async function titledViolations(page: Page): Promise<string[]> {
  const found = await violations(page);
  if (!found.some((violation) => violation.startsWith("document-title"))) return found;
  await page.waitForFunction(() => document.title !== "");
  return violations(page);
}

/** What axe finds in a page in light, and what else it finds in dark. */
export async function violationsInBoth(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const light = await titledViolations(page);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const dark = await violations(page, OF_COLOURS);
  return [...light.map((found) => `light ${found}`), ...dark.map((found) => `dark ${found}`)];
}
