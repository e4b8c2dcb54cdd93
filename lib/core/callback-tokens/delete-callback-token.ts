import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { CallbackTokenRef } from "./callback-token";

/**
 * Deletes the record of a callback token, and with it the token.
 *
 * @throws AppError `not_found`, also for another site's
 */
export async function deleteCallbackToken(site: SiteContext, ref: CallbackTokenRef): Promise<void> {
  const { count } = await site.db.callbackToken.deleteMany({ where: ref });
  if (count === 0) throw new AppError("not_found");
}
