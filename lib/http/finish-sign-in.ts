import { type NewCallbackToken, newCallbackToken } from "@/lib/core/callback-tokens/new-callback-token";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import { beginBrowserSession } from "./browser-session";
import { type Step, seeOther } from "./hosted-response";
import { lastUsedCookie } from "./last-used-cookie";
import { isPasskeyOffered } from "./passkey-offer";
import type { Visit } from "./visit";

/**
 * The last step at a hosted page: back to the customer's application with a callback token, or to the page of their own account
 * that the visitor came for, or, where the site has no address, to our own "You are signed in". Now and then a passkey is offered
 * first, on a page that leads on. The browser is signed in at the site's own pages from then on.
 *
 * SECURITY: a token goes to `success_uri` and nowhere else.
 */
export async function finishSignIn(visit: Visit, signedIn: SignedIn): Promise<Step> {
  const { context, state, codeChallenge, to, path } = visit;
  const { site } = context;
  if (to !== null || site.successUri === null) return { ...seeOther(path(to ?? "signed-in")), cookie: await signingIn(visit, signedIn) };
  if (await isPasskeyOffered(visit, signedIn)) {
    return { ...seeOther(path("login/passkey", state === null ? {} : { state })), cookie: await signingIn(visit, signedIn) };
  }
  const { text, row } = newCallbackToken(context, codeChallenge);
  const cookie = await signingIn(visit, signedIn, row);
  return { ...seeOther(callbackUrl(site.successUri, text, state)), cookie };
}

async function signingIn(visit: Visit, signedIn: SignedIn, callbackToken: NewCallbackToken | null = null): Promise<string[]> {
  const cookies = await beginBrowserSession(visit, signedIn, callbackToken);
  const { by } = signedIn;
  return by === undefined ? cookies : [...cookies, lastUsedCookie(visit.context.site.slug, by)];
}

/** The customer's callback with a token and, when it was given one, its state. What the address had already stays. */
export function callbackUrl(successUri: string, token: string, state: string | null): string {
  const url = new URL(successUri);
  url.searchParams.set("token", token);
  if (state !== null) url.searchParams.set("state", state);
  return url.href;
}
