import { z } from "zod";
import { consumeInvitation } from "@/lib/db/consume/operator-link";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { happened } from "../audit/happened";
import { hashPassword } from "../passwords/hash-password";
import { requireHardToGuessOperator } from "../passwords/require-hard-to-guess";
import { type Arrival, arrivalOf } from "./arrival";
import { findOperatorLink } from "./find-operator-link";
import { operatorPassword } from "./operator-password";

const shape = z.object({ name: fields.operatorName, password: operatorPassword });

/**
 * Makes an operator of an invited person, and signs them in, or has them set up a second factor where the account wants one. The address is the one the invitation went to; that it
 * is theirs is not proved, for whoever invited them was shown the link too.
 *
 * @throws AppError `link_unusable`, `invalid`, `unavailable`; `account_not_created` when the address has an account by now
 */
export async function joinAccount(input: { token?: unknown; name?: unknown; password?: unknown }, client = NO_CLIENT): Promise<Arrival> {
  const link = await findOperatorLink("invitation", input.token);
  if (!link) throw new AppError("link_unusable");
  const { name, password } = checkFields(shape, input);
  await requireHardToGuessOperator(password, link.emailCanonical);
  const id = newId();
  const passwordSealed = await hashPassword(password, `operators.password:${id}`);
  const event = { event: happened({ type: "operator.joined" }), client };
  const joined = await consumeInvitation(link.id, { id, name, passwordSealed }, event).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new AppError("account_not_created") : error;
  });
  if (!joined) throw new AppError("link_unusable");
  return arrivalOf({ operatorId: id, ...joined });
}
