import type { TenantDb } from "@/lib/db/tenant-db";
import { AppError } from "@/lib/kernel/errors";

/**
 * Lets pass what leaves a user a way to sign in. Asked in the transaction that takes one away, after it was taken, with the user's
 * row locked: two of them at once cannot each count on the other's.
 *
 * A code by mail is none here: whoever gave up the password has the mailbox alone then, which may be what they feared for.
 *
 * @throws AppError `last_way_in`
 */
export async function requireAnotherWayIn(db: TenantDb, siteUserId: bigint): Promise<void> {
  const withPassword = await db.siteUser.count({ where: { id: siteUserId, passwordSealed: { not: null } } });
  if (withPassword > 0 || (await db.passkey.count({ where: { siteUserId } })) > 0) return;
  throw new AppError("last_way_in");
}
