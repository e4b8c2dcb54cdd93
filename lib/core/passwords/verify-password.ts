import { hash, verify } from "@node-rs/argon2";
import { unseal } from "@/lib/kernel/secrets";
import { PARAMETERS, type PasswordOwner } from "./hash-password";
import { hashing } from "./hashing-queue";

/**
 * Compares a password with what is kept of a user's.
 *
 * SECURITY: without a kept password one hash at current parameters is computed all the same and the answer is false, so
 * that unknown, password-less and wrong take equally long.
 *
 * @throws AppError `unavailable` when more than about two seconds of hashing are waiting
 */
export async function verifyPassword(password: string, kept: { sealed: Uint8Array; owner: PasswordOwner } | null): Promise<boolean> {
  const phc = kept ? unseal(kept.sealed, kept.owner) : null;
  return hashing(async () => {
    if (phc === null) {
      await hash(password, PARAMETERS);
      return false;
    }
    return verify(phc, password);
  });
}
