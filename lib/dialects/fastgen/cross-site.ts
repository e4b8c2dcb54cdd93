import { env } from "@/lib/kernel/env";
import { parseUrl } from "@/lib/kernel/parse-url";
import type { WireRequest } from "../kit/dialect";

/**
 * True when a page of another site asks, in scheme and registrable domain: its browser takes our cookies as third-party ones.
 *
 * The browser itself says so, and knows every public suffix. It says it to addresses that it trusts (https, and this machine);
 * elsewhere a page of another host counts as another site.
 */
export function isCrossSite({ headers }: Pick<WireRequest, "headers">): boolean {
  const said = headers.get("sec-fetch-site");
  if (said !== null) return said === "cross-site";
  const origin = headers.get("origin");
  if (origin === null) return false;
  const ours = new URL(env().appUrl);
  const page = parseUrl(origin);
  return page?.protocol !== ours.protocol || page.hostname !== ours.hostname;
}
