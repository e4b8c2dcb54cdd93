import { z } from "zod";
import { queueResetAsked, queueResetMail, takeOperatorAttempt } from "@/lib/db/operators";
import { type Client, NO_CLIENT } from "@/lib/kernel/actor";
import { env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { sha256 } from "@/lib/kernel/secrets";

const shape = z.object({ email: fields.email });

/** Requests that one client address may make in an hour. */
const AN_HOUR = 30;

/**
 * Asks for the mail with which an operator sets a new password, unless one to the same address was asked for a moment ago: that one
 * is on its way.
 *
 * SECURITY: the answer and what is done for it are the same for every address; who has it is found out in a job.
 *
 * @throws AppError `invalid`, `too_many_attempts`
 */
export async function requestOperatorReset(input: { email?: unknown }, ip: string, client = NO_CLIENT): Promise<void> {
  const { email } = checkFields(shape, input);
  const waitS = await takeOperatorAttempt([{ key: sha256(`operator reset address:${ip}`), limit: AN_HOUR }], 3_600);
  if (waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: waitS });
  const now = { key: sha256(`operator reset asked now:${email.canonical}`), limit: env().MAILS_PER_MINUTE };
  if ((await takeOperatorAttempt([now], 60)) === null) await queueResetAsked(email.canonical, client);
}

/** Asks for the mail itself, if an operator has the address. */
export function goOnWithReset(emailCanonical: string, client: Client): Promise<void> {
  return queueResetMail(emailCanonical, client);
}
