import { inNameOfSystem, type OperatorContext, type WholeAccountContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid, isAppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { holdOperator } from "./hold-operator";
import { operatorOfAddress } from "./operator-of-address";

/**
 * Takes from another operator of the account whatever they show beside their password, so that they get in without it: app, recovery
 * codes and passkeys. Their sessions end, and they are told by mail, in one transaction.
 *
 * @throws AppError `invalid` for oneself; `not_found`, also for somebody else's, and for one who has nothing to take; `wrong_credentials`
 *   when the session of who does it has ended meanwhile
 */
export async function resetFactorOf(context: OperatorContext, { id }: { id: bigint }): Promise<void> {
  if (id === context.operator.id) throw invalid("", "Turn your own second factor off in your profile");
  await reset(context, id, (inside) => holdOperator(inside, context.operator));
}

/**
 * The same for whoever runs the installation, to let in an operator who has lost it all. It is not told to be the operator's doing.
 *
 * @throws AppError `invalid`
 */
export async function resetFactorFor(email: string | undefined): Promise<string> {
  const context = await operatorOfAddress(email);
  await reset(inNameOfSystem(context), context.operator.id, (inside) => inside.$lockAccount()).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") throw invalid("email", "Email belongs to an operator without a second factor");
    throw error;
  });
  return context.operator.email;
}

/** @param hold makes sure of who does it, for as long as it takes */
async function reset({ db }: WholeAccountContext, id: bigint, hold: (inside: TenantDb) => Promise<void>): Promise<void> {
  const where = { operatorId: id };
  await db.$transaction(async (inside) => {
    await hold(inside);
    // The row goes first: whoever sets something up at the same moment waits, and finds another version.
    await inside.operator.updateMany({ where: { id }, data: { secondFactor: false, sessionVersion: { increment: 1 } } });
    const apps = await inside.operatorTotpSecret.deleteMany({ where });
    await inside.operatorRecoveryCode.deleteMany({ where });
    const passkeys = await inside.operatorPasskey.deleteMany({ where });
    if (apps.count + passkeys.count === 0) throw new AppError("not_found");
    await enqueue(inside, "mail-operator-factor", { operatorId: String(id), change: "reset" });
    await recordEvent(inside, { type: "operator.second_factor_reset", data: { operator_id: String(id) } });
  });
}
