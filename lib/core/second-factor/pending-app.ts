import type { SiteContext } from "@/lib/db/resolve";
import type { HostedSession } from "../sessions/hosted-session";
import { type PendingTotp, pendingTotp } from "./next-in-step";
import { requireOwnStep } from "./step";

/** An app that is being set up, and whether it takes the place of another one. */
export type PendingApp = PendingTotp & { readonly replaces: boolean };

/**
 * The app that somebody who is signed in is setting up.
 *
 * @throws AppError `session_ended` when that is over, or somebody else's
 */
export async function pendingApp(site: SiteContext, session: HostedSession, token: string): Promise<PendingApp> {
  const step = await requireOwnStep(site, token, session);
  return { ...(await pendingTotp(site, step)), replaces: step.user.hasSecondFactor };
}
