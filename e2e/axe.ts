import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Frame, Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds in a document, once nothing moves or fades any more: half-way, every contrast is wrong. */
export async function violations(document: Page | Frame): Promise<string[]> {
  await document.evaluate(() => Promise.allSettled(window.document.getAnimations().map((animation) => animation.finished)));
  await document.evaluate(AXE);
  const { violations } = await document.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
