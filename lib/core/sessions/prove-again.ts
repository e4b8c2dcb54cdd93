import { type HostedSession, noteProof } from "@/lib/db/hot/hosted-sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SignedIn } from "../sign-in/outcome";
import { writeDown } from "../sign-in/write-down";

/**
 * Notes that whoever is signed in has just proved once more who they are. A second factor that they showed before still counts.
 *
 * @param signedIn what any way to sign in came to. SECURITY: of this very user; somebody else's proof is a wrong one
 * @throws AppError `wrong_credentials`; `second_factor_required` when the user has one by now, or the site wants one, that was not shown
 */
export async function proveAgain(site: SiteContext, session: HostedSession, signedIn: SignedIn): Promise<void> {
  const { siteUserId, proof, by } = signedIn;
  if (siteUserId !== session.user.id) throw new AppError("wrong_credentials");
  const whole = { ...signedIn, proof: { ...proof, secondFactor: proof.secondFactor || session.secondFactor } };
  await writeDown(site, whole, (proved) => noteProof(site.scope, { id: session.id, siteUserId, by: by ?? null }, proved));
}
