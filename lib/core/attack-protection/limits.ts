import type { Alarm } from "@/lib/db/failure-tally";
import type { SiteContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { attackProtection } from "./settings";

/** How often somebody may fail, or ask, at a site. */
export type Limits = {
  readonly failuresPerIdentifier: number;
  readonly failuresPerAddress: number;
  readonly failuresPerSite: number;
  readonly failuresInAll: number;
  readonly signUpsPerAddress: number;
  readonly mailsPerMinute: number;
};

/** The limits of a site: what it sets, and what the installation says of the rest. */
export function limitsOf({ site }: Pick<SiteContext, "site">): Limits {
  const set = attackProtection(site.attackProtection);
  const usual = env();
  return {
    failuresPerIdentifier: set.failures_per_identifier ?? usual.FAILURES_PER_IDENTIFIER,
    failuresPerAddress: set.failures_per_address ?? usual.FAILURES_PER_ADDRESS,
    failuresPerSite: set.failures_per_site ?? usual.FAILURES_PER_SITE,
    failuresInAll: usual.FAILURES_IN_ALL,
    signUpsPerAddress: set.sign_ups_per_address ?? usual.SIGN_UPS_PER_ADDRESS,
    mailsPerMinute: set.mails_per_minute ?? usual.MAILS_PER_MINUTE,
  };
}

/** How many failures mean that a site is under attack, or that all of them are. */
export function alarmOf(site: Pick<SiteContext, "site">): Alarm {
  const { failuresPerSite, failuresInAll } = limitsOf(site);
  return { site: failuresPerSite, inAll: failuresInAll };
}
