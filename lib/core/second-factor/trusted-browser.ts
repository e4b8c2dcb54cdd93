import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { secondFactorPolicy } from "./policy";

const DAY_S = 86_400;

/** What a browser is given to be known by, and for how long. */
export type Trust = { readonly token: string; readonly lastsS: number };

/**
 * Trusts a browser in which a user has just shown their second factor: it need not be shown there again for as long as the site
 * says. Null: the site trusts none.
 */
export async function trustBrowser(site: SiteContext, siteUserId: bigint): Promise<Trust | null> {
  const lastsS = secondFactorPolicy(site).trust_days * DAY_S;
  if (lastsS === 0) return null;
  const token = newToken("trb_");
  const expiresAt = new Date(Date.now() + lastsS * 1_000);
  await site.db.trustedBrowser.create({ data: { id: newId(), siteUserId, tokenHash: sha256(token), expiresAt } });
  return { token, lastsS };
}

/** Whether this user trusts the browser. SECURITY: another user's trust, or another site's, is none. */
export async function isTrusted(site: SiteContext, siteUserId: bigint, tokenHash: Uint8Array<ArrayBuffer> | null): Promise<boolean> {
  if (tokenHash === null || secondFactorPolicy(site).trust_days === 0) return false;
  const where = { siteUserId, tokenHash, expiresAt: { gt: new Date() } };
  return (await site.db.trustedBrowser.count({ where })) > 0;
}
