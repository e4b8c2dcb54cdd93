import { z } from "zod";
import { consumeResetSecret } from "@/lib/db/consume/mail-secret";
import type { SiteContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { AppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { happened } from "../audit/happened";
import { findMailSecret } from "../mail-secrets/find-mail-secret";
import type { ShownSecret } from "../mail-secrets/mail-secret";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";
import { inLineOf } from "../passwords/line-of";
import { personOf } from "../passwords/person-of";
import { requireHardToGuess, requireNotLeaked } from "../passwords/require-hard-to-guess";
import { forgiveFailures } from "./attempts";

const shape = z.object({ password: fields.newPassword });

/**
 * Sets a new password with what a reset mail brought.
 *
 * The password is checked first, so that a weak one costs nobody their link. Spending the secret, setting the password,
 * proving the address, voiding everything the old credentials had opened and queueing the mail that says so are one statement.
 * Whoever was locked out by somebody else's guesses is let in again.
 *
 * @throws AppError `invalid`, `link_unusable`, `code_unusable`, `too_many_attempts`, `unavailable`
 */
export async function confirmReset(site: SiteContext, shown: ShownSecret, input: { password?: unknown }): Promise<void> {
  const { password } = checkFields(shape, input);
  // Before the secret is looked at, so that no guess at a code is taken; and once it is known whose password it will be.
  requireHardToGuess(site, password, "email" in shown ? { emailCanonical: parseEmail(shown.email)?.canonical } : {});
  const secret = await findMailSecret(site, "reset_password", shown);
  requireHardToGuess(site, password, await personOf(site, secret.siteUserId));
  await requireNotLeaked(site, password);
  const sealed = await hashPassword(password, siteUserPassword(site.scope, secret.siteUserId), inLineOf(site));
  const event = happened({ type: "site_user.password_reset", siteUserId: secret.siteUserId });
  const known = await consumeResetSecret(site.scope, secret.id, secret.siteUserId, sealed, event);
  if (!known) throw new AppError("link_unusable");
  await forgiveFailures(site, known.emailCanonical);
  if (known.usernameCanonical !== null) await forgiveFailures(site, known.usernameCanonical);
}
