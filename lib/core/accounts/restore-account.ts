import { restoreAccount as restore } from "@/lib/db/hot/deleted-accounts";
import type { DeletedAccountContext, WholeAccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";

/**
 * Brings a deleted account back as it was. Sites and API tokens that were gone before stay gone, and sessions stay over.
 *
 * @throws AppError `not_found` when it is not deleted, and a week after it was
 */
export async function restoreAccount({ scope }: Pick<DeletedAccountContext | WholeAccountContext, "scope">): Promise<void> {
  if (!(await restore(scope, happened({ type: "account.restored" })))) throw new AppError("not_found");
}
