import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { recordEvent } from "../audit/record-event";
import type { FactorChange } from "./factor-change";
import { removeSecondFactor } from "./remove-second-factor";

/**
 * Takes a user's second factor from them, and has them told by mail. Saying it twice changes nothing.
 *
 * @param change who wanted it: the user (`removed`) or the customer (`reset`)
 * @throws AppError `not_found`
 */
export async function endSecondFactor(
  site: SiteContext,
  siteUserId: bigint,
  change: Extract<FactorChange, "removed" | "reset">,
): Promise<void> {
  await site.db.$transaction(async (db) => {
    const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: { emailCanonical: true } });
    if (!user) throw new AppError("not_found");
    if (!(await removeSecondFactor(db, siteUserId))) return;
    await enqueue(db, "mail-factor-changed", { ...user, change });
    await recordEvent(db, { type: change === "reset" ? "second_factor.reset" : "second_factor.turned_off", siteUserId });
  });
  log.info({ siteId: String(site.site.id), siteUserId: String(siteUserId) }, `second factor ${change}`);
}
