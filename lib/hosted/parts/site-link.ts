import type { HostedFrame, HostedSite } from "../view";

export type SitePage =
  | "login"
  | "signup"
  | "reset-password"
  | "verify-email"
  | "login/code"
  | "login/passkey"
  | "second-factor"
  | "continue"
  | "logout";

/** The address of a site's page, with what goes along: the visitor's `state`, where in their own account they are going, the language asked for. */
export function siteLink(site: HostedSite, page: SitePage, state: string | null = null, more: Record<string, string> = {}): string {
  const query = {
    ...(site.to ? { to: site.to } : {}),
    ...more,
    ...(state === null ? {} : { state }),
    ...(site.codeChallenge ? { code_challenge: site.codeChallenge } : {}),
    ...(site.uiLocales ? { ui_locales: site.uiLocales } : {}),
  };
  if (site.frame) return framePath(site.slug, site.frame, page, query);
  return sitePath(site.slug, page, query);
}

/** The address of a page of a site that stands alone. */
export function sitePath(slug: string, page: string, query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${escapeValue(value)}`);
  return `/${encodeURIComponent(slug)}/${page}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
}

/** The value of a parameter, with what a query takes as it is left as it is: a `state` may be long, and stands in every link. */
export const escapeValue = (value: string) => encodeURIComponent(value).replace(/%(?:2F|3A|3D|3F|40)/g, decodeURIComponent);

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
