import type { TenantDb } from "@/lib/db/tenant-db";
import { AppError } from "@/lib/kernel/errors";
import { providerOfIssuer } from "../linked-accounts/provider-of-issuer";

/**
 * Lets pass what leaves a user a way to sign in: a password, a passkey, or an account at a provider that is on.
 *
 * A code by mail is none here: it would leave the mailbox alone to guard an account whose user chose something better.
 *
 * SECURITY: asked in the transaction that takes one away, after it was taken, with the user's row locked: two of them at once cannot
 * each count on the other's.
 *
 * @throws AppError `last_way_in`
 */
export async function requireAnotherWayIn(db: TenantDb, siteUserId: bigint): Promise<void> {
  const withPassword = await db.siteUser.count({ where: { id: siteUserId, passwordSealed: { not: null } } });
  if (withPassword > 0 || (await db.passkey.count({ where: { siteUserId } })) > 0) return;
  const linked = await db.linkedAccount.findMany({ where: { siteUserId }, select: { issuer: true } });
  const providers = await db.identityProvider.findMany({ where: { enabled: true }, select: { kind: true, issuer: true } });
  if (!linked.some(({ issuer }) => providerOfIssuer(providers, issuer))) throw new AppError("last_way_in");
}
