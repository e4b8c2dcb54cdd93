import { type Acquaintance, KNOWN_S, meetBrowser, ofOperator, ofSiteUser } from "@/lib/core/sign-in/known-browser";
import { sessionCookieOptions } from "./operator-session";
import { siteCookie } from "./site-cookie";
import type { Visit } from "./visit";

/** The cookie of a browser in which somebody has signed in before. It stays when they sign out, and names nobody. */
export const KNOWN_COOKIE = "signin_known";

/** Whether a user has signed in before in this browser, and the whole Set-Cookie by which it is known from now on. */
export function meetVisitor({ context, cookie }: Visit, siteUserId: bigint): Pick<Acquaintance, "known"> & { readonly cookie: string } {
  const { known, notes } = meetBrowser(ofSiteUser(context.scope, siteUserId), cookie(KNOWN_COOKIE));
  return { known, cookie: siteCookie(context.site.slug, KNOWN_COOKIE, notes, KNOWN_S) };
}

/** The cookie of a browser in which an operator has signed in before. */
export const KNOWN_OPERATOR_COOKIE = "signin_known_operator";

/** The whole Set-Cookie by which a browser is known to an operator from now on. It goes to where they sign in, and nowhere else. */
export function knownOperatorCookie(emailCanonical: string, notes: string | null): string {
  const { notes: kept } = meetBrowser(ofOperator(emailCanonical), notes);
  const secure = sessionCookieOptions().secure ? "; Secure" : "";
  return `${KNOWN_OPERATOR_COOKIE}=${kept}; Path=/api/auth; Max-Age=${KNOWN_S}; HttpOnly; SameSite=Lax${secure}`;
}
