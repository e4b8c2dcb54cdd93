import type { AccountContext } from "@/lib/db/resolve";
import { eraseSiteUser } from "./erase-site-user";
import { requireSiteOfUser } from "./require-site-of-user";

/**
 * Deletes a user at once, in the customer's name.
 *
 * @throws AppError `not_found`
 */
export async function deleteSiteUser(account: AccountContext, id: bigint): Promise<void> {
  await eraseSiteUser(await requireSiteOfUser(account, id), id);
}
