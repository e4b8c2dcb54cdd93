import type { TenantDb } from "@/lib/db/tenant-db";

/**
 * Ends everything of a user that is still open: sessions, callback tokens, mail links with their codes, sign-ins that wait for the
 * second factor, the trust in browsers that need not show it, and a new address that is not proved yet.
 *
 * @param kept the session that the user is asking from, when it is they who ask: it goes on
 */
export async function voidSecrets(db: TenantDb, siteUserId: bigint, kept?: bigint): Promise<void> {
  const others = kept === undefined ? {} : { id: { not: kept } };
  await db.session.updateMany({ where: { siteUserId, endedAt: null, ...others }, data: { endedAt: new Date() } });
  const open = { siteUserId, usedAt: null };
  await db.callbackToken.updateMany({ where: open, data: { expiresAt: ENDED } });
  await db.mailToken.updateMany({ where: open, data: { expiresAt: ENDED } });
  await db.emailChange.updateMany({ where: open, data: { expiresAt: ENDED } });
  await db.secondFactorStep.deleteMany({ where: { siteUserId } });
  await db.trustedBrowser.deleteMany({ where: { siteUserId } });
}

/** A moment that is past on every clock. */
const ENDED = new Date(0);
