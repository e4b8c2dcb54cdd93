import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { withEvent } from "../audit/with-event";

/**
 * Removes a provider from a site. Accounts there that are linked stay, and work again once the same issuer is added.
 *
 * @throws AppError `not_found`
 */
export async function deleteProvider({ db }: SiteContext, id: bigint): Promise<void> {
  await withEvent(db, { type: "identity_provider.deleted", data: { provider_id: String(id) } }, async (inside) => {
    const { count } = await inside.identityProvider.deleteMany({ where: { id } });
    if (count === 0) throw new AppError("not_found");
  });
}
