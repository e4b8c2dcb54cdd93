import { env } from "@/lib/kernel/env";
import { readCookies } from "./read-cookies";

const isSecure = () => env().appUrl.startsWith("https:");

/**
 * What a cookie of a site's own pages is called. Over https its name begins with `__Secure-`: browsers take such a cookie over https
 * only, so nobody on the way plants one. `__Host-` would ask for the path `/`, where the pages of all customers would be sent it.
 */
export const siteCookieName = (name: string) => (isSecure() ? `__Secure-${name}` : name);

/**
 * A whole Set-Cookie of a site's own pages; one that lasts 0 seconds takes it away.
 *
 * SECURITY: no script reads it, no other site's form brings it along, and no other customer's pages are sent it.
 *
 * @param path the site's slug, or a page below it
 */
export function siteCookie(path: string, name: string, value: string, lastsS: number): string {
  const secure = isSecure() ? "; Secure" : "";
  return `${siteCookieName(name)}=${value}; Path=/${path}; Max-Age=${lastsS}; HttpOnly; SameSite=Lax${secure}`;
}

/** What a browser sent as a site's cookie of a name, the one with the longest path first. More than one: somebody planted the others. */
export const readSiteCookie = (request: Request, name: string): readonly string[] =>
  readCookies(request.headers.get("cookie")).get(siteCookieName(name)) ?? [];
