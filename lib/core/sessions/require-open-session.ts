import type { TenantDb } from "@/lib/db/tenant-db";
import { AppError } from "@/lib/kernel/errors";
import type { SessionHolder } from "./hosted-session";

/**
 * Lets pass what is done in a session that goes on. A page looked at it when the form came in; by now it may have been ended.
 *
 * SECURITY: asked in the transaction that adds a way in or changes one, with the user's row locked. Whoever ends sessions, by a new
 * password or the first proof of an address, locks it as well: a thief whose form was being handled then adds nothing after it.
 *
 * @throws AppError `session_ended`
 */
export async function requireOpenSession(db: TenantDb, { siteUserId, session }: SessionHolder): Promise<void> {
  const where = { siteUserId, handle: session, endedAt: null, expiresAt: { gt: new Date() } };
  if ((await db.session.count({ where })) === 0) throw new AppError("session_ended");
}
