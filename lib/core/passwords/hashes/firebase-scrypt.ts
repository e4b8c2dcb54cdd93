import { createCipheriv } from "node:crypto";
import { sameBytes } from "@/lib/kernel/secrets";
import { fromBase64, toBase64 } from "./base64";
import { type HashKind, MIN_HASH_BYTES } from "./hash-kind";
import { deriveScrypt, isAffordableScrypt, isScryptCost } from "./scrypt";

const FORM = /^\$firebase-scrypt\$ln=(\d{1,2}),r=(\d{1,4}),sk=([^$,]{22,344}),ss=([^$,]{0,344})\$([^$]{0,344})\$([^$]{1,344})$/;

/** What Firebase exports of a project (`hash_config`) and of a user. */
export type FirebaseScrypt = {
  readonly memoryCost: number;
  readonly rounds: number;
  readonly signerKey: Uint8Array;
  readonly saltSeparator: Uint8Array;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
};

/**
 * Firebase's own scrypt: `$firebase-scrypt$ln=<mem_cost>,r=<rounds>,sk=<signer key>,ss=<salt separator>$<salt>$<hash>`.
 *
 * The hash is the project's signer key, encrypted by AES-256-CTR under what scrypt derives. github.com/firebase/scrypt
 */
export const firebaseScrypt = {
  id: "firebase-scrypt",
  parse(kept) {
    const parts = FORM.exec(kept);
    if (!parts) return null;
    const cost = { ln: Number(parts[1]), r: Number(parts[2]), p: 1 };
    const [signerKey, separator, salt, hash] = parts.slice(3).map(fromBase64);
    if (!signerKey || !separator || !salt || !hash || hash.length < MIN_HASH_BYTES || !isScryptCost(cost)) return null;
    return {
      affordable: isAffordableScrypt(cost),
      async matches(password) {
        const key = await deriveScrypt(password, Buffer.concat([salt, separator]), cost, 32);
        return sameBytes(createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(signerKey), hash);
      },
    };
  },
} as const satisfies HashKind;

/** The kept form of a hash of Firebase's. SECURITY: the project's signer key is part of it; it is sealed with the rest. */
export function writeFirebaseScrypt({ memoryCost, rounds, signerKey, saltSeparator, salt, hash }: FirebaseScrypt): string {
  const settings = `ln=${memoryCost},r=${rounds},sk=${toBase64(signerKey)},ss=${toBase64(saltSeparator)}`;
  return `$firebase-scrypt$${settings}$${toBase64(salt)}$${toBase64(hash)}`;
}
