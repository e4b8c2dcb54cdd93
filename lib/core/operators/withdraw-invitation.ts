import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Takes an invitation back: its link is dead at once.
 *
 * @throws AppError `not_found`, also for somebody else's and for one that was accepted
 */
export async function withdrawInvitation({ db }: AccountContext, { id }: { id: bigint }): Promise<void> {
  const { count } = await db.operatorLink.deleteMany({ where: { id, purpose: "invitation", usedAt: null } });
  if (count === 0) throw new AppError("not_found");
}
