import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireAnotherWayIn } from "../site-users/require-another-way-in";

/**
 * Unlinks an account elsewhere from its user, who keeps another way in.
 *
 * @throws AppError `not_found`, `last_way_in`
 */
export async function unlinkAccount(site: SiteContext, siteUserId: bigint, id: bigint): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(siteUserId);
    const { count } = await db.linkedAccount.deleteMany({ where: { siteUserId, id } });
    if (count === 0) throw new AppError("not_found");
    await requireAnotherWayIn(db, siteUserId);
  });
}
