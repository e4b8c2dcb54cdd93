import { countExports, type ExportRecord, listExports as read } from "@/lib/db/hot/list-exports";
import type { AccountContext } from "@/lib/db/resolve";
import { cursorBinding } from "../../cursor";
import { type Asked, type Listed, readPart } from "../../page";
import { requireSite } from "../../sites/require-site";

/**
 * The exports of one site or of all the account's, newest first.
 *
 * @throws AppError `not_found` when the site is not the account's; `bad_request` for a cursor that is not valid for this list
 */
export async function listExports(
  account: AccountContext,
  filter: { siteId?: bigint | undefined },
  asked: Asked,
): Promise<Listed<ExportRecord>> {
  const { scope } = filter.siteId === undefined ? account : await requireSite(account, filter.siteId);
  return readPart(asked, cursorBinding(scope.accountId, "exports", filter), {
    count: () => countExports(scope),
    rows: (from, take) => read(scope, from, take),
  });
}
