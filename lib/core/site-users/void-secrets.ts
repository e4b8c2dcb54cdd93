import type { TenantDb } from "@/lib/db/tenant-db";

/** Ends every secret of a user that is still open: callback tokens and mail links with their codes. */
export async function voidSecrets(db: TenantDb, siteUserId: bigint): Promise<void> {
  const open = { siteUserId, usedAt: null };
  await db.callbackToken.updateMany({ where: open, data: { expiresAt: ENDED } });
  await db.mailToken.updateMany({ where: open, data: { expiresAt: ENDED } });
}

/** A moment that is past on every clock. */
const ENDED = new Date(0);
