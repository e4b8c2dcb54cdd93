import type { CustomFetch } from "openid-client";
import type { SiteContext } from "@/lib/db/resolve";
import { dial } from "@/lib/outgoing/dial";
import { fewAtATime } from "../../../endpoints/few-at-a-time";

/** Lists of keys, and what an issuer says of itself, are longer than most answers. */
const MAX_BYTES = 262_144;
/** Where an issuer says that. Its keys may stand below the same folder, and are asked for apart: they are replaced. */
const ABOUT_ITSELF = "/.well-known/openid-configuration";
/** How long it is believed without asking again. */
const KEPT_MS = 600_000;
/** So many are kept, and none that is longer: a customer who names many issuers fills a few megabytes. */
const MOST_KEPT = 500;
const LONGEST_KEPT = 32_768;
/** Calls to one site's providers that are under way at a time. */
const MOST_CALLS = 64;

type Kept = { readonly body: string; readonly until: number };
const slot = Symbol.for("signin-fast.discovered");
type Holder = { [slot]?: Map<string, Kept> };

/** A call to a provider that brought no answer, with why in words that are fit for a log. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * How the OpenID Connect library calls the providers of a site.
 *
 * SECURITY: all of its calls, also to addresses that a provider names, go through the guarded dialer. What an issuer says of itself
 * is kept for all sites alike: it is public, and the library holds it against the issuer that was asked. Nothing else is.
 */
export function guardedFetch(site: SiteContext): CustomFetch {
  return async (url, { method, headers, body }) => {
    const about = method === "GET" && url.endsWith(ABOUT_ITSELF);
    const known = about ? kept().get(url) : undefined;
    if (known && known.until > Date.now()) return jsonResponse(known.body, 200);
    const call = {
      url,
      method: method === "POST" ? "POST" : "GET",
      headers: { ...headers },
      maxBytes: MAX_BYTES,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    } as const;
    const outcome = await fewAtATime(site.scope.siteId, () => dial(call), "provider", MOST_CALLS);
    if (outcome?.kind !== "answered") throw new NoAnswer(outcome ? `${outcome.reason} ${outcome.code ?? ""}`.trim() : "too_many_calls");
    const { status, headers: answered, body: text } = outcome;
    if (about && status === 200 && text.length <= LONGEST_KEPT) keep(url, text);
    const type = answered["content-type"] ?? "";
    const challenge = answered["www-authenticate"];
    // Others have no body, or are none that a Response can be.
    if (status < 200 || status > 599 || [204, 205].includes(status)) throw new NoAnswer(`unexpected_status ${status}`);
    return new Response(text, { status, headers: { "content-type": type, ...(challenge ? { "www-authenticate": challenge } : {}) } });
  };
}

const jsonResponse = (body: string, status: number) => new Response(body, { status, headers: { "content-type": "application/json" } });

function kept(): Map<string, Kept> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  return holder[slot];
}

function keep(url: string, body: string): void {
  const all = kept();
  all.delete(url);
  const [oldest] = all.keys();
  if (all.size >= MOST_KEPT && oldest !== undefined) all.delete(oldest);
  all.set(url, { body, until: Date.now() + KEPT_MS });
}
