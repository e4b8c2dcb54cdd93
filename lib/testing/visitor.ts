import { randomInt } from "node:crypto";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import { sha256 } from "@/lib/kernel/secrets";

/** Somebody at a page, from an address that no other test has. */
export const visitorAt = (browser?: string): Visitor => ({
  ip: `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`,
  browserHash: browser === undefined ? null : sha256(browser),
  program: false,
  language: "en",
  aside: (wait) => wait(),
});
