import { takeAttempt, takeAttemptAs, takeAttemptInAll } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { sha256 } from "@/lib/kernel/secrets";
import { limitsOf } from "../attack-protection/limits";
import { isNoMailAddress } from "../site-users/no-mail-address";

/** Mails of one kind that an address gets in an hour, however often they are asked for. */
const MAILS_AN_HOUR = 5;
const NEW_DEVICE_MAILS_AN_HOUR = 1;
const HOUR_S = 3_600;

/** Mails that anybody can ask for by typing an address, and with which a job finds out whether somebody has it. */
const ASKED_FOR = ["reset_password", "verify_email", "account_exists"] as const;

/** Mails without which what was asked for is of no use: whether there may be one now is found out before. */
const PROMISED = ["sign_in_code", "change_email"] as const;

/** Mails that tell of what has happened: none of them waits for another one. */
type Notice = "account_linked" | "new_device" | "passkey_changed";

type Kind = (typeof ASKED_FOR)[number] | (typeof PROMISED)[number] | Notice;

/** What stands before the address in the key of the budget for mails of a kind. */
export const budgetOf = (kind: Kind) => `mail ${kind}:`;

/**
 * Takes one mail from the budget that an address has for a minute. False: one is on its way already.
 *
 * SECURITY: counted by what was typed, whether or not anybody has it. A job that is done again, because its process was killed, goes on
 * with the one that it took: nobody's only mail is lost.
 */
export function mayMailNow(site: SiteContext, kind: (typeof ASKED_FOR)[number] | (typeof PROMISED)[number], emailCanonical: string) {
  const { scope } = site;
  const budget = [sha256(`mail now ${kind}:${emailCanonical}`), limitsOf(site).mailsPerMinute, 60] as const;
  return scope.job === undefined ? takeAttempt(scope, ...budget) : takeAttemptAs(scope, sha256(`mail of job:${scope.job}`), ...budget);
}

/**
 * Takes one mail from the budgets of an address, of the site and of the whole installation. False: the mail is left out, and whoever
 * asked is told the same.
 */
export async function mayMail(site: SiteContext, kind: Kind, emailCanonical: string): Promise<boolean> {
  if (isNoMailAddress(emailCanonical)) return false;
  const asked = ASKED_FOR.find((each) => each === kind);
  if (asked && !(await mayMailNow(site, asked, emailCanonical))) return false;
  const most = kind === "new_device" ? NEW_DEVICE_MAILS_AN_HOUR : MAILS_AN_HOUR;
  if (!(await takeAttempt(site.scope, sha256(budgetOf(kind) + emailCanonical), most, HOUR_S))) return false;
  const { MAILS_PER_SITE, MAILS_IN_ALL } = env();
  const ofSite = await takeAttempt(site.scope, sha256("mails"), MAILS_PER_SITE, HOUR_S);
  const left = ofSite && (await takeAttemptInAll(sha256("mails"), MAILS_IN_ALL, HOUR_S));
  if (!left)
    log.warn({ site: site.site.slug, kind, of: ofSite ? "MAILS_IN_ALL" : "MAILS_PER_SITE" }, "a mail was left out: its budget is spent");
  return left;
}
