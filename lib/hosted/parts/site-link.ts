import type { HostedSite } from "../view";

export type SitePage = "login" | "signup" | "reset-password" | "verify-email" | "logout";

/** The address of a site's page, with the visitor's `state` when there is one. */
export function siteLink(site: HostedSite, page: SitePage, state: string | null = null): string {
  const path = `/${encodeURIComponent(site.slug)}/${page}`;
  return state === null ? path : `${path}?state=${encodeURIComponent(state)}`;
}
