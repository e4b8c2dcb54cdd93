import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireSite } from "../../sites/require-site";
import { type Import, importColumns } from "./import";

/**
 * One of the account's imports, and its site, to act on it there.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function requireImport(account: AccountContext, id: bigint): Promise<{ site: SiteContext; row: Import }> {
  const row = await account.db.import.findFirst({ where: { id }, select: importColumns });
  if (!row) throw new AppError("not_found");
  return { site: await requireSite(account, row.siteId), row };
}
