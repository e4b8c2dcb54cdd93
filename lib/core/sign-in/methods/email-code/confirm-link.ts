import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { guardedGuess } from "../../attempts";
import type { SignedIn } from "../../outcome";
import type { Visitor } from "../../visitor";
import { findLink } from "./find-link";
import { signInByMail } from "./sign-in-by-mail";

/**
 * Signs in, in the browser in front of us, whoever shows the link that was mailed with a code. It is good once, and the code with
 * it. Its 256 random bits are no guess, so no guess is counted.
 *
 * SECURITY: only for a button that was pressed. Somebody else may have asked for the mail, which gives them nothing: the one
 * signed in is who has the address, where they are.
 *
 * @throws AppError `link_unusable`, also for a user who was blocked since; `too_many_attempts`
 */
export async function confirmLink(
  site: SiteContext,
  token: string,
  { mayCreate }: { readonly mayCreate: boolean },
  visitor: Visitor,
): Promise<SignedIn> {
  const { id, emailCanonical, linkHash } = await findLink(site, token);
  const user = await guardedGuess(site, emailCanonical, visitor.ip, true);
  const signedIn = user && (await signInByMail(site, { shown: { id, linkHash }, userId: user.userId, mayCreate }, visitor));
  if (!signedIn || signedIn === "spent") throw new AppError("link_unusable");
  return signedIn;
}
