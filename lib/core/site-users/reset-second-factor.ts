import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { removeSecondFactor } from "../second-factor/remove-second-factor";

/**
 * Takes a user's second factor from them, in the customer's name: they have lost it. They are told by mail. Where the site requires
 * one, they set up another when they sign in next. Saying it twice changes nothing.
 *
 * @throws AppError `not_found`
 */
export async function resetSecondFactor(site: SiteContext, id: bigint): Promise<void> {
  await site.db.$transaction(async (db) => {
    const user = await db.siteUser.findFirst({ where: { id }, select: { emailCanonical: true } });
    if (!user) throw new AppError("not_found");
    if (await removeSecondFactor(db, id)) await enqueue(db, "mail-factor-changed", { ...user, change: "reset" });
  });
  log.info({ siteId: String(site.site.id), siteUserId: String(id) }, "second factor reset");
}
