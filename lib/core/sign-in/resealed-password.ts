import type { SiteContext } from "@/lib/db/resolve";
import { sameBytes, unseal } from "@/lib/kernel/secrets";
import { siteUserPassword } from "../passwords/hash-password";

/**
 * What is kept of a user's password now, if it is the very one that was compared and only the key that seals it is another since;
 * otherwise null.
 */
export async function resealedPassword({ scope, db }: SiteContext, siteUserId: bigint, compared: Uint8Array): Promise<Uint8Array | null> {
  const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: { passwordSealed: true } });
  const kept = user?.passwordSealed;
  if (!kept || sameBytes(kept, compared)) return null;
  const owner = siteUserPassword(scope, siteUserId);
  return unseal(kept, owner) === unseal(compared, owner) ? kept : null;
}
