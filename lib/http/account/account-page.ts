import type { HostedSession } from "@/lib/core/sessions/hosted-session";
import type { Problem, View } from "@/lib/hosted/view";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { type HostedPage, hostedPage, seeOther } from "../hosted-page";
import type { Step } from "../hosted-response";
import type { ContractedRoute } from "../route";
import type { Visit } from "../visit";

/** Somebody at a page of their own account. */
export type AccountVisit = Visit & { readonly signedIn: HostedSession };

/** A page of somebody's own account. */
export type AccountPage = Pick<HostedPage, "hashes"> & {
  /** Where it is, below the site's address: whoever has to sign in or to prove themselves once more comes back to it. */
  readonly path: "account" | `account/${string}`;
  show(visit: AccountVisit): Promise<Step> | Step;
  submit?(visit: AccountVisit): Promise<Step>;
  refused?(visit: AccountVisit, problem: Problem): Promise<View> | View;
};

/**
 * The two halves of a page of somebody's own account: GET shows it, POST handles its form. Whoever is not signed in is sent to do
 * so and comes back.
 *
 * SECURITY: the cookie alone lets somebody in, so a form is taken from our own pages and from nobody else.
 */
export function accountPage({ path, hashes, show, submit, refused }: AccountPage): { GET: ContractedRoute; POST: ContractedRoute } {
  return hostedPage({
    asksWho: true,
    ownFormsOnly: true,
    ...(hashes === undefined ? {} : { hashes }),
    show: (visit) => entered(visit, path, show),
    ...(submit && { submit: (visit: Visit) => entered(visit, path, submit) }),
    ...(refused && { refused: (visit: Visit, problem: Problem) => refused(signedInOf(visit), problem) }),
  });
}

/**
 * Lets pass whoever has proved a short while ago who they are. Others are sent to do it, and come back to the page.
 *
 * @throws AppError `proof_too_old`, which `accountPage` makes that way of
 */
export function requireRecent({ signedIn }: AccountVisit): void {
  if (!signedIn.recent) throw new AppError("proof_too_old");
}

async function entered(visit: Visit, path: string, go: (visit: AccountVisit) => Promise<Step> | Step): Promise<Step> {
  if (!visit.signedIn) return seeOther(visit.path("login", { to: path }));
  try {
    return await go(signedInOf(visit));
  } catch (error) {
    if (isAppError(error) && error.code === "proof_too_old") return seeOther(visit.path("account/confirm", { to: path }));
    throw error;
  }
}

function signedInOf(visit: Visit): AccountVisit {
  if (!visit.signedIn) throw new AppError("not_signed_in");
  return visit as AccountVisit;
}
