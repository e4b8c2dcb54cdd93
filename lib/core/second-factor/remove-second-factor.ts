import type { TenantDb } from "@/lib/db/tenant-db";

/**
 * Takes a user's second factor from them, in the handle's transaction: the app, the recovery codes, and the trust in browsers.
 *
 * @returns false when they had none
 */
export async function removeSecondFactor(db: TenantDb, siteUserId: bigint): Promise<boolean> {
  await db.$lockSiteUser(siteUserId);
  const { count } = await db.siteUser.updateMany({ where: { id: siteUserId, secondFactor: true }, data: { secondFactor: false } });
  const where = { siteUserId };
  await db.totpSecret.deleteMany({ where });
  await db.recoveryCode.deleteMany({ where });
  await db.secondFactorStep.deleteMany({ where });
  await db.trustedBrowser.deleteMany({ where });
  return count > 0;
}
