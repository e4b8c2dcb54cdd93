import { findStep, type LiveStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets";
import type { HostedSession } from "../sessions/hosted-session";

/** How long somebody has to show, or to set up, their second factor. */
export const STEP_MINUTES = 10;

/** What a pending secret is sealed to. */
export const stepContext = (stepId: bigint) => `second_factor_steps:${stepId}`;

/**
 * The step whose token a form carries.
 *
 * SECURITY: the token never stands in an address, and only the browser that showed the first factor was given it, in a frame, too.
 *
 * @throws AppError `session_ended` when it is over, or none of this site's
 */
export async function requireStep({ scope }: SiteContext, token: string, purpose: LiveStep["purpose"]): Promise<LiveStep> {
  const hash = hashToken("sfs_", token);
  const step = hash && (await findStep(scope, hash));
  if (step?.purpose !== purpose) throw new AppError("session_ended");
  return step;
}

/**
 * The step in which somebody who is signed in sets up a second factor.
 *
 * @throws AppError `session_ended` when it is over, or another user's
 */
export async function requireOwnStep(site: SiteContext, token: string, { user }: HostedSession): Promise<LiveStep> {
  const step = await requireStep(site, token, "set_up");
  if (step.siteUserId !== user.id) throw new AppError("session_ended");
  return step;
}
