import { consumeStrangersVerification, consumeVerificationSecret } from "@/lib/db/consume/mail-secret";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import { findMailSecret } from "../mail-secrets/find-mail-secret";
import type { ShownSecret } from "../mail-secrets/mail-secret";
import { isSameVisitor } from "./same-visitor";
import type { Visitor } from "./visitor";

/**
 * Marks an address as proved with what a verification mail brought, on a wire that asks for nothing else.
 *
 * SECURITY: somebody else may have signed up with this address and wait for its owner to click. Whoever is signed in as that user,
 * comes with the browser that signed up, or is a program of the customer's own, keeps the password that was chosen. For anybody
 * else the address is proved too, and what was set before it is void; they set a password of their own by a reset.
 *
 * @param signedInAs whose session comes along, or null
 * @throws AppError `link_unusable`, `code_unusable`, `too_many_attempts`
 */
export async function proveAddress(
  site: SiteContext,
  shown: ShownSecret,
  visitor: Visitor,
  signedInAs: bigint | null = null,
): Promise<void> {
  const secret = await findMailSecret(site, "verify_email", shown);
  const known = visitor.program || signedInAs === secret.siteUserId || isSameVisitor(secret, visitor);
  const event = happened({ type: "site_user.email_proved", siteUserId: secret.siteUserId });
  const proved = known
    ? await consumeVerificationSecret(site.scope, secret.id, event)
    : await consumeStrangersVerification(site.scope, secret.id, secret.siteUserId, event);
  if (!proved) throw new AppError("link_unusable");
}
