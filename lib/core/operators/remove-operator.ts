import { removeOperator as remove } from "@/lib/db/hot/remove-operator";
import type { OperatorContext } from "@/lib/db/resolve";
import { AppError, invalid } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";

/**
 * Removes another operator from the account. Their sessions and the invitations they sent end at once.
 *
 * Nobody removes themselves by it: see `leaveAccount`.
 *
 * @throws AppError `invalid` for oneself; `not_found`, also for somebody else's
 */
export async function removeOperator({ scope, operator }: OperatorContext, { id }: { id: bigint }): Promise<void> {
  if (id === operator.id) throw invalid("", "You cannot remove yourself. Leave the account in your profile.");
  if (!(await remove(scope, id, operator.id, happened({ type: "operator.removed", data: { operator_id: String(id) } }))))
    throw new AppError("not_found");
}
