import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { getSite, type SiteRef } from "./get-site";

/**
 * Deletes a site with its users, tokens and mails, at once and for good. Its slug is never given out again.
 *
 * @throws AppError `not_found`
 */
export async function deleteSite(account: AccountContext, ref: SiteRef): Promise<void> {
  const { id } = await getSite(account, ref);
  const { count } = await account.db.site.deleteMany({ where: { id } });
  if (count === 0) throw new AppError("not_found");
}
