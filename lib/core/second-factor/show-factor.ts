import { consumeSignInStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { FACTORS, type FactorId } from "../sign-in/factors";
import type { SignedIn } from "../sign-in/outcome";
import { guess } from "./guesses";
import { requireStep } from "./step";

/**
 * Ends a sign-in with the second factor, and the step with it.
 *
 * SECURITY: what the first factor rested on has to hold still when the sign-in is written down.
 *
 * @throws AppError `session_ended` (the step is over, or leads elsewhere), `code_unusable`, `too_many_attempts`; `passkey_refused`, `passkey_timed_out`
 */
export async function showFactor(
  site: SiteContext,
  token: string,
  factor: FactorId,
  form: Readonly<Record<string, string>>,
): Promise<SignedIn> {
  const step = await requireStep(site, token, "sign_in");
  if (step.isSetUp || !step.user.hasSecondFactor) throw new AppError("session_ended");
  const show = () => FACTORS[factor].show(site, step, form);
  if (FACTORS[factor].guessable) await guess(site, step.siteUserId, show);
  else if (!(await show())) throw new AppError("code_unusable");
  return endStep(site, step, false);
}

/** Ends the step of a sign-in in which the second factor was shown, or set up. */
export async function endStep(
  { scope }: SiteContext,
  { id, siteUserId }: { readonly id: bigint; readonly siteUserId: bigint },
  isSetUp: boolean,
): Promise<SignedIn> {
  const first = await consumeSignInStep(scope, id, isSetUp);
  if (!first) throw new AppError("session_ended");
  const proof = { passwordSealed: first.passwordSealed, budgets: [], secondFactor: true };
  return { kind: "signed_in", siteUserId, proof, ...(first.by !== null && { by: first.by }) };
}
