import { env } from "@/lib/kernel/env";

/**
 * A whole Set-Cookie of a site's own pages; one that lasts 0 seconds takes it away.
 *
 * SECURITY: no script reads it, no other site's form brings it along, and no other customer's pages are sent it.
 *
 * @param path the site's slug, or a page below it
 */
export function siteCookie(path: string, name: string, value: string, lastsS: number): string {
  const secure = env().appUrl.startsWith("https:") ? "; Secure" : "";
  return `${name}=${value}; Path=/${path}; Max-Age=${lastsS}; HttpOnly; SameSite=Lax${secure}`;
}
