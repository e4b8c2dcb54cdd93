import type { AccountContext } from "@/lib/db/resolve";
import { type Page, type Paged, readPage } from "../../page";
import { requireSite } from "../../sites/require-site";
import { type Import, importColumns } from "./import";

/**
 * The imports into one site or into all of the account's, newest first.
 *
 * @throws AppError `not_found` when the site is not the account's
 */
export async function listImports(
  account: AccountContext,
  { siteId }: { siteId?: bigint | undefined },
  page: Page,
): Promise<Paged<Import>> {
  if (siteId !== undefined) await requireSite(account, siteId);
  const where = siteId === undefined ? {} : { siteId };
  return readPage(page, {
    count: () => account.db.import.count({ where }),
    rows: (range) =>
      account.db.import.findMany({ where, ...range, orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: importColumns }),
  });
}
