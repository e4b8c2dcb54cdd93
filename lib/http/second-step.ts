import { beginStep } from "@/lib/core/second-factor/begin-step";
import { nextInStep } from "@/lib/core/second-factor/next-in-step";
import { secondFactorPolicy } from "@/lib/core/second-factor/policy";
import { requireStep } from "@/lib/core/second-factor/step";
import { isTrusted } from "@/lib/core/second-factor/trusted-browser";
import type { FactorId } from "@/lib/core/sign-in/factors";
import { beginShowing } from "@/lib/core/sign-in/factors/passkey/begin-showing";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { SiteContext } from "@/lib/db/resolve";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { type Step, view } from "./hosted-response";
import { trustHashOf } from "./trust-cookie";

/** Of a visit to a page, what says whether somebody is asked for a second factor. */
type Asked = {
  readonly context: SiteContext;
  readonly state: string | null;
  readonly frame: object | null;
  cookie(name: string): string | null;
};

/**
 * Finishes a sign-in, or, where a second factor is needed and this browser is not trusted to go without, asks for it.
 *
 * SECURITY: whether it is needed is said by the statement that writes the sign-in down, so no page can forget to ask.
 *
 * @param trust whether a trusted browser goes without. SECURITY: not for what only a recent proof allows, or whoever sits down at one
 *   would end the second factor with the password alone
 */
export async function finishOrAsk(
  visit: Asked,
  signedIn: SignedIn,
  finish: (signedIn: SignedIn) => Promise<Step>,
  { trust = true } = {},
): Promise<Step> {
  try {
    return await finish(signedIn);
  } catch (error) {
    if (!isAppError(error) || error.code !== "second_factor_required") throw error;
    const { context } = visit;
    const trusted = trust && (await isTrusted(context, signedIn.siteUserId, trustHashOf(visit)));
    if (trusted) return finish({ ...signedIn, proof: { ...signedIn.proof, secondFactor: true }, trusted });
    return view(await stepView(visit, await beginStep(context, signedIn)));
  }
}

/**
 * The page of what comes next in a step.
 *
 * @param wanted the factor to ask for; what the user does not have is not asked for
 * @throws AppError `session_ended` when the step is over
 */
export async function stepView(
  { context, state }: Pick<Asked, "context" | "state">,
  step: string,
  { wanted, problem = null }: { readonly wanted?: FactorId; readonly problem?: Problem | null } = {},
): Promise<View> {
  const live = await requireStep(context, step, "sign_in");
  const next = await nextInStep(context, live);
  if (next.kind === "set_up") return { page: "second-factor-set-up", step, secret: next.secret, uri: next.uri, state, problem };
  const [first] = next.kind === "show" ? next.factors : [];
  if (next.kind !== "show" || first === undefined) throw new AppError("session_ended");
  const factor = wanted !== undefined && next.factors.includes(wanted) ? wanted : first;
  const { trust_days: trustDays } = secondFactorPolicy(context);
  const options = factor === "passkey" ? JSON.stringify(await beginShowing(context, live.siteUserId)) : null;
  return { page: "second-factor", step, factor, factors: next.factors, options, trustDays, state, problem };
}
