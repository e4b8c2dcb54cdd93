import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireSite } from "../sites/require-site";

/**
 * The site of one of the account's providers, to change it there.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function requireSiteOfProvider(account: AccountContext, id: bigint): Promise<SiteContext> {
  const provider = await account.db.identityProvider.findFirst({ where: { id }, select: { siteId: true } });
  if (!provider) throw new AppError("not_found");
  return requireSite(account, provider.siteId);
}
