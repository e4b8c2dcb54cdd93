import type { TenantDb } from "@/lib/db/tenant-db";

/** Ends everything of a user that is still open: sessions, callback tokens, and mail links with their codes. */
export async function voidSecrets(db: TenantDb, siteUserId: bigint): Promise<void> {
  await db.session.updateMany({ where: { siteUserId, endedAt: null }, data: { endedAt: new Date() } });
  const open = { siteUserId, usedAt: null };
  await db.callbackToken.updateMany({ where: open, data: { expiresAt: ENDED } });
  await db.mailToken.updateMany({ where: open, data: { expiresAt: ENDED } });
}

/** A moment that is past on every clock. */
const ENDED = new Date(0);
