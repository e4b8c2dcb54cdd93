import type { HostedSite } from "../view";

/** The address of a page of the visitor's own account: `account`, `account/delete`. */
export function accountLink(site: HostedSite, path: string, query: Record<string, string> = {}): string {
  const parameters = new URLSearchParams(query).toString();
  return `/${encodeURIComponent(site.slug)}/${path}${parameters && `?${parameters}`}`;
}
