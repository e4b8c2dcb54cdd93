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
  { language }: Pick<Visitor, "language">,
): Promise<Extract<Outcome, { kind: "check_mail" }>> {
  if (input.login !== undefined) {
    const { login } = checkFields(byLogin, input);
    await enqueue(
      site.db,
      "mail-reset",
      login.kind === "email" ? { emailCanonical: login.canonical, language } : { usernameCanonical: login.canonical, language },
    );
    return { kind: "check_mail", email: login.email };
  }
  const { email } = checkFields(byEmail, input);
  await enqueue(site.db, "mail-reset", { emailCanonical: email.canonical, language });
  return { kind: "check_mail", email: email.email };
}
