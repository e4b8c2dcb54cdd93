import { holderOf } from "@/lib/core/sessions/hosted-session";
import { type Departed, findRequest } from "@/lib/core/sign-in/methods/social/find-request";
import { finishSocial } from "@/lib/core/sign-in/methods/social/finish";
import type { SiteContext } from "@/lib/db/resolve";
import type { HostedFrame } from "@/lib/hosted/view";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { finishSignIn } from "../finish-sign-in";
import { newFlowCookie } from "../flow-cookie";
import { handOver } from "../hand-over";
import { type HostedPage, hostedPages, seeOther } from "../hosted-page";
import { type Step, sitePath, view } from "../hosted-response";
import { problemOf } from "../refusal-page";
import { report } from "../report";
import { clearRequestCookie, readRequestCookie } from "../request-cookie";
import type { RouteHandler } from "../route";
import { finishOrAsk } from "../second-step";
import type { Visit } from "../visit";
import { signInPage } from "./sign-in";

/** What an authorization response may say; everything else is left where it is. `user`: Apple's, with the name. */
export const ANSWER = ["code", "state", "iss", "error", "user"] as const;

/**
 * Where a provider sends visitors back to. Whatever went wrong, they are at the sign-in page again, with the same target, or in
 * their account where they came from.
 *
 * SECURITY: the answer counts for the browser that set out, which shows its cookie.
 */
export const socialCallback: RouteHandler = (request, context) => {
  const query = new URL(request.url).searchParams;
  const state = query.get("state") ?? "";
  const browser = readRequestCookie(request, state);
  const departed = (site: SiteContext) => findRequest(site, state, browser);
  const page: HostedPage = {
    asksWho: true,
    show: async (visit) => {
      const found = await departed(visit.context);
      const to = found?.to ?? null;
      const target = { state: found?.clientState ?? null, codeChallenge: found?.codeChallenge ?? null, to };
      const here: Visit = { ...visit, ...target, visitor: { ...visit.visitor, to } };
      const step = await arrive(request, here, found, browser);
      return withoutCookie({ stands: { frame: here.frame, to, codeChallenge: here.codeChallenge }, ...step }, visit, state);
    },
  };
  const frame = async (site: SiteContext): Promise<HostedFrame | null> => {
    const found = (await departed(site))?.frame;
    return found ? { ...found, flow: null } : null;
  };
  return hostedPages({ page: () => page, frame, finish: finishSignIn }, { posts: false }).GET(request, context);
};

async function arrive(request: Request, visit: Visit, departed: Departed | null, browser: string | null): Promise<Step> {
  const { context, query, visitor, signedIn: holder, state, t } = visit;
  try {
    if (!departed || browser === null) throw new AppError("sign_in_expired");
    const answer = Object.fromEntries(ANSWER.flatMap((name) => (query.has(name) ? [[name, query.get(name) ?? ""]] : [])));
    const flow = newFlowCookie(context.site.slug);
    const arrival = await finishSocial(context, answer, browser, visitor, holder && holderOf(holder), flow.hash);
    if (arrival.kind === "linked") {
      return seeOther(sitePath(context.site, "account/linked", { done: "linked", provider: String(arrival.providerId) }));
    }
    if (arrival.kind === "check_mail") {
      return remembering(flow, visit, view({ page: "verify-sent", email: arrival.email, state, needsPassword: false, problem: null }));
    }
    const by = String(departed.providerId);
    return await finishOrAsk(visit, { ...arrival, by }, (signedIn) => (visit.frame ? handOver : finishSignIn)(visit, signedIn));
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.status >= 500) throw error;
    report(error, request);
    if (departed?.purpose === "link") return seeOther(sitePath(context.site, "account/linked", { problem: error.code }));
    const shown = await signInPage.refused?.({ ...visit, form: {} }, problemOf(error, request, t));
    if (!shown) throw error;
    return view(shown, error.status);
  }
}

/** The browser is known from now on as the one that the mail was sent for, as after a sign-up. */
const remembering = ({ value, cookie }: ReturnType<typeof newFlowCookie>, { frame, to, codeChallenge }: Visit, step: Step): Step =>
  frame ? { ...step, stands: { frame: { ...frame, flow: value }, to, codeChallenge } } : { ...step, cookie };

/** SECURITY: an answer counts once, and so does what the browser showed with it. */
function withoutCookie(step: Step, { context }: Visit, state: string): Step {
  return { ...step, cookie: [...[step.cookie ?? []].flat(), clearRequestCookie(context.site.slug, state)] };
}
