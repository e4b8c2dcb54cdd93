import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { endWaitingSignIns } from "../second-factor/end-waiting-sign-ins";
import { requireAnotherWayIn } from "../site-users/require-another-way-in";
import { listLinkedAccounts } from "./list-linked-accounts";

/**
 * Unlinks an account elsewhere from its user, who is told by mail, in one transaction.
 *
 * @param keepsWayIn whether the last way in to an account stays: for its user it does; whoever looks after the site decides
 * @throws AppError `not_found`, also for another user's; `last_way_in`
 */
export async function unlinkAccount(site: SiteContext, siteUserId: bigint, id: bigint, { keepsWayIn = true } = {}): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(siteUserId);
    const linked = (await listLinkedAccounts({ db }, siteUserId)).find((each) => each.id === id);
    const user = linked && (await db.siteUser.findFirst({ where: { id: siteUserId }, select: { emailCanonical: true } }));
    if (!user) throw new AppError("not_found");
    await db.linkedAccount.deleteMany({ where: { siteUserId, id } });
    await endWaitingSignIns(db, siteUserId);
    if (keepsWayIn) await requireAnotherWayIn(db, siteUserId);
    await enqueue(db, "mail-account-linked", { ...user, providerName: linked.providerName, unlinked: true });
    await recordEvent(db, { type: "linked_account.removed", siteUserId, data: { linked_account_id: String(id) } });
  });
}
