import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { checkFields, fields } from "@/lib/kernel/fields";
import type { Outcome } from "./outcome";
import { proofMail } from "./proof-mail";
import type { Visitor } from "./visitor";

const shape = z.object({ email: fields.email });

/**
 * Takes a request to mail the proof of an address once more.
 *
 * SECURITY: it only queues a job; whether there is such a user, and whether the address is proved already, is found out
 * there.
 *
 * @throws AppError `invalid`
 */
export async function requestVerification(
  site: SiteContext,
  input: { email?: unknown },
  visitor: Pick<Visitor, "language" | "to">,
): Promise<Extract<Outcome, { kind: "check_mail" }>> {
  const { email } = checkFields(shape, input);
  await enqueue(site.db, "mail-verification", proofMail(email.canonical, { ...visitor, browserHash: null }));
  return { kind: "check_mail", email: email.email };
}
