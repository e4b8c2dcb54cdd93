import type { AccountContext } from "@/lib/db/resolve";
import { type Page, type Paged, readPage } from "../../page";
import { requireSite } from "../../sites/require-site";
import { type Export, exportColumns } from "./export";

/**
 * The exports of one site or of all the account's, newest first.
 *
 * @throws AppError `not_found` when the site is not the account's
 */
export async function listExports(
  account: AccountContext,
  { siteId }: { siteId?: bigint | undefined },
  page: Page,
): Promise<Paged<Export>> {
  if (siteId !== undefined) await requireSite(account, siteId);
  const where = siteId === undefined ? {} : { siteId };
  return readPage(page, {
    count: () => account.db.export.count({ where }),
    rows: (range) =>
      account.db.export.findMany({ where, ...range, orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: exportColumns }),
  });
}
