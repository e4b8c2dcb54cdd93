import { resetOperatorFactor } from "@/lib/db/hot/reset-operator-factor";
import type { OperatorContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid, isAppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import { operatorOfAddress } from "./operator-of-address";

/**
 * Takes from another operator of the account whatever they show beside their password, so that they get in without it: app, recovery
 * codes and passkeys. Their sessions end, and they are told by mail.
 *
 * @throws AppError `invalid` for oneself; `not_found`, also for somebody else's, and for one who has nothing to take
 */
export async function resetFactorOf(context: OperatorContext, { id }: { id: bigint }): Promise<void> {
  if (id === context.operator.id) throw invalid("", "Turn your own second factor off in your profile");
  await reset(context, id);
}

/**
 * The same for whoever runs the installation, to let in an operator who has lost it all.
 *
 * @throws AppError `invalid`
 */
export async function resetFactorFor(email: string | undefined): Promise<string> {
  const context = await operatorOfAddress(email);
  await reset(context, context.operator.id).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") throw invalid("email", "Email belongs to an operator without a second factor");
    throw error;
  });
  return context.operator.email;
}

async function reset({ scope, db }: OperatorContext, id: bigint): Promise<void> {
  const event = happened({ type: "operator.second_factor_reset", data: { operator_id: String(id) } });
  if (!(await resetOperatorFactor(scope, id, event))) throw new AppError("not_found");
  await enqueue(db, "mail-operator-factor", { operatorId: String(id), change: "reset" });
}
