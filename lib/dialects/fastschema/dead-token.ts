import { lookAtMailToken } from "@/lib/core/mail-secrets/look-at-mail-token";
import type { MailSecretPurpose } from "@/lib/core/mail-secrets/mail-secret";
import type { SiteContext } from "@/lib/db/resolve";
import type { WireResponse } from "../kit/dialect";
import { failure } from "./errors";

/** Why the token of a mail is refused, or null when it is good. `more` stands beside the failure. */
export async function deadToken(site: SiteContext, purpose: MailSecretPurpose, token: string, more?: object): Promise<WireResponse | null> {
  const seen = await lookAtMailToken(site, purpose, token);
  if (seen && purpose === "verify_email" && seen.proved)
    return failure(400, "Your account is already activated", "already_activated", more);
  if (seen?.state === "live") return null;
  return seen?.state === "expired"
    ? failure(400, "Token expired", "token_expired", more)
    : failure(400, "Invalid token", "invalid_token", more);
}
