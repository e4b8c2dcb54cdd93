import { deleteAccount as remove } from "@/lib/db/hot/deleted-accounts";
import type { WholeAccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";

/**
 * Deletes an account with its sites, their users, its API tokens and its operators. From this moment on nothing of it answers; for RESTORE_DAYS
 * its operators can sign in to bring it back, and to do nothing else, then everything in it is purged. They are told by mail.
 *
 * @returns when it will be purged
 * @throws AppError `not_found` when it is deleted already
 */
export async function deleteAccount({ scope }: Pick<WholeAccountContext, "scope">): Promise<Date> {
  const purgedAt = await remove(scope, happened({ type: "account.deleted" }));
  if (purgedAt === null) throw new AppError("not_found");
  return purgedAt;
}
