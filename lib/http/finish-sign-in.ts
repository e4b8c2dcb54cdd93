import { issueCallbackToken } from "@/lib/core/callback-tokens/issue-callback-token";
import { noteSignIn } from "@/lib/core/sign-in/note-sign-in";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { SiteContext } from "@/lib/db/resolve";
import { type Step, seeOther, sitePath } from "./hosted-response";

/**
 * The last step at a hosted page: back to the customer's application with a callback token, or, where the site has no
 * address for that, to our own "You are signed in".
 *
 * SECURITY: a token goes to `success_uri` and nowhere else.
 */
export async function finishSignIn(context: SiteContext, signedIn: SignedIn, state: string | null): Promise<Step> {
  const { site } = context;
  if (site.successUri === null) {
    await noteSignIn(context, signedIn);
    return seeOther(sitePath(site, "signed-in"));
  }
  return seeOther(callbackUrl(site.successUri, await issueCallbackToken(context, signedIn), state));
}

/** The customer's callback with a token and, when it was given one, its state. What the address had already stays. */
export function callbackUrl(successUri: string, token: string, state: string | null): string {
  const url = new URL(successUri);
  url.searchParams.set("token", token);
  if (state !== null) url.searchParams.set("state", state);
  return url.href;
}
