import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { withEvent } from "../audit/with-event";
import { getSite, type SiteRef } from "./get-site";

export { RESTORE_DAYS } from "@/lib/db/hot/deleted-sites";

/**
 * Deletes a site with its users, tokens and mails. From this moment on it answers nobody; for RESTORE_DAYS it can be
 * brought back, then everything in it is purged. Its slug is never given out again.
 *
 * @throws AppError `not_found`
 */
export async function deleteSite(account: AccountContext, ref: SiteRef): Promise<void> {
  const { id } = await getSite(account, ref);
  await withEvent(account.db, { type: "site.deleted", siteId: id }, async (db) => {
    const { count } = await db.site.updateMany({ where: { id }, data: { deletedAt: new Date() } });
    if (count === 0) throw new AppError("not_found");
  });
}
