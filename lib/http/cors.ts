import { registeredOrigins } from "@/lib/core/sites/registered-origins";
import type { SiteContext } from "@/lib/db/resolve";

/** What the pages of a site may send to an address and read from its answers. */
type Browsers = { readonly sends: readonly string[]; readonly reads: readonly string[] };

/** A preflight is asked again after so many seconds; browsers keep it for two hours at most. */
const PREFLIGHT_S = 600;

/**
 * The CORS headers for a request (Fetch standard, section 3.3): for a page of the site's own origins, and for nobody else.
 *
 * SECURITY: the exact origin, never `*`, for what is answered is meant for who is signed in. Each answer says that it depends
 * on the origin, so that no cache gives one page's answer to another.
 *
 * @param browsers those of each dialect that could be meant; none: the address is for backends
 */
export function corsHeaders(request: Request, { site }: SiteContext, browsers: readonly Browsers[]): [name: string, value: string][] {
  if (browsers.length === 0) return [];
  const vary: [string, string] = ["vary", "Origin"];
  const origin = request.headers.get("origin");
  if (origin === null || !registeredOrigins(site).includes(origin)) return [vary];
  const allowed: [string, string][] = [vary, ["access-control-allow-origin", origin], ["access-control-allow-credentials", "true"]];
  if (request.method !== "OPTIONS")
    return [...allowed, ["access-control-expose-headers", list(browsers, "reads", ["retry-after", "x-request-id"])]];
  return [
    ...allowed,
    ["access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE"],
    ["access-control-allow-headers", list(browsers, "sends", ["content-type", "authorization"])],
    ["access-control-max-age", String(PREFLIGHT_S)],
  ];
}

const list = (browsers: readonly Browsers[], which: keyof Browsers, always: readonly string[]) =>
  [...new Set([...always, ...browsers.flatMap((each) => each[which])])].join(", ");
