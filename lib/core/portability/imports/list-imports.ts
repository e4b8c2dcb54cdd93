import { countTransfers, findTransfers } from "@/lib/db/hot/find-transfers";
import type { Position } from "@/lib/db/position";
import type { AccountContext } from "@/lib/db/resolve";
import { cursorBinding } from "../../cursor";
import { type Asked, type Listed, readPart } from "../../page";
import { requireSite } from "../../sites/require-site";
import { type Import, importColumns } from "./import";

/**
 * The imports of one site or of all the account's, newest first.
 *
 * @throws AppError `not_found` when the site is not the account's; `bad_request` for a cursor that is not valid for this list
 */
export async function listImports(
  account: AccountContext,
  { siteId }: { siteId?: bigint | undefined },
  asked: Asked,
): Promise<Listed<Import & { readonly position: Position }>> {
  const { scope } = siteId === undefined ? account : await requireSite(account, siteId);
  return readPart(asked, cursorBinding(scope.accountId, "imports", { siteId }), {
    count: async () => ({ count: await countTransfers("imports", scope), exact: true }),
    async rows(from, take) {
      const places = await findTransfers("imports", scope, from, take);
      const found = await account.db.import.findMany({ where: { id: { in: places.map(({ id }) => id) } }, select: importColumns });
      return places.flatMap((place) => found.filter(({ id }) => id === place.id).map((row) => ({ ...row, position: place.position })));
    },
  });
}
