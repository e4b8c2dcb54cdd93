import { enabledMethods, signInSettings } from "@/lib/core/sign-in/methods/settings";
import { signUpWay } from "@/lib/core/sign-in/methods/sign-up-way";
import { registeredOrigins } from "@/lib/core/sites/registered-origins";
import type { SiteRow } from "@/lib/db/hot/site-by";
import { brandOf } from "@/lib/hosted/brand";
import { type ModuleId, modulePath } from "@/lib/hosted/modules";
import { renderPage } from "@/lib/hosted/render-page";
import type { HostedFrame, HostedSite, View } from "@/lib/hosted/view";
import { env } from "@/lib/kernel/env";
import { siteUrl } from "@/lib/kernel/urls";
import type { Texts } from "@/lib/texts";

/**
 * What a hosted page answers with: a page, or the way to the next one. `cookie`: whole Set-Cookies that go along. `stands`: where the
 * page stands, if its own address does not say so.
 */
export type Step = { readonly cookie?: string | readonly string[]; readonly stands?: Pick<Standing, "frame" | "to" | "codeChallenge"> } & (
  | { readonly kind: "view"; readonly view: View; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: "redirect"; readonly to: string; readonly headers?: Record<string, string> }
  | { readonly kind: "file"; readonly name: string; readonly type: string; readonly text: string }
);

/** A file for the visitor to keep. It is small, and made for them alone. */
export const file = (name: string, type: string, text: string): Step => ({ kind: "file", name, type, text });

/** A page as the answer. */
export const view = (shown: View, status = 200, headers?: Record<string, string>): Step => ({ kind: "view", view: shown, status, headers });

/** On to another page: 303, so that the browser GETs it. `cookie` is a whole Set-Cookie. */
export const seeOther = (to: string, cookie?: string): Step => ({ kind: "redirect", to, ...(cookie === undefined ? {} : { cookie }) });

/** Where a page stands: in a frame of a customer's page or alone, and on the way to which page of the visitor's own account. */
export type Standing = Pick<HostedSite, "picks" | "uiLocales" | "challenge" | "codeChallenge"> & {
  readonly frame: HostedFrame | null;
  readonly to: string | null;
};

const ALONE: Standing = { frame: null, to: null };

/**
 * A step as a response, in the visitor's language.
 *
 * SECURITY: nothing is cached, nothing is loaded from elsewhere, styles run by their hash only, scripts by theirs or as a module of
 * ours by its address, and forms go
 * to us or, by the redirect that follows, to the site's own registered addresses. A page in a frame is shown by the site's
 * registered origins only, and leads nowhere by itself.
 *
 * @param asked where it was asked for: in which frame, and on the way to which page of the visitor's own account
 */
export async function hostedResponse(
  step: Step,
  t: Texts,
  site: SiteRow | null,
  cookies: readonly string[] = [],
  asked: Standing = ALONE,
): Promise<Response> {
  const stands = { ...asked, ...step.stands };
  const { frame } = stands;
  const kept = [...cookies, ...[step.cookie ?? []].flat()];
  if (step.kind === "redirect") {
    const headers = {
      ...HEADERS,
      location: step.to,
      "content-security-policy": `default-src 'none'; ${ancestors(site, frame)}`,
      ...step.headers,
    };
    return new Response(null, {
      status: 303,
      headers: withCookies(headers, kept),
    });
  }
  if (step.kind === "file") {
    const headers = {
      ...HEADERS,
      "content-type": step.type,
      "content-disposition": `attachment; filename="${step.name}"`,
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    };
    return new Response(step.text, { headers: withCookies(headers, kept) });
  }
  const page = await renderPage(site && hostedSite(site, deadEnd(step), stands), step.view, t);
  const headers = {
    ...HEADERS,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy(page, site, frame),
    ...step.headers,
  };
  return new Response(page.html, { status: step.status, headers: withCookies(headers, kept) });
}

const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** A plain record, which costs a tenth of a Headers object, unless there is more than one cookie to say. */
function withCookies(headers: Record<string, string>, cookies: readonly string[]): HeadersInit {
  if (cookies.length < 2) return cookies[0] === undefined ? headers : { ...headers, "set-cookie": cookies[0] };
  return [...Object.entries(headers), ...cookies.map((cookie): [string, string] => ["set-cookie", cookie])];
}

type Needs = { styleHashes: readonly string[]; scriptHashes: readonly string[]; modules: readonly ModuleId[] };

/**
 * Browsers hold form-action against the redirect that follows too, and Chromium against every redirect after that one: a
 * callback that goes on to another origin needs that one among the site's allowed origins.
 */
function policy(page: Needs, site: SiteRow | null, frame: HostedFrame | null): string {
  return [
    "default-src 'none'",
    "img-src 'self'",
    `style-src ${page.styleHashes.join(" ") || "'none'"}`,
    `script-src ${[...page.scriptHashes, ...page.modules.map((id) => env().appUrl + modulePath(id))].join(" ") || "'none'"}`,
    // What a module asks of us while the page stays open.
    ...(page.modules.length > 0 ? ["connect-src 'self'"] : []),
    ["form-action 'self'", ...(site && !frame ? registeredOrigins(site) : [])].join(" "),
    ancestors(site, frame),
    "base-uri 'none'",
  ].join("; ");
}

/** Who may show this page in a frame: we ourselves; what is made for a frame, the site's registered origins and nobody else. */
function ancestors(site: SiteRow | null, frame: HostedFrame | null): string {
  return `frame-ancestors ${site && frame ? registeredOrigins(site).join(" ") || "'none'" : "'self'"}`;
}

/** Why a visitor cannot go on here, as the code that the site's `failed_uri` is told; null while they can. */
function deadEnd({ status, view: shown }: Extract<Step, { kind: "view" }>): string | null {
  if (status === 429) return "problem" in shown && shown.problem?.code === "mail_just_sent" ? null : "too_many_attempts";
  return shown.page === "notice" && shown.tone === "bad" && status === 422 ? "link_unusable" : null;
}

/** Where the way back leads: to `cancel_uri`, or, at a dead end, to `failed_uri?error=…`; to the site's home where neither is set. */
function wayBack(site: SiteRow, error: string | null): string | null {
  if (error === null || site.failedUri === null) return site.cancelUri ?? site.homeUri;
  const url = new URL(site.failedUri);
  url.searchParams.set("error", error);
  return url.href;
}

function hostedSite(site: SiteRow, error: string | null, standing: Standing): HostedSite {
  const { frame, to, uiLocales, picks, challenge, codeChallenge } = standing;
  const target = site.successUri ?? site.homeUri;
  return {
    name: site.name,
    slug: site.slug,
    destination: target && new URL(target).host,
    cancelHref: wayBack(site, error),
    signUps: signUpWay({ site }) !== null,
    brand: brandOf(site.branding),
    methods: enabledMethods(site.signIn),
    signIn: signInSettings(site.signIn),
    frame,
    to,
    uiLocales,
    picks,
    challenge,
    codeChallenge,
  };
}

/** The address of one of a site's own pages, as a path. */
export function sitePath(site: SiteRow, page: string, query: Record<string, string> = {}): string {
  const url = new URL(siteUrl(site.slug, page, query));
  return url.pathname + url.search;
}
