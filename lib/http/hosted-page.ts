import { hashingForm, requireRoomForForm } from "@/lib/core/passwords/hashing-queue";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import { type SiteContext, siteOfSlug } from "@/lib/db/resolve";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { clientIp } from "./client-ip";
import { newFlowCookie, readFlowCookie } from "./flow-cookie";
import { hostedResponse, type Step, seeOther, view } from "./hosted-response";
import { senderOf } from "./origin";
import { readForm } from "./read-form";
import { problemOf, refusalPage } from "./refusal-page";
import { report } from "./report";
import { type ContractedRoute, contracted, type RouteContext, type RouteContract } from "./route";

/** Somebody at one of a site's pages. */
export type Visit = {
  readonly context: SiteContext;
  readonly visitor: Visitor;
  readonly query: URLSearchParams;
  /** The fields of the form that was posted; empty on GET. */
  readonly form: Readonly<Record<string, string>>;
  /** What the customer's application wants back on its callback. */
  readonly state: string | null;
};

type Page = {
  /** The page as it is opened. */
  show(visit: Visit): Promise<Step> | Step;
  /** What the form does. Refusals are thrown. */
  submit?(visit: Visit): Promise<Step>;
  /** Whether the form leads to a password hash: it then waits for its turn, and is refused unread while too many wait. */
  hashes?: boolean;
  /** The page again, after a refusal. */
  refused?(visit: Visit, problem: Problem): Promise<View> | View;
  /** The steps after which this browser is known as the one that asked for a mail. Given: each post gets a fresh flow cookie to ask with. */
  remembersBrowser?(step: Step): boolean;
  /** Cookies that go with every successful post. */
  cookies?(visit: Visit): string[];
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
export function hostedPage(page: Page): { GET: ContractedRoute; POST: ContractedRoute } {
  const contract: RouteContract = {
    kind: "hosted",
    credential: "none",
    statuses: page.submit ? [200, 303, 400, 401, 403, 404, 413, 415, 422, 429] : [200, 404],
  };
  return {
    GET: contracted(contract, (request, context) =>
      visiting(request, context, {}, async (visit) => hostedResponse(await page.show(visit), visit.context.site)),
    ),
    POST: contracted(contract, async (request, context) => {
      const { submit } = page;
      if (!submit) return refusalPage(new AppError("method_not_allowed"), request);
      try {
        if (senderOf(request) === "foreign") throw new AppError("forbidden_origin");
        if (page.hashes) requireRoomForForm();
        const form = await readForm(request);
        const handle = () => visiting(request, context, form, (visit) => post(page, submit, visit, request));
        return await (page.hashes ? hashingForm(handle) : handle());
      } catch (error) {
        return refusalPage(toAppError(error), request);
      }
    }),
  };
}

async function post(page: Page, submit: NonNullable<Page["submit"]>, visit: Visit, request: Request): Promise<Response> {
  const { site } = visit.context;
  const flow = page.remembersBrowser ? newFlowCookie(site.slug) : null;
  const remembered = flow ? { ...visit, visitor: { ...visit.visitor, browserHash: flow.hash } } : visit;
  try {
    const step = await submit(remembered);
    return await hostedResponse(step, site, [
      ...(flow && page.remembersBrowser?.(step) ? [flow.cookie] : []),
      ...(page.cookies?.(visit) ?? []),
    ]);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!page.refused || ![401, 422, 429, 503].includes(error.status)) throw error;
    report(error, request);
    const retry = error.retryAfterS === undefined ? undefined : { "retry-after": String(error.retryAfterS) };
    return hostedResponse(view(await page.refused(visit, problemOf(error, request)), error.status, retry), site);
  }
}

async function visiting(
  request: Request,
  context: RouteContext,
  form: Record<string, string>,
  go: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  try {
    const slug = String((await context.params).site);
    const site = await siteOfSlug(slug.startsWith("@") ? slug.slice(1) : slug);
    if (!site) throw new AppError("not_found");
    const query = new URL(request.url).searchParams;
    const visitor = { ip: clientIp(request), browserHash: readFlowCookie(request), program: senderOf(request) === "program" };
    return await go({ context: site, visitor, query, form, state: stateOf(form, query) });
  } catch (error) {
    return refusalPage(toAppError(error), request);
  }
}

function stateOf(form: Record<string, string>, query: URLSearchParams): string | null {
  const state = form.state || query.get("state") || null;
  if (state !== null && (state.length > MAX_STATE || UNFIT_FOR_STATE.test(state))) throw new AppError("bad_request");
  return state;
}

export { seeOther, view };
