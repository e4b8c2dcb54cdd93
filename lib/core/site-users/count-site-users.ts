import type { AccountContext } from "@/lib/db/resolve";
import { requireSite } from "../sites/require-site";

/**
 * How many users a site has.
 *
 * @throws AppError `not_found`, also for somebody else's site
 */
export async function countSiteUsers(account: AccountContext, siteId: bigint): Promise<number> {
  const { db } = await requireSite(account, siteId);
  return db.siteUser.count();
}
