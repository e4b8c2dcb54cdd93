import { hash } from "@node-rs/argon2";
import { acceptPasswordHash, type HashReading, UNKNOWN_HASH } from "./accept-password-hash";
import { PARAMETERS } from "./hash-password";
import { type FastDigest, writeWrapped } from "./hashes/wrapped";
import { hashingInSpareTime } from "./hashing-in-spare-time";

const DIGEST_BYTES = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const;

/**
 * Hashes a fast digest of a password under Argon2id, for keeping, behind everybody who signs in. Tells what to keep of it, or
 * why not.
 *
 * SECURITY: an import keeps nothing of the digest itself: it can be guessed a billion times a second.
 */
export async function wrapFastDigest({ digest, ...how }: FastDigest & { readonly digest: Uint8Array }): Promise<HashReading> {
  if (digest.length !== DIGEST_BYTES[how.algorithm]) return UNKNOWN_HASH;
  const phc = await hashingInSpareTime(() => hash(Buffer.from(digest).toString("hex"), PARAMETERS));
  return acceptPasswordHash(writeWrapped(how, phc));
}
