import { countSessions, listSessions as read, type SessionFilter, type SessionRecord } from "@/lib/db/hot/list-sessions";
import type { Order } from "@/lib/db/position";
import type { AccountContext } from "@/lib/db/resolve";
import { cursorBinding } from "../cursor";
import { type Asked, type Listed, readPart } from "../page";
import { getSiteUser } from "../site-users/get-site-user";
import { requireSite } from "../sites/require-site";

export type { SessionRecord } from "@/lib/db/hot/list-sessions";

type Filter = Pick<SessionFilter, "siteUserId" | "live"> & { readonly siteId?: bigint | undefined };

/**
 * The sessions of one site, or of all the account's sites that are not deleted.
 *
 * @throws AppError `not_found` when the site or the user is not the account's; `bad_request` for a cursor that is not valid for
 *   this list, and for a page that is too far behind
 */
export async function listSessions(account: AccountContext, filter: Filter, order: Order, asked: Asked): Promise<Listed<SessionRecord>> {
  const { siteId, ...sought } = filter;
  const { scope } = siteId === undefined ? account : await requireSite(account, siteId);
  if (filter.siteUserId !== undefined) await getSiteUser(account, filter.siteUserId);
  return readPart(asked, cursorBinding(scope.accountId, "sessions", { ...filter, order }), {
    count: () => countSessions(scope, sought),
    rows: (from, take) => read(scope, sought, from, take, order),
  });
}
