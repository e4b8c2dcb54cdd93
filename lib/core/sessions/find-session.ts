import { listSessions, type SessionRecord } from "@/lib/db/hot/list-sessions";
import { NEWEST_FIRST } from "@/lib/db/position";
import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * One of the account's sessions, whether or not it goes on.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function findSession({ scope }: AccountContext, id: bigint): Promise<SessionRecord> {
  const [session] = await listSessions(scope, { id }, { after: null, skip: 0 }, 1, NEWEST_FIRST);
  if (!session) throw new AppError("not_found");
  return session;
}
