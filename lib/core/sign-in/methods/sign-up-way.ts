import type { SiteContext } from "@/lib/db/resolve";
import { takesNewUsers } from "./email-code/email-code";
import { isMethodOn } from "./require-method";

/**
 * How somebody becomes a user of a site by its sign-up page: by choosing a password, or, where there are none, by a code that
 * proves their address. Null: not at all.
 */
export function signUpWay(site: Pick<SiteContext, "site">): "password" | "email_code" | null {
  if (!site.site.signUps) return null;
  if (isMethodOn(site, "password")) return "password";
  return isMethodOn(site, "email_code") && takesNewUsers(site) ? "email_code" : null;
}
