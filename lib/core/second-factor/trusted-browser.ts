import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { LONGEST_USER_AGENT } from "../sessions/begin-session";
import { secondFactorPolicy } from "./policy";

const DAY_S = 86_400;

/** What a browser is given to be known by, and for how long. */
export type Trust = { readonly token: string; readonly lastsS: number };

/**
 * Trusts a browser in which a user has just shown their second factor: it need not be shown there again for as long as the site
 * says. Null: the site trusts none.
 *
 * @param userAgent what it calls itself, to be told apart by
 */
export async function trustBrowser(site: SiteContext, siteUserId: bigint, userAgent: string | null): Promise<Trust | null> {
  const lastsS = secondFactorPolicy(site).trust_days * DAY_S;
  if (lastsS === 0) return null;
  const token = newToken("trb_");
  const agent = userAgent?.slice(0, LONGEST_USER_AGENT) ?? null;
  const expiresAt = new Date(Date.now() + lastsS * 1_000);
  await withEvent(site.db, { type: "trusted_browser.added", siteUserId }, (db) =>
    db.trustedBrowser.create({ data: { id: newId(), siteUserId, tokenHash: sha256(token), userAgent: agent, expiresAt } }),
  );
  return { token, lastsS };
}

/** Whether this user trusts the browser. SECURITY: another user's trust, or another site's, is none. */
export async function isTrusted(site: SiteContext, siteUserId: bigint, tokenHash: Uint8Array<ArrayBuffer> | null): Promise<boolean> {
  if (tokenHash === null || secondFactorPolicy(site).trust_days === 0) return false;
  const where = { siteUserId, tokenHash, expiresAt: { gt: new Date() } };
  return (await site.db.trustedBrowser.count({ where })) > 0;
}

/** Has a browser asked again from now on. Somebody else's, and one that is over, is none: nothing changes. */
export async function forgetBrowser({ db }: SiteContext, siteUserId: bigint, id: bigint): Promise<void> {
  await db.trustedBrowser.deleteMany({ where: { id, siteUserId } });
}
