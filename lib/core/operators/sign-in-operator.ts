import { z } from "zod";
import { beginOperatorSession, findOperatorByEmail, recordOperatorFailure, renewOperatorPassword } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { checkFields, fields } from "@/lib/kernel/fields";
import { happened } from "../audit/happened";
import { verifyPassword } from "../passwords/verify-password";
import { type Arrival, arrivalOf } from "./arrival";
import { guardedOperator, type OperatorGuesser } from "./attempts";

const shape = z.object({ email: fields.email, password: fields.givenPassword });

/**
 * Signs an operator in with their address and password, or, where there is a second factor to show, leads to the step that asks for it.
 *
 * Unknown address and wrong password are one refusal, at one price.
 *
 * @throws AppError `invalid`, `wrong_credentials`, `too_many_attempts`, `unavailable`
 */
export async function signInOperator(
  input: { email?: unknown; password?: unknown },
  guesser: OperatorGuesser,
  client = NO_CLIENT,
): Promise<Arrival> {
  const { email, password } = checkFields(shape, input);
  const check = async () => {
    const operator = await findOperatorByEmail(email.canonical);
    const kept = operator && { sealed: operator.passwordSealed, owner: `operators.password:${operator.id}` as const };
    const { right, renewed } = await verifyPassword(password, kept);
    if (!right || !operator) return null;
    if (renewed) await renewOperatorPassword(operator.id, operator.passwordSealed, renewed);
    const { id: operatorId, sessionVersion: version, needsFactor } = operator;
    if (needsFactor) return arrivalOf({ operatorId, version, needsFactor, nowS: 0 });
    const event = happened({ type: "operator.signed_in", data: { method: "password" } });
    const nowS = await beginOperatorSession({ id: operatorId, version, factor: false }, { event, client });
    return nowS === null ? null : arrivalOf({ operatorId, version, needsFactor, nowS });
  };
  return guardedOperator("sign-in", email.canonical, guesser, check, (type) =>
    recordOperatorFailure(email.canonical, { event: happened({ type, outcome: "failure" }), client }),
  );
}
