/**
 * Writes lib/core/passwords/common/passwords.bin from a list of passwords, the most common first, one a line:
 *
 *     node bin/common-passwords.mjs 10_million_password_list_top_1M.txt
 *
 * That list is of SecLists (github.com/danielmiessler/SecLists, Passwords/Common-Credentials). Of its first 100,000 the file has
 * those that are long enough to be a password here, each as the first five bytes of a SHA-256, in order.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MOST_COMMON = 100_000;
const BYTES = 5;

const [list] = process.argv.slice(2);
if (!list) throw new Error("Usage: node bin/common-passwords.mjs <list>");
const lines = readFileSync(list, "utf8").split(/\r?\n/).slice(0, MOST_COMMON);
const passwords = new Set(lines.map((line) => line.normalize("NFC").toLowerCase()).filter((text) => [...text].length >= 8));
const digests = [...passwords].map((text) => createHash("sha256").update(text).digest().subarray(0, BYTES));
writeFileSync(join(import.meta.dirname, "../lib/core/passwords/common/passwords.bin"), Buffer.concat(digests.sort(Buffer.compare)));
console.log(`${digests.length} passwords`);
