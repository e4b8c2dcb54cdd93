import { endOperatorFactor } from "@/lib/db/consume/operator-factor";
import type { OperatorContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import type { OperatorSession } from "./arrival";
import { tellOfFactor } from "./tell-of-factor";

/**
 * Takes their app and recovery codes from the operator who asks for it. Every other session ends.
 *
 * @returns the session that goes on
 * @throws AppError `invalid` where the account wants a second factor of everybody, and when there is none by now
 */
export async function turnOffOperatorFactor({ operator, scope, session }: OperatorContext): Promise<OperatorSession> {
  const event = happened({ type: "operator.second_factor_turned_off" });
  const start = await endOperatorFactor({ id: operator.id, version: operator.sessionVersion }, { event, client: scope.by });
  if (!start) throw invalid("", operator.factorNeeded ? "Your account requires a second step" : "It is off already");
  const renewed = { ...session, version: start.version, provedS: start.nowS };
  await tellOfFactor(renewed, "removed");
  return renewed;
}
