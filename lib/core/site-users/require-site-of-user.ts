import { type AccountContext, type SiteContext, siteOfUser } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * The site of one of the account's users, to act on them there.
 *
 * @throws AppError `not_found`, also for somebody else's user
 */
export async function requireSiteOfUser(account: AccountContext, siteUserId: bigint): Promise<SiteContext> {
  const site = await siteOfUser(account, siteUserId);
  if (!site) throw new AppError("not_found");
  return site;
}
