import type { AccountContext } from "@/lib/db/resolve";
import { likeLiteral, type Page, type Paged, readPage } from "../page";
import { requireSite } from "../sites/require-site";
import { type SiteUser, siteUserColumns } from "./site-user";

/**
 * The users of one site or of all the account's sites, newest first; `search` looks for a part of the address.
 *
 * @throws AppError `not_found` when the site is not the account's
 */
export async function listSiteUsers(
  account: AccountContext,
  filter: { siteId?: bigint; search?: string },
  page: Page,
): Promise<Paged<SiteUser>> {
  if (filter.siteId !== undefined) await requireSite(account, filter.siteId);
  const where = {
    ...(filter.siteId === undefined ? {} : { siteId: filter.siteId }),
    ...(filter.search ? { emailCanonical: { contains: likeLiteral(filter.search.toLowerCase()) } } : {}),
  };
  return readPage(page, {
    count: () => account.db.siteUser.count({ where }),
    rows: (range) =>
      account.db.siteUser.findMany({ where, ...range, orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: siteUserColumns }),
  });
}
