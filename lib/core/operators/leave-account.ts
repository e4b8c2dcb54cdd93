import { leaveAccount as leave } from "@/lib/db/hot/remove-operator";
import type { OperatorContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";

/**
 * Takes an operator out of their account, and with it all that is kept of them as one: password, second factor, passkeys, sessions, mails to them
 * and the invitations they sent. Somebody has to stay.
 *
 * @throws AppError `invalid` for the only operator of the account
 */
export async function leaveAccount({ scope, operator }: Pick<OperatorContext, "scope" | "operator">): Promise<void> {
  const event = happened({ type: "operator.left", data: { operator_id: String(operator.id) } });
  if (await leave(scope, operator.id, event)) return;
  throw invalid("", "You are the only operator of this account. Invite somebody who stays, or delete the account.");
}
