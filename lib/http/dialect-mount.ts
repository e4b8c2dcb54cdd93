import { type Aside, hashingForm, requireRoomForForm } from "@/lib/core/passwords/hashing-queue";
import { lineOf } from "@/lib/core/passwords/line-of";
import { registeredOrigins } from "@/lib/core/sites/registered-origins";
import { requireOpenSite } from "@/lib/core/sites/require-open-site";
import { anySiteOfSlug, type SiteContext } from "@/lib/db/resolve";
import { DIALECTS } from "@/lib/dialects";
import { cookieLine } from "@/lib/dialects/kit/cookie";
import type { Dialect, DialectRoute, Mount, WireRequest, WireResponse } from "@/lib/dialects/kit/dialect";
import { type DialectId, settingsOf } from "@/lib/dialects/settings";
import { visitorFrom } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { clientOf } from "./client";
import { clientIp } from "./client-ip";
import { corsHeaders } from "./cors";
import { readFlowCookie } from "./flow-cookie";
import { jsonResponse } from "./json-response";
import { languageOf } from "./language";
import { senderOf } from "./origin";
import { readBody } from "./read-body";
import { readCookies } from "./read-cookies";
import { parseJson } from "./read-json";
import { report } from "./report";
import { type ContractedRoute, contracted, type RouteContext, type RouteContract } from "./route";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Where a request to a mount leads. */
type Found = {
  readonly site: SiteContext;
  /** The dialects that answer at this place of this site. */
  readonly dialects: readonly Dialect[];
  /** Those of their routes that have the path, by any method. */
  readonly routes: readonly (readonly [Dialect, DialectRoute])[];
  readonly params: Readonly<Record<string, string>>;
};

/**
 * What answers below one mount of a site: the tables of the dialects there, one after the other. What none of them has, and
 * what goes wrong before it is known whose it is, is told in the words of all of them at once.
 *
 * SECURITY: a page of another origin changes nothing here, and reads nothing: its requests are refused, and those of the
 * site's own pages alone are told so in CORS headers. HEAD is no GET: what looks at links before their readers do must change
 * nothing either. Who a request acts for, each route finds out from the credential it
 * takes; the slug alone is nobody. A site that is suspended refuses whatever it is asked, and lets its own pages read why.
 */
export function dialectMount(mount: Mount): Record<(typeof METHODS)[number], ContractedRoute> {
  const here = DIALECTS.filter((dialect) => dialect.mount === mount);
  const handler = contracted(contractOf(here), async (request, context) => {
    let found: Found | null = null;
    try {
      found = await find(here, request, context);
      const cors = Object.fromEntries(corsHeaders(request, found.site, browsersOf(found)));
      if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: allowed(found), ...cors } });
      const response = await answer(found, request).catch((error: unknown) => refusal(here, found, toAppError(error), request));
      return written(response, cors);
    } catch (error) {
      return written(refusal(here, found, toAppError(error), request));
    }
  });
  return Object.fromEntries(METHODS.map((method) => [method, handler])) as Record<(typeof METHODS)[number], ContractedRoute>;
}

function contractOf(dialects: readonly Dialect[]): RouteContract {
  const own = dialects.flatMap(({ routes }) => routes.flatMap(({ statuses }) => statuses));
  return { kind: "dialect", credential: "none", statuses: [...new Set([...own, 204, 400, 403, 404, 405, 413, 415, 429])].toSorted() };
}

async function find(here: readonly Dialect[], request: Request, context: RouteContext): Promise<Found> {
  const { site: slug, path } = await context.params;
  const site = await anySiteOfSlug(String(slug).replace(/^@/, ""), visitorFrom(clientOf(request)));
  if (!site) throw new AppError("not_found");
  const dialects = here.filter(({ id }) => settingsOf(site.site.dialects, id as DialectId).enabled);
  const segments = [path ?? []].flat();
  let params: Found["params"] = {};
  const routes = dialects.flatMap((dialect) =>
    dialect.routes.flatMap((route) => {
      const matched = match(route.path, segments);
      if (matched) params = { ...params, ...matched };
      return matched ? [[dialect, route] as const] : [];
    }),
  );
  return { site, dialects, routes: preferFixed(routes), params };
}

/** What stands for the names in a path, or null when the path is another one. */
function match(pattern: string, segments: readonly string[]): Record<string, string> | null {
  const parts = pattern.split("/").slice(1);
  if (parts.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name) params[name] = segment;
    else if (part !== segment) return null;
  }
  return params;
}

/** A path that is written out counts before one with names in it. */
function preferFixed(routes: Found["routes"]): Found["routes"] {
  const fixed = routes.filter(([, { path }]) => !path.includes("{"));
  return fixed.length > 0 ? fixed : routes;
}

/**
 * What pages may send and read at this address. They may send what the clients of any dialect send: those of Fastgen add their
 * headers to every request of their page.
 */
const browsersOf = ({ routes, dialects }: Found) =>
  (routes.length > 0 ? routes.map(([dialect]) => dialect) : dialects).flatMap(({ browsers }) =>
    browsers ? [{ sends: SENT, reads: browsers.reads }] : [],
  );

const SENT = DIALECTS.flatMap(({ browsers }) => browsers?.sends ?? []);

async function answer(found: Found, request: Request): Promise<WireResponse> {
  requireOpenSite(found.site);
  const [dialect, route] = found.routes.find(([, { method }]) => method === request.method) ?? [];
  if (!dialect || !route) throw new AppError(found.routes.length > 0 ? "method_not_allowed" : "not_found");
  let wire = undefined as WireRequest | undefined;
  try {
    if (request.method !== "GET" && isForeign(request, found.site)) throw new AppError("forbidden_origin");
    const line = lineOf(found.site);
    if (route.hashes) requireRoomForForm(line);
    const text = await readBody(request);
    if (text !== "" && !isJson(request)) throw new AppError("unsupported_media_type");
    const handle = async (aside: Aside) => {
      wire = wireRequest(found, request, text, aside);
      return route.handle(wire);
    };
    return await (route.hashes ? hashingForm(handle, line) : handle((wait) => wait()));
  } catch (thrown) {
    const error = toAppError(thrown);
    report(error, request);
    return withRetry(route.refuse?.(error, wire) ?? dialect.refuse(error, wire), error);
  }
}

function wireRequest({ site, params }: Found, request: Request, text: string, aside: Aside): WireRequest {
  const { headers, method } = request;
  const ip = clientIp(request);
  const sender = senderOf(request);
  return {
    site,
    method,
    params,
    headers,
    query: new URL(request.url).searchParams,
    cookies: readCookies(headers.get("cookie")),
    body: text === "" ? undefined : parseJson(text),
    origin: isForeign(request, site) ? null : headers.get("origin"),
    visitor: { ip, browserHash: readFlowCookie(request), program: sender === "program", language: languageOf(request), aside },
    client: { ip, userAgent: headers.get("user-agent") },
  };
}

/** Clients say it with a charset, or not at all. */
const isJson = (request: Request) => /^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "application/json");

/** True for a page of an origin that is neither the site's nor ours. */
function isForeign(request: Request, { site }: SiteContext): boolean {
  if (senderOf(request) !== "foreign") return false;
  const origin = request.headers.get("origin");
  return origin === null || !registeredOrigins(site).includes(origin);
}

/** A refusal where no route is at work: in the words of its dialect, or of all that could be meant. */
function refusal(here: readonly Dialect[], found: Found | null, error: AppError, request: Request): WireResponse {
  report(error, request);
  const meant = found && found.routes.length > 0 ? found.routes.map(([dialect]) => dialect) : here;
  const bodies = meant.map((dialect) => dialect.refuse(error));
  const body = Object.assign({}, ...bodies.map(({ body }) => body));
  const allow: Record<string, string> = error.code === "method_not_allowed" && found ? { allow: allowed(found) } : {};
  return withRetry({ status: error.status, body, headers: allow }, error);
}

const allowed = ({ routes }: Found) => [...new Set([...routes.map(([, { method }]) => method), "OPTIONS"])].join(", ");

/** A refusal that says when another try makes sense, wherever it says that there is one. */
function withRetry(response: WireResponse, { status, retryAfterS }: AppError): WireResponse {
  const wait = retryAfterS ?? (status === 429 || status === 503 ? 60 : undefined);
  return wait === undefined ? response : { ...response, headers: { ...response.headers, "retry-after": String(wait) } };
}

/** A plain record of headers costs a tenth of a Headers object, which only cookies need: there may be several. */
function written({ status, body, headers, cookies = [] }: WireResponse, more: Readonly<Record<string, string>> = {}): Response {
  const said = { ...headers, ...more };
  const response =
    body === undefined
      ? new Response(null, { status, headers: { "cache-control": "no-store", ...said } })
      : jsonResponse(JSON.stringify(body), status, said);
  for (const cookie of cookies) response.headers.append("set-cookie", cookieLine(cookie));
  return response;
}
