import { pbkdf2 as deriveAsync } from "node:crypto";
import { promisify } from "node:util";
import { sameBytes } from "@/lib/kernel/secrets";
import { fromBase64, toBase64 } from "./base64";
import { type HashKind, MIN_HASH_BYTES } from "./hash-kind";

const FORM = /^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,10})\$([^$]{0,1024})\$([^$]{1,172})$/;
const MAX_ITERATIONS = 2_000_000;
const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const;

/** What is kept of a PBKDF2 hash. */
export type Pbkdf2 = {
  readonly digest: keyof typeof DIGEST_BYTES;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
};

const derive = promisify(deriveAsync);

/** PBKDF2 with HMAC as a PHC string: `$pbkdf2-sha256$i=<iterations>$<salt>$<hash>`, also `sha1` and `sha512`. RFC 8018. */
export const pbkdf2 = {
  id: "pbkdf2",
  parse(kept) {
    const [, digest, count, saltText = "", hashText = ""] = FORM.exec(kept) ?? [];
    const iterations = Number(count);
    const [salt, hash] = [fromBase64(saltText), fromBase64(hashText)];
    if (!isDigest(digest) || iterations < 1 || !salt || !hash || hash.length < MIN_HASH_BYTES) return null;
    return {
      affordable: iterations <= MAX_ITERATIONS,
      async matches(password) {
        // The first block tells passwords apart. Each of the others would cost as much again.
        const bytes = Math.min(hash.length, DIGEST_BYTES[digest]);
        return sameBytes(await derive(password, salt, iterations, bytes, digest), hash.subarray(0, bytes));
      },
    };
  },
} as const satisfies HashKind;

/** The kept form of a PBKDF2 hash. */
export function writePbkdf2({ digest, iterations, salt, hash }: Pbkdf2): string {
  return `$pbkdf2-${digest}$i=${iterations}$${toBase64(salt)}$${toBase64(hash)}`;
}

const isDigest = (name: string | undefined): name is Pbkdf2["digest"] => name !== undefined && Object.hasOwn(DIGEST_BYTES, name);
