import type { SiteContext } from "@/lib/db/resolve";
import { withEvent } from "../audit/with-event";

/** Ends one of a user's own sessions. Somebody else's, and one that is over, is none: nothing changes. */
export async function endOwnSession({ db }: SiteContext, siteUserId: bigint, sessionId: bigint): Promise<void> {
  const event = { type: "session.ended", siteUserId, data: { session_id: String(sessionId), reason: "ended_by_user" } } as const;
  await withEvent(
    db,
    ({ count }: { count: number }) => (count > 0 ? event : null),
    (inside) => inside.session.updateMany({ where: { id: sessionId, siteUserId, endedAt: null }, data: { endedAt: new Date() } }),
  );
}
