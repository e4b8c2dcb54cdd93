import type { AccountContext } from "@/lib/db/resolve";
import { type Page, type Paged, readPage } from "../page";
import { getSiteUser } from "../site-users/get-site-user";
import { requireSite } from "../sites/require-site";
import { type CallbackToken, callbackTokenColumns } from "./callback-token";

/**
 * The account's callback tokens, newest first.
 *
 * @throws AppError `not_found` when the site or the user is not the account's
 */
export async function listCallbackTokens(
  account: AccountContext,
  filter: { siteId?: bigint; siteUserId?: bigint; used?: boolean },
  page: Page,
): Promise<Paged<CallbackToken>> {
  if (filter.siteId !== undefined) await requireSite(account, filter.siteId);
  if (filter.siteUserId !== undefined) await getSiteUser(account, filter.siteUserId);
  const where = {
    ...(filter.siteId === undefined ? {} : { siteId: filter.siteId }),
    ...(filter.siteUserId === undefined ? {} : { siteUserId: filter.siteUserId }),
    ...(filter.used === undefined ? {} : { usedAt: filter.used ? { not: null } : null }),
  };
  return readPage(page, {
    count: () => account.db.callbackToken.count({ where }),
    rows: (range) =>
      account.db.callbackToken.findMany({
        where,
        ...range,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        select: callbackTokenColumns,
      }),
  });
}
