import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { endWaitingSignIns } from "../second-factor/end-waiting-sign-ins";
import { requireAnotherWayIn } from "../site-users/require-another-way-in";

/**
 * Takes a passkey from a user, and has them told by mail, in one transaction.
 *
 * @param keepsWayIn whether the last way in to an account stays: for its user it does; whoever looks after the site decides
 * @throws AppError `not_found`, also for another user's; `last_way_in`
 */
export async function removePasskey(site: SiteContext, siteUserId: bigint, id: bigint, { keepsWayIn = true } = {}): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(siteUserId);
    const passkey = await db.passkey.findFirst({
      where: { id, siteUserId },
      select: { name: true, siteUser: { select: { emailCanonical: true } } },
    });
    if (!passkey) throw new AppError("not_found");
    await db.passkey.deleteMany({ where: { id, siteUserId } });
    await endWaitingSignIns(db, siteUserId);
    if (keepsWayIn) await requireAnotherWayIn(db, siteUserId);
    const { name, siteUser } = passkey;
    await enqueue(db, "mail-passkey-changed", { emailCanonical: siteUser.emailCanonical, change: "removed", name });
    await recordEvent(db, { type: "passkey.removed", siteUserId, data: { passkey_id: String(id) } });
  });
}
