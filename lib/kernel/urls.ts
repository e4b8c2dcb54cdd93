import { env } from "./env";

/**
 * The public address of a page of a site.
 *
 * SECURITY: built from configuration only, never from a request header; links in mails depend on it.
 */
export function siteUrl(slug: string, page: string, query: Record<string, string> = {}): string {
  const url = new URL(`/${slug}/${page}`, env().appUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
