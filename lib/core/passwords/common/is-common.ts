import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "@/lib/kernel/secrets";

/** How much of each SHA-256 the list keeps. Of a million passwords that are not on it, 0.03 are taken for one that is. */
const BYTES = 5;

/** The sorted list of `bin/common-passwords.mjs`, found from the working folder, as Next finds it too. Read when it is first asked for. */
let list: Buffer | undefined;

/**
 * Whether a password is one of those that most people use, in whatever case: the 38,452 of the most common 100,000 that our rules
 * let through otherwise. The whole password, never a part of it.
 */
export function isCommon(password: string): boolean {
  list ??= readFileSync(join(process.cwd(), "lib/core/passwords/common/passwords.bin"));
  const wanted = Buffer.from(sha256(password.normalize("NFC").toLowerCase())).subarray(0, BYTES);
  let [from, to] = [0, list.length / BYTES];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const order = wanted.compare(list, middle * BYTES, (middle + 1) * BYTES);
    if (order === 0) return true;
    if (order < 0) to = middle;
    else from = middle + 1;
  }
  return false;
}
