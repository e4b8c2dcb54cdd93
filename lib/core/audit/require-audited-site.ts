import { hasSite } from "@/lib/db/hot/audit-events";
import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Lets pass a filter by one of the account's sites, be it deleted: what happened there is the account's still.
 *
 * @throws AppError `not_found`, also for somebody else's site
 */
export async function requireAuditedSite({ scope }: AccountContext, siteId: bigint | undefined): Promise<void> {
  if (siteId !== undefined && !(await hasSite(scope, siteId))) throw new AppError("not_found");
}
