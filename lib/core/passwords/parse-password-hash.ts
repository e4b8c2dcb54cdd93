import { HASH_KINDS } from "./hashes";
import type { PasswordHash } from "./hashes/hash-kind";

/** Understands what is kept of a password, whatever kind of hash it is. Null: none that we know. */
export function parsePasswordHash(kept: string): PasswordHash | null {
  for (const kind of HASH_KINDS) {
    const hash = kind.parse(kept);
    if (hash) return hash;
  }
  return null;
}
