import { type SeenMailToken, seeMailToken } from "@/lib/db/consume/mail-secret";
import type { SiteContext } from "@/lib/db/resolve";
import { hashToken } from "@/lib/kernel/secrets";
import { MAIL_TOKEN_PREFIX, type MailSecretPurpose } from "./mail-secret";

/**
 * How the token of a mail stands, for a wire that says why it refuses one. Looking spends nothing.
 *
 * SECURITY: it tells of a user only to who holds what was mailed to them.
 *
 * @returns null when it was never mailed, a newer mail took its place, or its user has another address by now
 */
export async function lookAtMailToken(site: SiteContext, purpose: MailSecretPurpose, token: string): Promise<SeenMailToken | null> {
  const hash = hashToken(MAIL_TOKEN_PREFIX[purpose], token);
  return hash && seeMailToken(site.scope, purpose, hash);
}
