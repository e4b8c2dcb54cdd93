import { listSites as read } from "@/lib/db/hot/list-sites";
import type { AccountContext } from "@/lib/db/resolve";
import { likeLiteral, type Page, type Paged } from "../page";
import { openSite, type Site } from "./site";

/** The account's sites, newest first; `search` looks for a part of the name, case-insensitively. */
export async function listSites(account: AccountContext, filter: { search?: string; slug?: string }, page: Page): Promise<Paged<Site>> {
  const pattern = filter.search ? `%${likeLiteral(filter.search)}%` : null;
  const range = { skip: (page.page - 1) * page.perPage, take: page.perPage };
  const { rows, totalCount } = await read(account.scope, { pattern, slug: filter.slug || null }, range);
  return { ...page, rows: rows.map(openSite), totalCount };
}
