import { consumeVerificationSecret } from "@/lib/db/consume/mail-secret";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import { findMailSecret } from "../mail-secrets/find-mail-secret";
import type { ShownSecret } from "../mail-secrets/mail-secret";
import type { SignedIn } from "./outcome";
import { requirePassword } from "./require-password";
import { isSameVisitor } from "./same-visitor";
import type { Visitor } from "./visitor";

/** Proved; `signIn` names the user when this browser may be signed in straight away. */
export type Confirmed = { readonly kind: "confirmed"; readonly signIn: SignedIn | null };

/**
 * Marks an address as proved with what a verification mail brought.
 *
 * SECURITY: somebody else may have signed up with this address and wait for its owner to click. So the click counts only
 * together with a sign that this person chose the password: the browser that signed up, or the password itself. Who has
 * neither resets the password, which voids the stranger's.
 *
 * @throws AppError `link_unusable`, `code_unusable`, `wrong_credentials` (another browser, and not the password),
 *   `too_many_attempts`, `unavailable`
 */
export async function confirmVerification(
  site: SiteContext,
  shown: ShownSecret,
  input: { password?: string },
  visitor: Visitor,
): Promise<Confirmed> {
  const secret = await findMailSecret(site, "verify_email", shown);
  const sameBrowser = isSameVisitor(secret, visitor);
  if (!sameBrowser && !visitor.program) await requirePassword(site, secret.siteUserId, input.password ?? "", visitor);
  const event = happened({ type: "site_user.email_proved", siteUserId: secret.siteUserId });
  if (!(await consumeVerificationSecret(site.scope, secret.id, event))) throw new AppError("link_unusable");
  const straightThrough = site.site.emailVerification === "required" && (sameBrowser || !visitor.program);
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  return { kind: "confirmed", signIn: straightThrough ? { kind: "signed_in", siteUserId: secret.siteUserId, proof } : null };
}
