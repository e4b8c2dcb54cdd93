import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { checkFields, fields } from "@/lib/kernel/fields";
import type { Outcome } from "./outcome";

const shape = z.object({ email: fields.email });

/**
 * Takes a request to reset a password.
 *
 * SECURITY: it only queues a job; whether the address has an account is found out there, so the answer and its time say
 * nothing.
 *
 * @throws AppError `invalid`
 */
export async function requestReset(site: SiteContext, input: { email?: unknown }): Promise<Extract<Outcome, { kind: "check_mail" }>> {
  const { email } = checkFields(shape, input);
  await enqueue(site.db, "mail-reset", { emailCanonical: email.canonical });
  return { kind: "check_mail", email: email.email };
}
