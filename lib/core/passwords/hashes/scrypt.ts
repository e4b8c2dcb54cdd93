import { scrypt as deriveAsync } from "node:crypto";
import { promisify } from "node:util";
import { sameBytes } from "@/lib/kernel/secrets";
import { fromBase64, toBase64 } from "./base64";
import { type HashKind, MAX_MEMORY, MIN_HASH_BYTES } from "./hash-kind";

const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,10}),p=(\d{1,10})(,form=nfkc)?\$([^$]{0,1024})\$([^$]{1,172})$/;
const MAX_LOG_COST = 17;
/** Memory written in all, lane after lane: half a second of one core. */
const MAX_WORK = 2 * MAX_MEMORY;
/** SECURITY: what PBKDF2 fills before and reads after, in bytes, at two seconds for each 100 MB. Usual costs are a few kB. */
const MAX_LANES = 4 * 1024 * 1024;

/** N as its binary logarithm, block size, lanes. */
export type ScryptCost = { readonly ln: number; readonly r: number; readonly p: number };

/** What is kept of an scrypt hash. `nfkc`: the password was brought into that form of Unicode first. */
type Scrypt = ScryptCost & { readonly nfkc: boolean; readonly salt: Uint8Array; readonly hash: Uint8Array };

/** scrypt as a PHC string: `$scrypt$ln=<log2 N>,r=<block>,p=<lanes>[,form=nfkc]$<salt>$<hash>`. RFC 7914. */
export const scrypt = {
  id: "scrypt",
  parse(kept) {
    const [, ln, r, p, form, saltText = "", hashText = ""] = FORM.exec(kept) ?? [];
    const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
    const [salt, hash] = [fromBase64(saltText), fromBase64(hashText)];
    if (!ln || !isScryptCost(cost) || !salt || !hash || hash.length < MIN_HASH_BYTES) return null;
    return {
      affordable: isAffordableScrypt(cost),
      async matches(password) {
        return sameBytes(await deriveScrypt(form ? password.normalize("NFKC") : password, salt, cost, hash.length), hash);
      },
    };
  },
} as const satisfies HashKind;

/** The kept form of an scrypt hash. */
export function writeScrypt({ ln, r, p, nfkc, salt, hash }: Scrypt): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}${nfkc ? ",form=nfkc" : ""}$${toBase64(salt)}$${toBase64(hash)}`;
}

/** Whether scrypt is defined for these parameters (RFC 7914, section 2). */
export function isScryptCost({ ln, r, p }: ScryptCost): boolean {
  return ln >= 1 && r >= 1 && p >= 1 && ln < 16 * r && r * p < 2 ** 30;
}

/** Whether one sign-in may cost this. */
export function isAffordableScrypt({ ln, r, p }: ScryptCost): boolean {
  const memory = 128 * r * 2 ** ln;
  return ln <= MAX_LOG_COST && memory <= MAX_MEMORY && memory * p <= MAX_WORK && 128 * r * p <= MAX_LANES;
}

/** Derives bytes from a password with scrypt, in a thread of libuv's pool. */
export async function deriveScrypt(password: string, salt: Uint8Array, { ln, r, p }: ScryptCost, bytes: number): Promise<Buffer> {
  return derive(password, salt, bytes, { N: 2 ** ln, r, p, maxmem: 2 * MAX_MEMORY });
}

const derive = promisify<string, Uint8Array, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(deriveAsync);
