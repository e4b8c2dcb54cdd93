import type { NewCallbackToken } from "@/lib/core/callback-tokens/new-callback-token";
import { beginHostedSession } from "@/lib/core/sessions/begin-hosted-session";
import { HOSTED_LIFE } from "@/lib/core/sessions/hosted-session";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import { meetVisitor } from "./known-cookie";
import { readSiteCookie, siteCookie } from "./site-cookie";
import type { Visit } from "./visit";

const NAME = "signin_session";

/**
 * The token of the session that a browser holds at a site, or null.
 *
 * SECURITY: we set it at one path, so two of that name are ours and one that somebody else planted. Then neither is believed.
 */
export function readSessionCookie(request: Request): string | null {
  const values = readSiteCookie(request, NAME);
  return values.length === 1 ? (values[0] ?? null) : null;
}

/**
 * Signs the visitor's browser in at the site's own pages. In one that is new to them they are told by mail.
 *
 * Not where a mail let them in: whoever reads that mailbox knows already.
 *
 * @param callbackToken kept with the session, where the visitor goes on to the customer's application
 * @returns the cookies
 * @throws AppError as `beginHostedSession`
 */
export async function beginBrowserSession(visit: Visit, signedIn: SignedIn, callbackToken: NewCallbackToken | null): Promise<string[]> {
  const { context, visitor, browser } = visit;
  const client = { ip: visitor.ip ?? "unknown", userAgent: browser.userAgent };
  const { known, cookie } = meetVisitor(visit, signedIn.siteUserId);
  const byMail = signedIn.by === undefined || signedIn.by === "email_code";
  const tellIn = known || byMail ? null : visitor.language;
  const token = await beginHostedSession(context, signedIn, client, { held: browser.session, tellIn, callbackToken });
  return [siteCookie(context.site.slug, NAME, token, HOSTED_LIFE.longestS), cookie];
}

/** Takes the cookie away. */
export const clearSessionCookie = (slug: string) => siteCookie(slug, NAME, "", 0);
