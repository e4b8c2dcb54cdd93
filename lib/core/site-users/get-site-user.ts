import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { type SiteUser, siteUserColumns } from "./site-user";

/**
 * One of the account's site users.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getSiteUser(account: AccountContext, id: bigint): Promise<SiteUser> {
  const row = await account.db.siteUser.findFirst({ where: { id }, select: siteUserColumns });
  if (!row) throw new AppError("not_found");
  return row;
}
