import { z } from "zod";
import { findOperatorByEmail, replaceOperatorPassword } from "@/lib/db/operators";
import type { OperatorContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { AppError, invalid, isAppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { hashPassword } from "../passwords/hash-password";
import { verifyPassword } from "../passwords/verify-password";
import { guardedOperator } from "./attempts";
import { operatorPassword } from "./operator-password";
import type { OperatorSession } from "./sign-in-operator";

const shape = z.object({ currentPassword: fields.givenPassword, newPassword: operatorPassword });

/**
 * Changes the password of an operator who is signed in and knows the current one. Every session ends; the answer is a new one.
 *
 * SECURITY: guesses at the current password are counted with those at the sign-in: a session that was left open guesses no
 * more than a stranger.
 *
 * @throws AppError `invalid`, `too_many_attempts`, `unavailable`; `conflict` when another change was quicker
 */
export async function changeOperatorPassword(
  { operator }: OperatorContext,
  input: { currentPassword?: unknown; newPassword?: unknown },
  ip: string,
): Promise<OperatorSession> {
  const { currentPassword, newPassword } = checkFields(shape, input);
  const canonical = parseEmail(operator.email)?.canonical ?? operator.email;
  const proved = await guardedOperator("sign-in", canonical, ip, async () => {
    const found = await findOperatorByEmail(canonical);
    const kept = found && { sealed: found.passwordSealed, owner: `operators.password:${operator.id}` as const };
    const { right } = await verifyPassword(currentPassword, kept);
    return right && found?.id === operator.id ? found.sessionVersion : null;
  }).catch((error: unknown) => {
    if (isAppError(error) && error.code === "wrong_credentials") throw invalid("currentPassword", "Current password is wrong");
    throw error;
  });
  const version = await replaceOperatorPassword(operator.id, proved, await hashPassword(newPassword, `operators.password:${operator.id}`));
  if (version === null) throw new AppError("conflict");
  return { operatorId: operator.id, version };
}
