import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Removes a provider from a site. Accounts there that are linked stay, and work again once the same issuer is added.
 *
 * @throws AppError `not_found`
 */
export async function deleteProvider({ db }: SiteContext, id: bigint): Promise<void> {
  const { count } = await db.identityProvider.deleteMany({ where: { id } });
  if (count === 0) throw new AppError("not_found");
}
