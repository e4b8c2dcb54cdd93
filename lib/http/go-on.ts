import { issueTokenOfSession } from "@/lib/core/callback-tokens/issue-token-of-session";
import { callbackUrl } from "./finish-sign-in";
import { type Step, seeOther } from "./hosted-response";
import type { Visit } from "./visit";

/**
 * Takes whoever is signed in in this browser on to where a sign-in leads.
 *
 * SECURITY: for the session that the page showed, and while that holds. Whoever was signed in otherwise since is asked again.
 */
export async function goOn({ context, form, signedIn, state, codeChallenge, to, path }: Visit): Promise<Step> {
  const { site } = context;
  const other = seeOther(path("login", { as: "other", ...(state === null ? {} : { state }) }));
  if (!signedIn || signedIn.handle !== form.session) return other;
  if (to !== null || site.successUri === null) return seeOther(path(to ?? "account"));
  const token = await issueTokenOfSession(context, signedIn, codeChallenge);
  return token === null ? other : seeOther(callbackUrl(site.successUri, token, state));
}
