import type { TenantDb } from "@/lib/db/tenant-db";

/** Voids whatever new address a user has asked to have and not proved yet. */
export async function forgetEmailChanges(db: TenantDb, siteUserId: bigint): Promise<void> {
  await db.emailChange.updateMany({ where: { siteUserId, usedAt: null }, data: { expiresAt: new Date(0) } });
}
