import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { type Export, exportColumns } from "./export";

/**
 * One of the account's exports.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getExport(account: AccountContext, id: bigint): Promise<Export> {
  const row = await account.db.export.findFirst({ where: { id }, select: exportColumns });
  if (!row) throw new AppError("not_found");
  return row;
}
