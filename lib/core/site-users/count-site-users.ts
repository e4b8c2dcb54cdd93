import type { Total } from "@/lib/db/estimate";
import { countSiteUsers as count } from "@/lib/db/hot/count-site-users";
import type { AccountContext } from "@/lib/db/resolve";
import { requireSite } from "../sites/require-site";

/**
 * How many users a site has.
 *
 * @throws AppError `not_found`, also for somebody else's site
 */
export async function countSiteUsers(account: AccountContext, siteId: bigint): Promise<Total> {
  const { scope } = await requireSite(account, siteId);
  return count(scope, {});
}
