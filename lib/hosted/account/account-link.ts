import type { HostedSite } from "../view";

/** The address of a page of the visitor's own account: `account`, `account/delete`. The language asked for goes along. */
export function accountLink(site: HostedSite, path: string, query: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({ ...query, ...(site.uiLocales ? { ui_locales: site.uiLocales } : {}) }).toString();
  return `/${encodeURIComponent(site.slug)}/${path}${parameters && `?${parameters}`}`;
}
