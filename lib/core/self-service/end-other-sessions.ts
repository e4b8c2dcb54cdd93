import type { TenantDb } from "@/lib/db/tenant-db";

/** Ends whatever a user has open but the session that they are asking from: sessions, callback tokens, links and codes in their mails. */
export async function endOtherSessions(db: TenantDb, siteUserId: bigint, sessionId: bigint): Promise<void> {
  const ended = new Date(0);
  await db.session.updateMany({ where: { siteUserId, endedAt: null, id: { not: sessionId } }, data: { endedAt: new Date() } });
  await db.callbackToken.updateMany({ where: { siteUserId, usedAt: null }, data: { expiresAt: ended } });
  await db.mailToken.updateMany({ where: { siteUserId, usedAt: null }, data: { expiresAt: ended } });
}
