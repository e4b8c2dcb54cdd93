import { countTransfers, findTransfers } from "@/lib/db/hot/find-transfers";
import type { Position } from "@/lib/db/position";
import type { AccountContext } from "@/lib/db/resolve";
import { cursorBinding } from "../../cursor";
import { type Asked, type Listed, readPart } from "../../page";
import { requireSite } from "../../sites/require-site";
import { type Export, exportColumns } from "./export";

/**
 * The exports of one site or of all the account's, newest first.
 *
 * @throws AppError `not_found` when the site is not the account's; `bad_request` for a cursor that is not valid for this list
 */
export async function listExports(
  account: AccountContext,
  { siteId }: { siteId?: bigint | undefined },
  asked: Asked,
): Promise<Listed<Export & { readonly position: Position }>> {
  const { scope } = siteId === undefined ? account : await requireSite(account, siteId);
  return readPart(asked, cursorBinding(scope.accountId, "exports", { siteId }), {
    count: async () => ({ count: await countTransfers("exports", scope), exact: true }),
    async rows(from, take) {
      const places = await findTransfers("exports", scope, from, take);
      const found = await account.db.export.findMany({ where: { id: { in: places.map(({ id }) => id) } }, select: exportColumns });
      return places.flatMap((place) => found.filter(({ id }) => id === place.id).map((row) => ({ ...row, position: place.position })));
    },
  });
}
