import { renewOperatorCodes as renew } from "@/lib/db/consume/operator-factor";
import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import { newRecoveryCodes, recoveryMacs } from "../sign-in/factors/recovery-code/codes";
import { operatorRecoveryContext } from "./factor-contexts";
import { tellOfFactor } from "./tell-of-factor";

/**
 * New recovery codes in the place of an operator's old ones, told this once.
 *
 * @throws AppError `conflict` when they have no app by now: no page of ours offers it then
 */
export async function renewOperatorCodes({ operator, scope, session }: OperatorContext): Promise<string[]> {
  const codes = newRecoveryCodes();
  const macs = recoveryMacs(operatorRecoveryContext(operator.id), codes);
  const event = happened({ type: "operator.recovery_codes_renewed" });
  if (!(await renew({ id: operator.id, version: operator.sessionVersion }, macs, { event, client: scope.by })))
    throw new AppError("conflict");
  await tellOfFactor(session, "codesRenewed");
  return codes;
}
