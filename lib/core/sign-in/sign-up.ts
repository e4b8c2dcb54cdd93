import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { signUpElsewhere } from "../endpoints/sign-up-elsewhere";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";
import type { Outcome } from "./outcome";
import { browserOf, type Visitor } from "./visitor";

const shape = z.object({ email: fields.email, password: fields.newPassword, name: fields.personName });

/**
 * Creates a user who comes by themselves.
 *
 * The mail that goes with it is queued in the same transaction: an acknowledged sign-up always has its mail. A known
 * address is never signed in, not even with its right password; its owner gets a mail instead.
 *
 * Where the site names a user system of its own, that one takes the user first, and nobody becomes one here whom it refuses.
 *
 * SECURITY: where the site requires a proved address, known and unknown do the same work and get the same answer.
 *
 * @throws AppError `invalid`, `sign_ups_closed`, `account_not_created` (address known, verification not required),
 *   `too_many_attempts` (where the site names a user system), `unavailable`
 */
export async function signUp(
  site: SiteContext,
  input: { email?: unknown; password?: unknown; name?: unknown },
  visitor: Visitor,
): Promise<Outcome> {
  if (!site.site.signUps) throw new AppError("sign_ups_closed");
  const { email, password, name } = checkFields(shape, input);
  if (password.toLowerCase() === email.canonical) throw invalid("password", "Password must not be your e-mail address");
  const { emailVerification } = site.site;
  const id = newId();
  const passwordSealed = await hashPassword(password, siteUserPassword(site.scope, id));
  const externalId = await signUpElsewhere(site, { email: email.email, password, name }, visitor);
  const created = await site.db.$transaction(async (db) => {
    const { count } = await db.siteUser.createMany({
      data: [{ id, email: email.email, emailCanonical: email.canonical, name, passwordSealed, externalId }],
      skipDuplicates: true,
    });
    if (count === 0) {
      await enqueue(db, "mail-account-exists", { emailCanonical: email.canonical });
    } else if (emailVerification !== "off") {
      await enqueue(db, "mail-verification", { emailCanonical: email.canonical, browser: browserOf(visitor) });
    }
    return count === 1;
  });
  if (emailVerification === "required") return { kind: "check_mail", email: email.email };
  if (!created) throw new AppError("account_not_created");
  return { kind: "signed_in", siteUserId: id, proof: { passwordSealed, budgets: [] } };
}
