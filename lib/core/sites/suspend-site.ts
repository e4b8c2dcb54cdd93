import type { AccountContext } from "@/lib/db/resolve";
import { recordEvent } from "../audit/record-event";
import { getSite, type SiteRef } from "./get-site";
import type { Site } from "./site";

/**
 * Suspends a site: from the next request on nobody signs in, stays signed in or exchanges a token, and none of its users is
 * mailed. Nothing is deleted; its customer goes on managing it. Saying it twice changes nothing.
 *
 * @throws AppError `not_found`
 */
export async function suspendSite(account: AccountContext, ref: SiteRef): Promise<Site> {
  const { id } = await getSite(account, ref);
  await account.db.$transaction(async (db) => {
    const { count } = await db.site.updateMany({ where: { id, suspendedAt: null }, data: { suspendedAt: new Date() } });
    if (count > 0) await recordEvent(db, { type: "site.suspended", siteId: id });
  });
  return getSite(account, { id });
}
