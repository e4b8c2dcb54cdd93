import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { withEvent } from "../audit/with-event";

/**
 * Takes a user's address as proved, because the customer knows that it is. An earlier proof keeps its time.
 *
 * @throws AppError `not_found`
 */
export async function markVerified(site: SiteContext, id: bigint): Promise<void> {
  const { count } = await withEvent(
    site.db,
    (done: { count: number }) => (done.count > 0 ? { type: "site_user.email_proved", siteUserId: id } : null),
    (db) => db.siteUser.updateMany({ where: { id, emailVerifiedAt: null }, data: { emailVerifiedAt: new Date() } }),
  );
  if (count === 0 && (await site.db.siteUser.count({ where: { id } })) === 0) throw new AppError("not_found");
}
