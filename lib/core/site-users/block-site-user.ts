import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { voidSecrets } from "./void-secrets";

/**
 * Keeps a user from signing in, from this moment on, and ends every secret of theirs that is still open. Saying it twice
 * changes nothing.
 *
 * SECURITY: the user's row is locked first. A sign-in that came before is seen here and its token ended; one that comes
 * after waits, and finds a blocked user.
 *
 * @throws AppError `not_found`
 */
export async function blockSiteUser(site: SiteContext, id: bigint): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(id);
    const { count } = await db.siteUser.updateMany({ where: { id, blockedAt: null }, data: { blockedAt: new Date() } });
    if (count === 0 && (await db.siteUser.count({ where: { id } })) === 0) throw new AppError("not_found");
    await voidSecrets(db, id);
    if (count > 0) await recordEvent(db, { type: "site_user.blocked", siteUserId: id });
  });
}
