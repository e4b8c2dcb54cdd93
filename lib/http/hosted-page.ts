import { newChallenge, takeSolution } from "@/lib/core/attack-protection/challenge";
import { isChallenged } from "@/lib/core/attack-protection/is-challenged";
import { checkCodeChallenge } from "@/lib/core/callback-tokens/code-challenge";
import { type Aside, hashingForm, requireRoomForForm } from "@/lib/core/passwords/hashing-queue";
import { lineOf, lineOfSlug } from "@/lib/core/passwords/line-of";
import { findHostedSession } from "@/lib/core/sessions/find-hosted-session";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import { anySiteOfSlug, inNameOfUser, type SiteContext, siteOfSlug } from "@/lib/db/resolve";
import { framePath } from "@/lib/hosted/parts/site-link";
import type { HostedFrame, Problem, View } from "@/lib/hosted/view";
import { visitorFrom } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { isAccountPath } from "./account-path";
import { readSessionCookie } from "./browser-session";
import { clientOf } from "./client";
import { clientIp } from "./client-ip";
import { finishSignIn } from "./finish-sign-in";
import { hashOfFlow, newFlowCookie, readFlowCookie } from "./flow-cookie";
import { hostedResponse, type Step, seeOther, sitePath, view } from "./hosted-response";
import { KNOWN_COOKIE } from "./known-cookie";
import { senderOf } from "./origin";
import { pickLanguage } from "./pick-language";
import { readForm } from "./read-form";
import { type Framed, problemOf, refusalPage } from "./refusal-page";
import { report } from "./report";
import { type ContractedRoute, contracted, type RouteContext, type RouteContract } from "./route";
import { finishOrAsk } from "./second-step";
import { readSiteCookie } from "./site-cookie";
import { spokenTo } from "./spoken-to";
import type { Visit } from "./visit";

export type { Visit } from "./visit";

/** Somebody who has signed in, and the Set-Cookie that their browser is given besides. */
export type Arrived = SignedIn & { readonly cookie?: string | null };

/** What a page of a site shows and does, wherever it stands. */
export type HostedPage = {
  /** The language saved for the user to whom the link of a mail was sent, for a page that mails lead to. */
  localeOf?(site: SiteContext, token: string | null): Promise<string | null>;
  /** The page as it is opened. */
  show(visit: Visit): Promise<Step> | Step;
  /** What the form does. Refusals are thrown. */
  submit?(visit: Visit): Promise<Step | Arrived>;
  /** Whether the form leads to a password hash: it then waits for its turn, and is refused unread while too many wait. */
  hashes?: boolean;
  /** The page again, after a refusal. */
  refused?(visit: Visit, problem: Problem): Promise<View> | View;
  /** The steps after which this browser is known as the one that asked for a mail. Given: each post gets a fresh flow cookie to ask with. */
  remembersBrowser?(step: Step | Arrived): boolean;
  /** Whether it asks who is signed in in this browser. In a frame, where our cookie does not come along, nobody is. */
  asksWho?: boolean;
  /** Whether its form is taken from our own pages only, and not from programs: the browser's cookie is what lets it in. */
  ownFormsOnly?: boolean;
  /** Whether a form is taken only with a solved challenge while the site asks for one. */
  challenged?(form: Readonly<Record<string, string>>): boolean;
  /** Cookies that go with every successful post. */
  cookies?(visit: Visit): string[];
};

/** Where pages stand: each at an address of its own, or all in a frame. */
export type Surface = {
  /** The page that is asked for; null: there is none of that name. */
  page(query: URLSearchParams): HostedPage | null;
  /** The frame it stands in. Left out: none. */
  frame?(site: SiteContext, query: URLSearchParams): HostedFrame | null | Promise<HostedFrame | null>;
  /** Where somebody goes who has signed in. */
  finish(visit: Visit, signedIn: SignedIn): Promise<Step>;
};

const MAX_STATE = 1_024;
/** What would not come back as it was: a form changes line ends and NUL, and a URL halves of characters. */
const UNFIT_FOR_STATE = /[\0\r\n\p{Cs}]/u;

/**
 * The two halves of a hosted page: GET shows it, POST handles its form. `@slug` is the same as `slug`.
 *
 * SECURITY: a form is taken from our own pages and from programs; a page of somebody else's gets 403, before any
 * session exists as well as after.
 */
export function hostedPage(page: HostedPage): { GET: ContractedRoute; POST: ContractedRoute } {
  const surface: Surface = {
    page: () => page,
    finish: finishSignIn,
  };
  return hostedPages(surface, { posts: page.submit !== undefined, browserSession: page.ownFormsOnly });
}

/** The same for an address that shows several pages. */
export function hostedPages(
  surface: Surface,
  {
    posts = true,
    browserSession = false,
    leadsOn = false,
  }: { posts?: boolean; browserSession?: boolean | undefined; leadsOn?: boolean } = {},
): { GET: ContractedRoute; POST: ContractedRoute } {
  const contract: RouteContract = {
    kind: "hosted",
    credential: "none",
    ...(browserSession && { browserSession }),
    ...(leadsOn && { leadsOn }),
    statuses: posts ? [200, 303, 400, 401, 403, 404, 413, 415, 422, 429] : [200, 403, 404],
  };
  return {
    GET: contracted(contract, (request, context) =>
      visiting(request, context, surface, OPENED, async (visit, page) =>
        hostedResponse(await page.show(visit), visit.t, visit.context.site, [], {
          ...visit,
          picks: posts && !visit.signedIn,
          challenge: await challengeOf(page, visit),
        }),
      ),
    ),
    POST: contracted(contract, async (request, context) => {
      if (!posts) return refusalPage(new AppError("method_not_allowed"), request);
      try {
        const { hashes = false, ownFormsOnly = false } = surface.page(new URL(request.url).searchParams) ?? {};
        const sender = senderOf(request);
        if (sender === "foreign" || (ownFormsOnly && sender !== "ours")) throw new AppError("forbidden_origin");
        const line = lineOfSlug(slugOf(await context.params));
        if (hashes) requireRoomForForm(line);
        const form = await readForm(request);
        const handle = (aside: Aside) =>
          visiting(request, context, surface, { form, aside }, (visit, page) => post(page, visit, surface, request));
        return await (hashes ? hashingForm(handle, line) : handle(OPENED.aside));
      } catch (error) {
        return refusalPage(toAppError(error), request, await framedAs(request, context, surface));
      }
    }),
  };
}

async function post(page: HostedPage, visit: Visit, surface: Surface, request: Request): Promise<Response> {
  const { site } = visit.context;
  if (!page.submit) throw new AppError("method_not_allowed");
  if (visit.form.ui_locales !== undefined)
    return hostedResponse(pickLanguage(site.slug, visit.query, visit.form.ui_locales), visit.t, site, [], visit);
  const flow = page.remembersBrowser ? newFlowCookie(site.slug) : null;
  const remembered = flow ? { ...visit, visitor: { ...visit.visitor, browserHash: flow.hash } } : visit;
  try {
    if (page.challenged?.(visit.form) && (await isChallenged(visit.context))) await takeSolution(visit.context, visit.form.challenge);
    const outcome = await page.submit(remembered);
    const kept = flow && page.remembersBrowser?.(outcome) ? flow : null;
    const step = outcome.kind === "signed_in" ? await finishOrAsk(visit, outcome, (signedIn) => surface.finish(visit, signedIn)) : outcome;
    const trust = outcome.kind === "signed_in" && outcome.cookie ? [outcome.cookie] : [];
    if (visit.frame) {
      const frame = { ...visit.frame, flow: kept?.value ?? visit.frame.flow };
      return await hostedResponse(step, visit.t, site, [], { ...visit, frame });
    }
    return await hostedResponse(step, visit.t, site, [...(kept ? [kept.cookie] : []), ...trust, ...(page.cookies?.(visit) ?? [])], visit);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!page.refused || ![401, 422, 429, 503].includes(error.status)) throw error;
    report(error, request);
    const retry = error.retryAfterS === undefined ? undefined : { "retry-after": String(error.retryAfterS) };
    const again = view(await page.refused(visit, problemOf(error, request, visit.t)), error.status, retry);
    return hostedResponse(again, visit.t, site, [], { ...visit, challenge: await challengeOf(page, visit) });
  }
}

/** What a browser has to solve for the form of a page, as JSON; null: nothing. */
async function challengeOf(page: HostedPage, { context }: Visit): Promise<string | null> {
  return page.challenged && (await isChallenged(context)) ? JSON.stringify(await newChallenge(context)) : null;
}

type Posted = { readonly form: Readonly<Record<string, string>>; readonly aside: Aside };

/** Without a form, and without a place in any queue. */
const OPENED: Posted = { form: {}, aside: (wait) => wait() };

async function visiting(
  request: Request,
  context: RouteContext,
  surface: Surface,
  { form, aside }: Posted,
  go: (visit: Visit, page: HostedPage) => Promise<Response>,
): Promise<Response> {
  try {
    const site = await siteAt(request, context);
    const query = new URL(request.url).searchParams;
    const page = surface.page(query);
    if (!site || !page) throw new AppError("not_found");
    const { slug: name } = site.site;
    const stands = await surface.frame?.(site, query);
    const frame = stands ? { ...stands, flow: form.flow ?? null } : null;
    const browserHash = frame ? hashOfFlow(frame.flow ?? "") : readFlowCookie(request);
    const program = senderOf(request) === "program";
    const to = frame ? null : accountPathOf(query);
    const browser = { userAgent: request.headers.get("user-agent"), session: frame ? null : readSessionCookie(request) };
    const signedIn = page.asksWho && browser.session !== null ? await findHostedSession(site, browser.session) : null;
    const state = stateOf(form, query);
    const codeChallenge = checkCodeChallenge(query.get("code_challenge"), query.get("code_challenge_method"));
    const cookie: Visit["cookie"] = (wanted) => readSiteCookie(request, wanted)[0] ?? null;
    const saved = signedIn ? signedIn.user.locale : await page.localeOf?.(site, form.token ?? query.get("token"));
    const { t, locale, uiLocales } = spokenTo(request, saved);
    const notes = cookie(KNOWN_COOKIE);
    const visitor = { ip: clientIp(request), browserHash, notes, program, language: t.language, locale, to, aside };
    const path: Visit["path"] = (at, more) => {
      const along = {
        ...more,
        ...(codeChallenge !== null && !isAccountPath(at) && { code_challenge: codeChallenge }),
        ...(uiLocales === null ? {} : { ui_locales: uiLocales }),
      };
      return frame
        ? framePath(name, frame, at, along)
        : sitePath(site.site, at, { ...(to !== null && !isAccountPath(at) ? { to } : {}), ...along });
    };
    const own = signedIn ? inNameOfUser(site, signedIn.user.id) : site;
    const spoken = { t, locale, uiLocales };
    const visit: Visit = {
      context: own,
      visitor,
      ...spoken,
      query,
      form,
      state,
      codeChallenge,
      cookie,
      frame,
      to,
      browser,
      signedIn,
      path,
    };
    return await go(visit, page);
  } catch (error) {
    return refusalPage(toAppError(error), request, await framedAs(request, context, surface));
  }
}

const slugOf = ({ site }: Awaited<RouteContext["params"]>) => String(site).replace(/^@/, "");

async function siteAt(request: Request, context: RouteContext): Promise<SiteContext | null> {
  const site = await siteOfSlug(slugOf(await context.params), visitorFrom(clientOf(request)));
  // From now on its forms stand in its own line.
  if (site) lineOf(site);
  return site;
}

/** The frame that a refusal is shown in. Null: none, or nobody can say whose. */
async function framedAs(request: Request, context: RouteContext, surface: Surface): Promise<Framed | null> {
  if (!surface.frame) return null;
  // One that is suspended says so in its frame.
  const found = await anySiteOfSlug(slugOf(await context.params)).catch(() => null);
  const frame = found && (await surface.frame(found, new URL(request.url).searchParams));
  return found && frame && { site: found.site, frame };
}

function accountPathOf(query: URLSearchParams): string | null {
  const to = query.get("to");
  return to !== null && isAccountPath(to) ? to : null;
}

function stateOf(form: Readonly<Record<string, string>>, query: URLSearchParams): string | null {
  const state = form.state || query.get("state") || null;
  if (state !== null && (state.length > MAX_STATE || UNFIT_FOR_STATE.test(state))) throw new AppError("bad_request");
  return state;
}

export { seeOther, view };
