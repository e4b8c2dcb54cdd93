import { type DeletedSite, deletedSites } from "@/lib/db/hot/deleted-sites";
import type { WholeAccountContext } from "@/lib/db/resolve";

/** The account's sites that were deleted and can still be brought back, the newest hundred, last deleted first. */
export async function listDeletedSites(account: WholeAccountContext): Promise<DeletedSite[]> {
  return deletedSites(account.scope, 100);
}
