import { listSessions, type SessionRecord } from "@/lib/db/hot/list-sessions";
import { NEWEST_FIRST } from "@/lib/db/position";
import type { SiteContext } from "@/lib/db/resolve";

/** More than anybody looks through; signing out everywhere ends those that are not shown as well. */
const MOST = 50;

/** The sessions of a user that go on, the newest first. */
export function ownSessions({ scope }: SiteContext, siteUserId: bigint): Promise<SessionRecord[]> {
  return listSessions(scope, { siteUserId, live: true }, { after: null, skip: 0 }, MOST, NEWEST_FIRST);
}
