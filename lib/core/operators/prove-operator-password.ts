import { z } from "zod";
import { findOperatorByEmail } from "@/lib/db/operators";
import type { OperatorContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { invalid, isAppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { verifyPassword } from "../passwords/verify-password";
import { guardedOperator } from "./attempts";

const shape = z.object({ currentPassword: fields.givenPassword });

/**
 * Makes sure that it is still the operator who sits there: by their password.
 *
 * SECURITY: guesses are counted with those at the sign-in, and beyond those only in a budget that all the operator's sessions share: one
 * that was left open guesses no more than a browser in which they have signed in before.
 *
 * @returns the version of the session that the password belongs to
 * @throws AppError `invalid`, `too_many_attempts`, `unavailable`
 */
export async function proveOperatorPassword({ id, email }: OperatorContext["operator"], given: unknown, ip: string): Promise<number> {
  const { currentPassword } = checkFields(shape, { currentPassword: given });
  const canonical = parseEmail(email)?.canonical ?? email;
  return guardedOperator("sign-in", canonical, { ip, signedIn: true }, async () => {
    const found = await findOperatorByEmail(canonical);
    const kept = found && { sealed: found.passwordSealed, owner: `operators.password:${id}` as const };
    const { right } = await verifyPassword(currentPassword, kept);
    return right && found?.id === id ? found.sessionVersion : null;
  }).catch((error: unknown) => {
    if (isAppError(error) && error.code === "wrong_credentials") throw invalid("currentPassword", "Current password is wrong");
    throw error;
  });
}
