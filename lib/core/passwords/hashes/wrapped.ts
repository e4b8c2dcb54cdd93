import { hash as digest } from "node:crypto";
import { argon2 } from "./argon2";
import { fromBase64, toBase64 } from "./base64";
import type { HashKind } from "./hash-kind";

const FORM = /^\$wrapped\$alg=(md5|sha1|sha256|sha512),pos=(prefix|suffix|none)\$([^$]{0,1024})(\$argon2.+)$/;

/** How somebody digested a password once: with what, and where the salt stood. */
export type FastDigest = {
  readonly algorithm: "md5" | "sha1" | "sha256" | "sha512";
  readonly position: "prefix" | "suffix" | "none";
  readonly salt: Uint8Array;
};

/**
 * A fast digest inside an Argon2 hash: `$wrapped$alg=sha256,pos=prefix$<salt>` and, right behind it, the PHC string of the
 * digest's hexadecimal text.
 *
 * SECURITY: a fast digest is never kept as it came: somebody who read it would guess a billion passwords a second.
 */
export const wrapped = {
  id: "wrapped",
  parse(kept) {
    const [, algorithm, position, saltText = "", phc = ""] = FORM.exec(kept) ?? [];
    const [salt, inner] = [fromBase64(saltText), argon2.parse(phc)];
    if (!algorithm || !salt || !inner) return null;
    return {
      affordable: inner.affordable,
      matches(password) {
        const text = Buffer.from(password);
        const salted = position === "none" ? [text] : position === "prefix" ? [salt, text] : [text, salt];
        return inner.matches(digest(algorithm, Buffer.concat(salted), "hex"));
      },
    };
  },
} as const satisfies HashKind;

/** The kept form of a wrapped digest, from the PHC string of its hexadecimal text. */
export function writeWrapped({ algorithm, position, salt }: FastDigest, phc: string): string {
  return `$wrapped$alg=${algorithm},pos=${position}$${toBase64(salt)}${phc}`;
}
