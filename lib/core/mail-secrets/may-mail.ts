import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { sha256 } from "@/lib/kernel/secrets";
import { isNoMailAddress } from "../site-users/no-mail-address";
import type { MailSecretPurpose } from "./mail-secret";

/** Mails of one kind that an address gets in an hour, however often they are asked for. */
const MAILS_AN_HOUR = 5;
const NEW_DEVICE_MAILS_AN_HOUR = 1;

/** Takes one mail from an address's hourly budget. False: the mail is left out, and whoever asked is told the same. */
export async function mayMail(
  site: SiteContext,
  kind: MailSecretPurpose | "account_exists" | "account_linked" | "change_email" | "new_device" | "passkey_changed" | "sign_in_code",
  emailCanonical: string,
): Promise<boolean> {
  if (isNoMailAddress(emailCanonical)) return false;
  const most = kind === "new_device" ? NEW_DEVICE_MAILS_AN_HOUR : MAILS_AN_HOUR;
  return takeAttempt(site.scope, sha256(`mail ${kind}:${emailCanonical}`), most, 3_600);
}
