import { type Acquaintance, KNOWN_S, meetBrowser } from "@/lib/core/sign-in/known-browser";
import { siteCookie } from "./site-cookie";
import type { Visit } from "./visit";

/** The cookie of a browser in which somebody has signed in before. It stays when they sign out, and names nobody. */
const NAME = "signin_known";

/** Whether a user has signed in before in this browser, and the whole Set-Cookie by which it is known from now on. */
export function meetVisitor({ context, cookie }: Visit, siteUserId: bigint): Pick<Acquaintance, "known"> & { readonly cookie: string } {
  const { known, notes } = meetBrowser(context.scope, siteUserId, cookie(NAME));
  return { known, cookie: siteCookie(context.site.slug, NAME, notes, KNOWN_S) };
}
