import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { getSite, type SiteRef } from "../sites/get-site";
import { requireSite } from "../sites/require-site";

/**
 * One of the account's sites by its id or slug, for its mails.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function siteOfMails(account: AccountContext, ref: SiteRef): Promise<SiteContext> {
  const { id } = await getSite(account, ref);
  return requireSite(account, id);
}
