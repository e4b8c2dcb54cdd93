import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireSite } from "../sites/require-site";
import type { CallbackTokenRef } from "./callback-token";

/**
 * The site of one of the account's callback tokens.
 *
 * @throws AppError `not_found`, also for another account's token
 */
export async function requireSiteOfToken(account: AccountContext, ref: CallbackTokenRef): Promise<SiteContext> {
  const found = await account.db.callbackToken.findFirst({ where: ref, select: { siteId: true } });
  if (!found) throw new AppError("not_found");
  return requireSite(account, found.siteId);
}
