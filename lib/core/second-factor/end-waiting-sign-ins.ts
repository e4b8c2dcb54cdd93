import type { TenantDb } from "@/lib/db/tenant-db";

/**
 * Ends the sign-ins of a user that wait for their second factor, in the handle's transaction.
 *
 * SECURITY: for whoever takes a way in away. What was begun by it, minutes ago, could set up a second factor of a stranger's where the
 * site requires one and the user has none yet.
 */
export async function endWaitingSignIns(db: TenantDb, siteUserId: bigint): Promise<void> {
  await db.secondFactorStep.deleteMany({ where: { siteUserId, purpose: "sign_in" } });
}
