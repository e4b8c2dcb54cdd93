import { type AccountContext, type SiteContext, siteOfAccount } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * One of the account's sites, to act in it.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function requireSite(account: AccountContext, siteId: bigint): Promise<SiteContext> {
  const site = await siteOfAccount(account, siteId);
  if (!site) throw new AppError("not_found");
  return site;
}
