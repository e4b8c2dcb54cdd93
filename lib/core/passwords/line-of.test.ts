import { afterEach, beforeEach, expect, test } from "vitest";
import { NOBODY } from "./hashing-queue";
import { lineOf, lineOfSlug } from "./line-of";

const forget = () => {
  delete (globalThis as { [slot: symbol]: unknown })[Symbol.for("signin-fast.hashing-lines")];
};
beforeEach(forget);
afterEach(forget);

const see = (id: number) =>
  lineOf({ site: { slug: `site-${id}` }, scope: { accountId: BigInt(1), siteId: BigInt(id) } } as Parameters<typeof lineOf>[0]);

test("a site has its line as soon as it was seen once, and nobody's before", () => {
  expect(lineOfSlug("site-7")).toBe(NOBODY);
  expect(see(7)).toEqual({ customer: "1", site: "7" });
  expect(lineOfSlug("site-7")).toEqual({ customer: "1", site: "7" });
});

test("one site too many makes the one be forgotten that was not seen for longest, and no other", () => {
  for (let id = 0; id < 10_000; id++) see(id);
  see(0);
  see(10_000);
  expect(lineOfSlug("site-1")).toBe(NOBODY);
  for (const id of [0, 2, 9_999, 10_000]) expect(lineOfSlug(`site-${id}`)).toEqual({ customer: "1", site: String(id) });
});
