import { type HostedSession, issueTokenOfSession as insert } from "@/lib/db/hot/hosted-sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { happened } from "../audit/happened";
import { secondFactorPolicy } from "../second-factor/policy";
import { newCallbackToken } from "./new-callback-token";

/**
 * Issues the one-time token of somebody who is signed in in this browser already and wants to go on as who they are.
 *
 * @param codeChallenge what it is bound to; null: nothing
 * @returns null when the session is over, or lacks what the site asks for: they have to sign in
 */
export async function issueTokenOfSession(
  context: SiteContext,
  session: HostedSession,
  codeChallenge: string | null = null,
): Promise<string | null> {
  const { scope, site } = context;
  if (!session.refreshHash) return null;
  const { text, row } = newCallbackToken(context, codeChallenge);
  const held = { id: session.id, hash: session.refreshHash, siteUserId: session.user.id };
  const asked = {
    provedAddress: site.emailVerification === "required",
    secondFactor: secondFactorPolicy(context).policy === "required",
  };
  const event = happened({
    type: "site_user.signed_in",
    siteUserId: session.user.id,
    data: { method: "session", second_factor: session.secondFactor, session_id: String(session.id) },
  });
  return (await insert(scope, held, row, asked, event)) ? text : null;
}
