import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { withEvent } from "../audit/with-event";

/**
 * Takes an invitation back: its link is dead at once.
 *
 * @throws AppError `not_found`, also for somebody else's and for one that was accepted
 */
export async function withdrawInvitation({ db }: AccountContext, { id }: { id: bigint }): Promise<void> {
  const event = { type: "operator.invitation_withdrawn", data: { invitation_id: String(id) } } as const;
  await withEvent(db, event, async (inside) => {
    const { count } = await inside.operatorLink.deleteMany({ where: { id, purpose: "invitation", usedAt: null } });
    if (count === 0) throw new AppError("not_found");
  });
}
