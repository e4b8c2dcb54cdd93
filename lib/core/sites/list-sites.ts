import { type ManagedSiteRow, listSites as read } from "@/lib/db/hot/list-sites";
import type { Order, Position } from "@/lib/db/position";
import { type ApiTokenCredential, ownerOfCredential } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { cursorBinding } from "../cursor";
import { type Asked, type Listed, readPart } from "../page";
import { containing } from "../search-pattern";
import { openSite, type ShownSite, shownSite } from "./site";

/** `search` is a part of the name, in any case; `deleted` asks for sites that were deleted and can be brought back. */
type Filter = { readonly search?: string | undefined; readonly slug?: string | undefined; readonly deleted?: boolean | undefined };

/**
 * The account's sites. A page is one statement, which also looks the credential up.
 *
 * @throws AppError `unauthorized`, `missing_scope`; `bad_request` for a cursor that is not valid for this list, and for a page that
 *   is too far behind
 */
export async function listSites(credential: ApiTokenCredential, filter: Filter, order: Order, asked: Asked): Promise<Listed<ListedSite>> {
  const { search, slug, deleted = false } = filter;
  const sought = { pattern: search ? containing(search) : null, slug: slug || null, deleted };
  const binding = (accountId: bigint) => cursorBinding(accountId, "sites", { ...filter, order });
  if (asked.cursor === undefined) {
    const from = { after: null, skip: (asked.page - 1) * asked.perPage };
    const { accountId, rows, total } = await read(credential, sought, from, asked.perPage + 1, order);
    return readPart(asked, binding(accountId), { count: async () => total, rows: async () => rows.map(shown) });
  }
  const owner = await ownerOfCredential(credential);
  if (!owner) throw new AppError("unauthorized");
  return readPart(asked, binding(owner.scope.accountId), {
    count: async () => ({ count: 0, exact: true }),
    rows: async (from, take) => (await read(credential, sought, from, take, order)).rows.map(shown),
  });
}

type ListedSite = ShownSite & { readonly position: Position };

function shown({ clientSecretSealed, ...row }: ManagedSiteRow): ListedSite {
  const site = clientSecretSealed ? openSite({ ...row, clientSecretSealed }) : { ...shownSite(row), clientSecret: null };
  return { ...site, position: row.position };
}
