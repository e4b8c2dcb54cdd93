import { z } from "zod";
import { findOperatorByEmail, noteOperatorSignIn, recordOperatorFailure, renewOperatorPassword } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { checkFields, fields } from "@/lib/kernel/fields";
import { happened } from "../audit/happened";
import { verifyPassword } from "../passwords/verify-password";
import { guardedOperator, type OperatorGuesser } from "./attempts";

const shape = z.object({ email: fields.email, password: fields.givenPassword });

/** What an operator's session says of itself. */
export type OperatorSession = { readonly operatorId: bigint; readonly version: number };

/**
 * Signs an operator in with their address and password.
 *
 * Unknown address and wrong password are one refusal, at one price.
 *
 * @throws AppError `invalid`, `wrong_credentials`, `too_many_attempts`, `unavailable`
 */
export async function signInOperator(
  input: { email?: unknown; password?: unknown },
  guesser: OperatorGuesser,
  client = NO_CLIENT,
): Promise<OperatorSession> {
  const { email, password } = checkFields(shape, input);
  const check = async () => {
    const operator = await findOperatorByEmail(email.canonical);
    const kept = operator && { sealed: operator.passwordSealed, owner: `operators.password:${operator.id}` as const };
    const { right, renewed } = await verifyPassword(password, kept);
    if (!right || !operator) return null;
    if (renewed) await renewOperatorPassword(operator.id, operator.passwordSealed, renewed);
    const noted = await noteOperatorSignIn(operator.id, operator.sessionVersion, {
      event: happened({ type: "operator.signed_in", data: { method: "password" } }),
      client,
    });
    return noted ? { operatorId: operator.id, version: operator.sessionVersion } : null;
  };
  return guardedOperator("sign-in", email.canonical, guesser, check, (type) =>
    recordOperatorFailure(email.canonical, { event: happened({ type, outcome: "failure" }), client }),
  );
}
