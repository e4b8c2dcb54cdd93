import { issueCallbackToken as insert } from "@/lib/db/hot/issue-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import type { SignedIn } from "../sign-in/outcome";
import { signedInEvent } from "../sign-in/signed-in-event";
import { writeDown } from "../sign-in/write-down";
import { challengeBytes } from "./code-challenge";

/**
 * Issues the one-time token with which a site's backend learns who has just signed in.
 *
 * Only its hash is kept. It lives as many minutes as the site says, on the database clock.
 *
 * @param how `isWrittenDown`: the sign-in is in the audit log already, with the session that began by it; `codeChallenge`: what it is bound to
 * @throws AppError `second_factor_required`; `wrong_credentials` when the user was deleted or blocked, or what proved them was
 *   replaced, in this moment
 */
export async function issueCallbackToken(
  context: SiteContext,
  signedIn: SignedIn,
  { isWrittenDown = false, codeChallenge = null }: { readonly isWrittenDown?: boolean; readonly codeChallenge?: string | null } = {},
): Promise<string> {
  const { scope, site } = context;
  const { siteUserId } = signedIn;
  const token = newToken("tkn_");
  const row = {
    id: newId(),
    hash: sha256(token),
    last4: token.slice(-4),
    siteUserId,
    minutes: site.callbackTokenMinutes,
    codeChallenge: challengeBytes(codeChallenge),
  };
  await writeDown(context, signedIn, (proof) => insert(scope, row, proof, isWrittenDown ? null : signedInEvent(signedIn)));
  return token;
}
