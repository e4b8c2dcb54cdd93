import type { AccountContext } from "@/lib/db/resolve";
import { withEvent } from "../audit/with-event";
import { getSite, type SiteRef } from "./get-site";

/**
 * Ends what is left of a site's secret before the last rotation. Where none is left, nothing changes.
 *
 * @throws AppError `not_found`
 */
export async function endPreviousSecret(account: AccountContext, ref: SiteRef): Promise<void> {
  const { id } = await getSite(account, ref);
  const ended = { previousSecretHash: null, previousSecretUntil: null };
  const event = { type: "client_secret.previous_ended", siteId: id } as const;
  await withEvent(
    account.db,
    ({ count }: { count: number }) => (count > 0 ? event : null),
    (db) => db.site.updateMany({ where: { id, previousSecretHash: { not: null } }, data: ended }),
  );
}
