import type { NewCallbackToken } from "@/lib/db/keep-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { challengeBytes } from "./code-challenge";

export type { NewCallbackToken };

/**
 * A fresh one-time token, with which a site's backend learns who has just signed in.
 *
 * Only its hash is to be kept. It lives as many minutes as the site says, on the database clock.
 *
 * @param codeChallenge what its exchange is bound to
 */
export function newCallbackToken({ site }: SiteContext, codeChallenge: string | null): { text: string; row: NewCallbackToken } {
  const text = newToken("tkn_");
  const minutes = site.callbackTokenMinutes;
  return { text, row: { id: newId(), hash: sha256(text), last4: text.slice(-4), minutes, codeChallenge: challengeBytes(codeChallenge) } };
}
