import { consumeSetUp, type LiveStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { seal, unseal } from "@/lib/kernel/secrets";
import { happened } from "../audit/happened";
import type { HostedSession } from "../sessions/hosted-session";
import { newRecoveryCodes, recoveryContext, recoveryMacs } from "../sign-in/factors/recovery-code/codes";
import { counterOf, totpContext } from "../sign-in/factors/totp/secret";
import type { SignedIn } from "../sign-in/outcome";
import { endStep } from "./show-factor";
import { requireOwnStep, requireStep, stepContext } from "./step";

/**
 * Makes the app of a step the user's second factor, once it shows the right code, and answers with their recovery codes: nobody can
 * tell them again.
 *
 * @param session the session it is done in: who has just shown a code of the app has shown a second factor, and it goes on
 * @throws AppError `session_ended` (the step is over, or another app was quicker), `code_unusable`
 */
async function setUp(site: SiteContext, step: LiveStep, code: string, session: HostedSession | null): Promise<string[]> {
  const { scope } = site;
  if (!step.secretSealed) throw new AppError("session_ended");
  const secret = unseal(step.secretSealed, stepContext(step.id));
  const counter = counterOf(secret, code);
  if (counter === null) throw new AppError("code_unusable");
  const codes = newRecoveryCodes();
  const secretSealed = seal(secret, totpContext(scope, step.siteUserId));
  const totp = { secretSealed, counter, recoveryMacs: recoveryMacs(recoveryContext(scope, step.siteUserId), codes) };
  const event = happened({ type: "second_factor.turned_on", siteUserId: step.siteUserId, data: { replaced: step.user.hasSecondFactor } });
  if (!(await consumeSetUp(scope, step, totp, session?.id ?? null, event))) throw new AppError("session_ended");
  const change = step.user.hasSecondFactor ? "replaced" : "added";
  await enqueue(site.db, "mail-factor-changed", { emailCanonical: step.user.emailCanonical, change });
  log.info({ siteId: String(site.site.id), siteUserId: String(step.siteUserId), change }, "second factor set up");
  return codes;
}

/** In the middle of a sign-in, where the site requires a second factor and the user has none. */
export async function setUpInSignIn(site: SiteContext, token: string, code: string): Promise<string[]> {
  return setUp(site, await requireStep(site, token, "sign_in"), code, null);
}

/** By somebody who is signed in: their first app, or another one. */
export async function setUpInSession(site: SiteContext, session: HostedSession, token: string, code: string): Promise<string[]> {
  return setUp(site, await requireOwnStep(site, token, session), code, session);
}

/**
 * Ends a sign-in in which a second factor was set up, once the user says that they keep the recovery codes.
 *
 * @throws AppError `session_ended` when the step is over, or nothing was set up in it
 */
export async function keepCodes(site: SiteContext, token: string): Promise<SignedIn> {
  return endStep(site, await requireStep(site, token, "sign_in"), true);
}
