import type { HostedFrame, HostedSite } from "../view";

export type SitePage = "login" | "signup" | "reset-password" | "verify-email" | "second-factor" | "logout";

/** The address of a site's page, with the visitor's `state` when there is one. */
export function siteLink(site: HostedSite, page: SitePage, state: string | null = null): string {
  if (site.frame) return framePath(site.slug, site.frame, page, state === null ? {} : { state });
  const path = `/${encodeURIComponent(site.slug)}/${page}`;
  return state === null ? path : `${path}?state=${encodeURIComponent(state)}`;
}

/** The same inside a frame: one address for all pages, which keeps who opened it. */
export function framePath(
  slug: string,
  { origin, nonce }: Pick<HostedFrame, "origin" | "nonce">,
  page: string,
  query: Record<string, string> = {},
): string {
  const parameters = new URLSearchParams({ page, ...(origin === null ? {} : { origin }), nonce, ...query });
  return `/${encodeURIComponent(slug)}/embed?${parameters}`;
}
