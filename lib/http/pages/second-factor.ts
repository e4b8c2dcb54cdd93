import { keepCodes, setUpInSignIn } from "@/lib/core/second-factor/set-up";
import { showFactor } from "@/lib/core/second-factor/show-factor";
import { trustBrowser } from "@/lib/core/second-factor/trusted-browser";
import { isFactorId } from "@/lib/core/sign-in/factors";
import { isAppError } from "@/lib/kernel/errors";
import type { HostedPage } from "../hosted-page";
import { view } from "../hosted-response";
import { stepView } from "../second-step";
import { trustCookie } from "../trust-cookie";

/**
 * The page between the two factors of a sign-in. Its forms carry a `step`, and either show a factor (`factor` and its fields), ask
 * for another one (`other`), confirm one that is set up (`code`), or say that the recovery codes are kept (`keep`).
 *
 * SECURITY: a form says what it wants; whether it may is what the step says that the database keeps.
 */
export const secondFactorPage: HostedPage = {
  // Opened by itself it has nothing to go on with.
  show: ({ state }) => view({ page: "sign-in", email: "", state, notice: null, problem: null }),
  async submit(visit) {
    const { context, form, state, frame, browser } = visit;
    const { step = "", factor = "", other = "", code = "", trust, keep } = form;
    if (isFactorId(other)) return view(await stepView(visit, step, { wanted: other }));
    if (keep !== undefined) return keepCodes(context, step);
    if (!isFactorId(factor)) {
      return view({ page: "recovery-codes", step, codes: await setUpInSignIn(context, step, code), state, problem: null });
    }
    const signedIn = await showFactor(context, step, factor, form);
    const trusted = trust !== undefined && !frame ? await trustBrowser(context, signedIn.siteUserId, browser.userAgent) : null;
    return { ...signedIn, cookie: trusted && trustCookie(context.site.slug, trusted) };
  },
  async refused(visit, problem) {
    const { form, state, t } = visit;
    const { step = "", factor = "" } = form;
    const over = { ...problem, form: problem.code === "session_ended" ? t.secondFactor.over : problem.form };
    try {
      return await stepView(visit, step, { wanted: isFactorId(factor) ? factor : undefined, problem });
    } catch (error) {
      if (!isAppError(error) || error.code !== "session_ended") throw error;
      return { page: "sign-in", email: "", state, notice: null, problem: over };
    }
  },
};
