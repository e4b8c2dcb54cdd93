import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { checkFields, fields } from "@/lib/kernel/fields";
import type { Outcome } from "./outcome";
import type { Visitor } from "./visitor";

const byEmail = z.object({ email: fields.email });
const byLogin = z.object({ login: fields.login });

/**
 * Takes a request to reset a password, of an address or, where a wire has one field for both, of an address or a username.
 *
 * SECURITY: it only queues a job; whether the address has an account is found out there, so the answer and its time say
 * nothing.
 *
 * @throws AppError `invalid`
 */
export async function requestReset(
  site: SiteContext,
  input: { email?: unknown; login?: unknown },
  { language, to }: Pick<Visitor, "language" | "to">,
): Promise<Extract<Outcome, { kind: "check_mail" }>> {
  const asked = { language, ...(to && { to }) };
  if (input.login !== undefined) {
    const { login } = checkFields(byLogin, input);
    const whose = login.kind === "email" ? { emailCanonical: login.canonical } : { usernameCanonical: login.canonical };
    await enqueue(site.db, "mail-reset", { ...whose, ...asked });
    return { kind: "check_mail", email: login.email };
  }
  const { email } = checkFields(byEmail, input);
  await enqueue(site.db, "mail-reset", { emailCanonical: email.canonical, ...asked });
  return { kind: "check_mail", email: email.email };
}
