import type { AccountContext } from "@/lib/db/resolve";
import { getSite, type SiteRef } from "./get-site";

/**
 * Ends what is left of a site's secret before the last rotation. Where none is left, nothing changes.
 *
 * @throws AppError `not_found`
 */
export async function endPreviousSecret(account: AccountContext, ref: SiteRef): Promise<void> {
  const { id } = await getSite(account, ref);
  const ended = { previousSecretHash: null, previousSecretUntil: null };
  await account.db.site.updateMany({ where: { id, previousSecretHash: { not: null } }, data: ended });
}
