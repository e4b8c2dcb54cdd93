import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Lets a user sign in again, and calls off a deletion that they asked for. What was ended when they were blocked stays ended.
 *
 * @throws AppError `not_found`
 */
export async function unblockSiteUser(site: SiteContext, id: bigint): Promise<void> {
  const { count } = await site.db.siteUser.updateMany({ where: { id }, data: { blockedAt: null, deletionDueAt: null } });
  if (count === 0) throw new AppError("not_found");
}
