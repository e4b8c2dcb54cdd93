import type { SiteContext } from "@/lib/db/resolve";
import { sealedBy, unseal } from "@/lib/kernel/secrets";
import { type PasswordOwner, siteUserPassword } from "../passwords/hash-password";

/**
 * What is kept of a user's password now, if it is the very one that was compared and only the key that seals it is another since;
 * otherwise null.
 */
export async function resealedPassword({ scope, db }: SiteContext, siteUserId: bigint, compared: Uint8Array): Promise<Uint8Array | null> {
  const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: { passwordSealed: true } });
  const kept = user?.passwordSealed;
  if (!kept || sealedBy(kept) === sealedBy(compared)) return null;
  const owner = siteUserPassword(scope, siteUserId);
  return opened(kept, owner) === opened(compared, owner) ? kept : null;
}

/** SECURITY: what does not open is equal to nothing, not even to itself. */
function opened(sealed: Uint8Array, owner: PasswordOwner): string | number {
  try {
    return unseal(sealed, owner);
  } catch {
    return Number.NaN;
  }
}
