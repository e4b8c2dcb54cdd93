import { countSiteUsers } from "@/lib/db/hot/count-site-users";
import { type SiteUserLine, searchSiteUsers } from "@/lib/db/hot/search-site-users";
import type { Order } from "@/lib/db/position";
import type { AccountContext } from "@/lib/db/resolve";
import { cursorBinding } from "../cursor";
import { type Asked, type Listed, readPart } from "../page";
import { requireSite } from "../sites/require-site";

/** Which users are looked for; what is absent does not matter. */
type Filter = {
  readonly siteId?: bigint | undefined;
  /** A part of the address, in any case. */
  readonly search?: string | undefined;
  /** The whole address, canonical. */
  readonly email?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly verified?: boolean | undefined;
  readonly blocked?: boolean | undefined;
};

/**
 * The users of one site, or of all the account's sites that are not deleted.
 *
 * @throws AppError `not_found` when the site is not the account's; `bad_request` for a cursor that is not valid for this list, and
 *   for a page that is too far behind
 */
export async function listSiteUsers(account: AccountContext, filter: Filter, order: Order, asked: Asked): Promise<Listed<SiteUserLine>> {
  const { siteId, search, ...rest } = filter;
  const { scope } = siteId === undefined ? account : await requireSite(account, siteId);
  const sought = { ...rest, ...(search && { search: { text: search.toLowerCase(), names: false } }) };
  return readPart(asked, cursorBinding(scope.accountId, "site_users", { ...filter, order }), {
    count: () => countSiteUsers(scope, sought),
    rows: (from, take) => searchSiteUsers(scope, sought, from, take, order),
  });
}
