import { countImports, type ImportRecord, listImports as read } from "@/lib/db/hot/list-imports";
import type { AccountContext } from "@/lib/db/resolve";
import { cursorBinding } from "../../cursor";
import { type Asked, type Listed, readPart } from "../../page";
import { requireSite } from "../../sites/require-site";

/**
 * The imports into one site or into all of the account's, newest first.
 *
 * @throws AppError `not_found` when the site is not the account's; `bad_request` for a cursor that is not valid for this list
 */
export async function listImports(
  account: AccountContext,
  filter: { siteId?: bigint | undefined },
  asked: Asked,
): Promise<Listed<ImportRecord>> {
  const { scope } = filter.siteId === undefined ? account : await requireSite(account, filter.siteId);
  return readPart(asked, cursorBinding(scope.accountId, "imports", filter), {
    count: () => countImports(scope),
    rows: (from, take) => read(scope, from, take),
  });
}
