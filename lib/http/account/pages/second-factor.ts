import { beginSetUp } from "@/lib/core/second-factor/begin-set-up";
import { ownFactor } from "@/lib/core/second-factor/own-factor";
import { pendingApp } from "@/lib/core/second-factor/pending-app";
import { secondFactorPolicy } from "@/lib/core/second-factor/policy";
import { renewCodes } from "@/lib/core/second-factor/renew-codes";
import { setUpInSession } from "@/lib/core/second-factor/set-up";
import { forgetBrowser } from "@/lib/core/second-factor/trusted-browser";
import { turnOffSecondFactor } from "@/lib/core/second-factor/turn-off";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { Texts } from "@/lib/texts";
import { seeOther, view } from "../../hosted-page";
import { type AccountPage, type AccountVisit, requireRecent } from "../account-page";
import { factorShown } from "../factor-shown";

const PATH = "account/second-factor";

/** What `?done=` says has just gone well. */
const notices = ({ accountFactor }: Texts) =>
  new Map([
    ["on", accountFactor.wasAdded],
    ["off", accountFactor.wasRemoved],
    ["forgotten", accountFactor.forgotten],
  ]);

/**
 * The second step of one's own sign-in. Its forms begin to set up an app (`act` is `begin`), confirm it (`step` and `code`), make new
 * recovery codes (`codes`), forget a browser (`forget`), or turn it all off (`off`).
 *
 * SECURITY: whoever comes here has proved a short while ago who they are, and where they have a second factor, their session has
 * shown it.
 */
export const secondFactorPage: AccountPage = {
  path: PATH,
  async show(visit) {
    requireRecent(visit);
    return view(await shown(visit, null));
  },
  async submit(visit) {
    requireRecent(visit);
    const { context, form, signedIn } = visit;
    const { act, step, code = "", forget } = form;
    const done = (what: string) => seeOther(visit.path(PATH, { done: what }));
    if (step !== undefined) return view(codesView(await setUpInSession(context, signedIn, step, code)));
    if (act === "begin") return view(await setUpView(visit, await beginSetUp(context, signedIn), null));
    if (act === "codes") return view(codesView(await renewCodes(context, signedIn.user.id)));
    if (act === "off") {
      await turnOffSecondFactor(context, signedIn.user.id);
      return done("off");
    }
    if (!/^\d{1,16}$/.test(forget ?? "")) throw new AppError("bad_request");
    await forgetBrowser(context, signedIn.user.id, BigInt(forget ?? ""));
    return done("forgotten");
  },
  async refused(visit, problem) {
    const { form, t } = visit;
    if (problem.code === "session_ended") return shown(visit, { ...problem, form: t.accountFactor.over });
    try {
      return form.step === undefined ? await shown(visit, problem) : await setUpView(visit, form.step, problem);
    } catch (error) {
      if (!isAppError(error) || error.code !== "session_ended") throw error;
      return shown(visit, { ...problem, form: t.accountFactor.over });
    }
  },
};

const codesView = (codes: readonly string[]): View => ({ page: "account-factor-codes", codes });

async function setUpView({ context, signedIn }: AccountVisit, step: string, problem: Problem | null): Promise<View> {
  const { secret, uri, replaces } = await pendingApp(context, signedIn, step);
  return { page: "account-factor-set-up", step, secret, uri, replaces, problem };
}

async function shown(visit: AccountVisit, problem: Problem | null): Promise<View> {
  const { context, query, signedIn, t } = visit;
  const [factor, { policy }] = [await ownFactor(context, signedIn.user.id), secondFactorPolicy(context)];
  // There is no such section then.
  if (!factor.on && policy === "off") throw new AppError("not_found");
  return {
    page: "account-factor",
    factor: factorShown(visit, factor),
    policy,
    notice: problem ? null : (notices(t).get(query.get("done") ?? "") ?? null),
    problem,
  };
}
