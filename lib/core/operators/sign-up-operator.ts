import { z } from "zod";
import { takeOperatorAttempt } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { sha256 } from "@/lib/kernel/secrets";
import { createAccount } from "../accounts/create-account";
import { requireHardToGuessOperator } from "../passwords/require-hard-to-guess";
import type { OperatorSession } from "./arrival";
import { operatorPassword } from "./operator-password";
import { operatorSignUpIsOpen } from "./operator-sign-up";

const shape = z.object({ name: fields.operatorName, email: fields.email, password: operatorPassword });

/** Accounts that one client address may ask for in an hour. */
const AN_HOUR = 10;

/**
 * Makes an account for somebody who signs up, with them as its operator, and signs them in.
 *
 * @throws AppError `sign_ups_closed`, `invalid`, `too_many_attempts`, `unavailable`; `account_not_created` when the address has one
 */
export async function signUpOperator(
  input: { name?: unknown; email?: unknown; password?: unknown },
  ip: string,
  client = NO_CLIENT,
): Promise<OperatorSession> {
  if (!(await operatorSignUpIsOpen())) throw new AppError("sign_ups_closed");
  const { email, password } = checkFields(shape, input);
  const waitS = await takeOperatorAttempt([{ key: sha256(`operator sign-up address:${ip}`), limit: AN_HOUR }], 3_600);
  if (waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: waitS });
  await requireHardToGuessOperator(password, email.canonical);
  try {
    return (await createAccount(input, { client })).session;
  } catch (error) {
    // The fields were right a moment ago: what is refused now is the address.
    throw isAppError(error) && error.code === "invalid" ? new AppError("account_not_created") : error;
  }
}
