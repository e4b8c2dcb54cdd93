import { listSites as read } from "@/lib/db/hot/list-sites";
import type { ApiTokenCredential } from "@/lib/db/resolve";
import { likeLiteral, type Page, type Paged } from "../page";
import { openSite, type Site } from "./site";

/**
 * The account's sites, newest first; `search` looks for a part of the name, case-insensitively.
 *
 * @throws AppError `unauthorized`
 */
export async function listSites(
  credential: ApiTokenCredential,
  filter: { search?: string; slug?: string },
  page: Page,
): Promise<Paged<Site>> {
  const pattern = filter.search ? `%${likeLiteral(filter.search)}%` : null;
  const range = { skip: (page.page - 1) * page.perPage, take: page.perPage };
  const { rows, totalCount } = await read(credential, { pattern, slug: filter.slug || null }, range);
  return { ...page, rows: rows.map(openSite), totalCount };
}
