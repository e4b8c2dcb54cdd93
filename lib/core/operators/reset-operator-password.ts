import { z } from "zod";
import { consumeOperatorReset } from "@/lib/db/consume/operator-link";
import { forgetOperatorAttempts } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { happened } from "../audit/happened";
import { hashPassword } from "../passwords/hash-password";
import { requireHardToGuessOperator } from "../passwords/require-hard-to-guess";
import { type Arrival, arrivalOf } from "./arrival";
import { identifierKey } from "./attempts";
import { findOperatorLink } from "./find-operator-link";
import { operatorPassword } from "./operator-password";

const shape = z.object({ password: operatorPassword });

/**
 * Sets an operator's new password by the link they were mailed, and signs them in, or leads to the step that asks for their second factor:
 * a mail is none. Every session from before ends.
 *
 * Whoever was locked out by wrong guesses is let in: the mail proved them, and the guesses were at the old password.
 *
 * @throws AppError `link_unusable`, `invalid`, `unavailable`
 */
export async function resetOperatorPassword(input: { token?: unknown; password?: unknown }, client = NO_CLIENT): Promise<Arrival> {
  const link = await findOperatorLink("reset_password", input.token);
  const operatorId = link?.operatorId ?? null;
  if (!link || operatorId === null) throw new AppError("link_unusable");
  const { password } = checkFields(shape, input);
  await requireHardToGuessOperator(password, link.emailCanonical);
  const sealed = await hashPassword(password, `operators.password:${operatorId}`);
  const event = { event: happened({ type: "operator.password_reset" }), client };
  const used = await consumeOperatorReset(link.id, operatorId, sealed, event);
  if (used === null) throw new AppError("link_unusable");
  await forgetOperatorAttempts([identifierKey("sign-in", link.emailCanonical)]);
  return arrivalOf({ operatorId, ...used });
}
