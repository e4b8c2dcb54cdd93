import { takeAttempt, takeAttemptInAll } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { sha256 } from "@/lib/kernel/secrets";
import { isNoMailAddress } from "../site-users/no-mail-address";
import type { MailSecretPurpose } from "./mail-secret";

/** Mails of one kind that an address gets in an hour, however often they are asked for. */
const MAILS_AN_HOUR = 5;
const NEW_DEVICE_MAILS_AN_HOUR = 1;
const HOUR_S = 3_600;

/**
 * Takes one mail from the hourly budgets of an address, of the site and of the whole installation. False: the mail is left out, and
 * whoever asked is told the same.
 */
export async function mayMail(
  site: SiteContext,
  kind: MailSecretPurpose | "account_exists" | "account_linked" | "change_email" | "new_device" | "passkey_changed" | "sign_in_code",
  emailCanonical: string,
): Promise<boolean> {
  if (isNoMailAddress(emailCanonical)) return false;
  const most = kind === "new_device" ? NEW_DEVICE_MAILS_AN_HOUR : MAILS_AN_HOUR;
  if (!(await takeAttempt(site.scope, sha256(`mail ${kind}:${emailCanonical}`), most, HOUR_S))) return false;
  const { MAILS_PER_SITE, MAILS_IN_ALL } = env();
  const ofSite = await takeAttempt(site.scope, sha256("mails"), MAILS_PER_SITE, HOUR_S);
  const left = ofSite && (await takeAttemptInAll(sha256("mails"), MAILS_IN_ALL, HOUR_S));
  if (!left)
    log.warn({ site: site.site.slug, kind, of: ofSite ? "MAILS_IN_ALL" : "MAILS_PER_SITE" }, "a mail was left out: its budget is spent");
  return left;
}
