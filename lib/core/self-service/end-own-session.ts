import type { SiteContext } from "@/lib/db/resolve";

/** Ends one of a user's own sessions. Somebody else's, and one that is over, is none: nothing changes. */
export async function endOwnSession({ db }: SiteContext, siteUserId: bigint, sessionId: bigint): Promise<void> {
  await db.session.updateMany({ where: { id: sessionId, siteUserId, endedAt: null }, data: { endedAt: new Date() } });
}
