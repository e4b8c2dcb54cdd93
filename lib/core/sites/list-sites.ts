import { type ManagedSiteRow, listSites as read } from "@/lib/db/hot/list-sites";
import type { ApiTokenCredential } from "@/lib/db/resolve";
import { withEndpoints } from "../endpoints/endpoint";
import { likeLiteral, type Page, type Paged } from "../page";
import { openSite, type ShownSite } from "./site";

/**
 * The account's sites, newest first; `search` looks for a part of the name, case-insensitively; `deleted` for those that were
 * deleted and can be brought back.
 *
 * @throws AppError `unauthorized`, `missing_scope`
 */
export async function listSites(
  credential: ApiTokenCredential,
  filter: { search?: string; slug?: string; deleted?: boolean },
  page: Page,
): Promise<Paged<ShownSite>> {
  const pattern = filter.search ? `%${likeLiteral(filter.search)}%` : null;
  const range = { skip: (page.page - 1) * page.perPage, take: page.perPage };
  const { rows, totalCount } = await read(credential, { pattern, slug: filter.slug || null, deleted: filter.deleted ?? false }, range);
  return { ...page, rows: rows.map(shown), totalCount };
}

function shown({ clientSecretSealed, ...row }: ManagedSiteRow): ShownSite {
  return clientSecretSealed ? openSite({ ...row, clientSecretSealed }) : { ...withEndpoints(row), clientSecret: null };
}
