import { acceptPasswordHash, type HashReading, UNKNOWN_HASH } from "./accept-password-hash";
import { fromBase64 } from "./hashes/base64";
import { type Pbkdf2, writePbkdf2 } from "./hashes/pbkdf2";
import { writeScrypt } from "./hashes/scrypt";

/** How others write a hash, and its kept form. */
const NOTATIONS: readonly [form: RegExp, keep: (...parts: string[]) => string | null][] = [
  // PHC strings with padding.
  [/^(\$(?:argon2|scrypt).+)$/, (phc) => phc.replace(/={1,2}(?=\$|$)/g, "")],
  // PHC strings with a length, or of passlib: the number alone, SHA-1 unnamed, `.` for `+`.
  [
    /^\$pbkdf2-?(|sha1|sha256|sha512)\$(?:i=)?(\d{1,10})(?:,l=\d+)?\$([^$]*)\$([^$]+)$/,
    (digest, iterations, salt, hash) => keepPbkdf2(digest || "sha1", iterations, fromBase64(plain(salt)), hash),
  ],
  // Django.
  [
    /^pbkdf2_(sha1|sha256)\$(\d{1,10})\$([^$]+)\$([^$]+)$/,
    (digest, iterations, salt, hash) => keepPbkdf2(digest, iterations, Buffer.from(salt), hash),
  ],
  [/^scrypt\$(\d{1,10})\$([^$]+)\$(\d{1,10})\$(\d{1,10})\$([^$]+)$/, keepDjangoScrypt],
  [/^argon2(\$argon2.+)$/, (phc) => phc],
  [/^bcrypt\$(\$2.+)$/, (crypt) => crypt],
  // better-auth: scrypt over the salt's hexadecimal text.
  [
    /^([\da-f]{32}):([\da-f]{128})$/,
    (salt, hash) => writeScrypt({ ln: 14, r: 16, p: 1, nfkc: true, salt: Buffer.from(salt), hash: Buffer.from(hash, "hex") }),
  ],
];

/**
 * Reads a password hash as an import file writes it: any kept form, and the notations of Django, passlib and better-auth.
 * Tells what to keep of it, or why not.
 */
export function readPasswordHash(text: string): HashReading {
  const written = text.trim();
  // SECURITY: nothing longer is looked at.
  if (written.length > 4_096) return UNKNOWN_HASH;
  for (const [form, keep] of NOTATIONS) {
    const [, ...parts] = form.exec(written) ?? [];
    const kept = parts.length > 0 ? keep(...parts) : null;
    if (kept !== null) return acceptPasswordHash(kept);
  }
  return acceptPasswordHash(written);
}

function keepPbkdf2(digest: string, iterations: string, salt: Uint8Array | null, hashText: string): string | null {
  const hash = fromBase64(plain(hashText));
  return salt && hash && writePbkdf2({ digest: digest as Pbkdf2["digest"], iterations: Number(iterations), salt, hash });
}

function keepDjangoScrypt(n: string, salt: string, r: string, p: string, hashText: string): string | null {
  const [ln, hash] = [Math.log2(Number(n)), fromBase64(plain(hashText))];
  if (!Number.isInteger(ln) || !hash) return null;
  return writeScrypt({ ln, r: Number(r), p: Number(p), nfkc: false, salt: Buffer.from(salt), hash });
}

/** Base64 without the padding, and with the standard digits for those of passlib. */
const plain = (text: string) => text.replace(/={1,2}$/, "").replaceAll(".", "+");
