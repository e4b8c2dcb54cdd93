import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";

/**
 * Lets a user sign in again, and calls off a deletion that they asked for. What was ended when they were blocked stays ended.
 *
 * @throws AppError `not_found`
 */
export async function unblockSiteUser(site: SiteContext, id: bigint): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(id);
    const user = await db.siteUser.findFirst({ where: { id }, select: { blockedAt: true, deletionDueAt: true } });
    if (!user) throw new AppError("not_found");
    if (!user.blockedAt) return;
    await db.siteUser.updateMany({ where: { id }, data: { blockedAt: null, deletionDueAt: null } });
    const type = user.deletionDueAt ? "site_user.deletion_called_off" : "site_user.unblocked";
    await recordEvent(db, { type, siteUserId: id });
  });
}
