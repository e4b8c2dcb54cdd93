import { randomInt } from "node:crypto";
import type { SiteScope } from "@/lib/db/scope";
import { codeMac, codeMacs } from "@/lib/kernel/secrets";
import { typedCode } from "@/lib/kernel/typed-code";

/** How many a user gets. */
export const RECOVERY_CODES = 10;

/** Digits and letters without those that are taken for another: Crockford's base32. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 10;

/** A user's new codes as they are shown, once: 50 random bits each, as `xxxxx-xxxxx`. */
export function newRecoveryCodes(): string[] {
  const code = () => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  const codes = new Set<string>();
  while (codes.size < RECOVERY_CODES) codes.add(code());
  return [...codes].map((each) => `${each.slice(0, LENGTH / 2)}-${each.slice(LENGTH / 2)}`);
}

/** What is kept of somebody's codes. `context` says whose they are: they are worth nothing for anybody else. */
export const recoveryMacs = (context: string, codes: readonly string[]) => codes.map((code) => codeMac(typed(code), context));

/** What may be kept of a code that was typed; none when it cannot be one. */
export function macsOfTyped(context: string, code: string): Uint8Array[] {
  const read = typed(code);
  return read.length === LENGTH ? codeMacs(read, context) : [];
}

/** A code as it was meant: however it was grouped, in capitals, and with what looks like a digit for the digit. */
const typed = (code: string) => typedCode(code).toLowerCase().replaceAll("o", "0").replace(/[il]/g, "1");

/** Whose codes a site user's are. */
export const recoveryContext = ({ accountId }: SiteScope, siteUserId: bigint) => `recovery_codes:${accountId}:${siteUserId}`;
