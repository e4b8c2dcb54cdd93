import { z } from "zod";
import { replaceOperatorPassword } from "@/lib/db/operators";
import type { OperatorContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { AppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { happened } from "../audit/happened";
import { hashPassword } from "../passwords/hash-password";
import { requireHardToGuessOperator } from "../passwords/require-hard-to-guess";
import type { OperatorSession } from "./arrival";
import { operatorPassword } from "./operator-password";
import { proveOperatorPassword } from "./prove-operator-password";
import { requireRecent } from "./require-recent";

const shape = z.object({ currentPassword: fields.givenPassword, newPassword: operatorPassword });

/**
 * Changes the password of an operator who is signed in and knows the current one. Every session ends; the answer is a new one.
 *
 * @throws AppError `invalid`, `too_many_attempts`, `unavailable`; `proof_too_old` where there is a second factor to show, and none was shown lately; `conflict` when another change was quicker
 */
export async function changeOperatorPassword(
  context: OperatorContext,
  input: { currentPassword?: unknown; newPassword?: unknown },
  ip: string,
): Promise<OperatorSession> {
  const { operator, scope, session } = context;
  // The current password is proof enough for whoever has nothing else to show.
  if (operator.secondFactor || operator.factorNeeded) requireRecent(context);
  const { currentPassword, newPassword } = checkFields(shape, input);
  await requireHardToGuessOperator(newPassword, parseEmail(operator.email)?.canonical ?? operator.email, "newPassword");
  const proved = await proveOperatorPassword(operator, currentPassword, ip);
  const sealed = await hashPassword(newPassword, `operators.password:${operator.id}`);
  const event = happened({ type: "operator.password_changed" });
  const start = await replaceOperatorPassword(operator.id, proved, sealed, { event, client: scope.by });
  if (start === null) throw new AppError("conflict");
  return { ...session, version: start.version, provedS: start.nowS };
}
