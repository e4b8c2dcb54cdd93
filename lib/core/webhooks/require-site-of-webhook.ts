import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireSite } from "../sites/require-site";

/**
 * The site of one of the account's endpoints, to change it there.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function requireSiteOfEndpoint(account: AccountContext, id: bigint): Promise<SiteContext> {
  const endpoint = await account.db.webhookEndpoint.findFirst({ where: { id }, select: { siteId: true } });
  if (!endpoint) throw new AppError("not_found");
  return requireSite(account, endpoint.siteId);
}

/**
 * The site of one of the account's deliveries, likewise.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function requireSiteOfDelivery(account: AccountContext, id: bigint): Promise<SiteContext> {
  const delivery = await account.db.webhookDelivery.findFirst({ where: { id }, select: { siteId: true } });
  if (!delivery) throw new AppError("not_found");
  return requireSite(account, delivery.siteId);
}
