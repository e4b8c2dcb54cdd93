import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Unlinks an account elsewhere from its user, who keeps another way in.
 *
 * SECURITY: judged under a lock of the user, so two that are unlinked at once do not both count on the other.
 *
 * @throws AppError `not_found`, `last_way_in`
 */
export async function unlinkAccount(site: SiteContext, siteUserId: bigint, id: bigint): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(siteUserId);
    const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: { passwordSealed: true } });
    const others = await db.linkedAccount.count({ where: { siteUserId, id: { not: id } } });
    const { count } = await db.linkedAccount.deleteMany({ where: { siteUserId, id } });
    if (!user || count === 0) throw new AppError("not_found");
    if (user.passwordSealed === null && others === 0) throw new AppError("last_way_in");
  });
}
