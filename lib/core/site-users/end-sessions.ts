import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { voidSecrets } from "./void-secrets";

/**
 * Ends everything that a user has open here: sessions, callback tokens nobody has exchanged, and links and codes in their mails.
 *
 * What the customer's own application has begun with an earlier token is the application's to end.
 *
 * @throws AppError `not_found`
 */
export async function endSessions(site: SiteContext, id: bigint): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(id);
    if ((await db.siteUser.count({ where: { id } })) === 0) throw new AppError("not_found");
    await voidSecrets(db, id);
    await recordEvent(db, { type: "site_user.sessions_ended", siteUserId: id });
  });
}
