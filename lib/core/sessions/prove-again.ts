import { type HostedSession, noteProof } from "@/lib/db/hot/hosted-sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SignedIn } from "../sign-in/outcome";

/**
 * Notes that whoever is signed in has just proved once more who they are. A second factor that they showed before still counts.
 *
 * @param signedIn what any way to sign in came to. SECURITY: of this very user; somebody else's proof is a wrong one
 * @throws AppError `wrong_credentials`
 */
export async function proveAgain(site: SiteContext, session: HostedSession, { siteUserId, proof, by }: SignedIn): Promise<void> {
  if (siteUserId !== session.user.id) throw new AppError("wrong_credentials");
  const whole = { ...proof, secondFactor: proof.secondFactor || session.secondFactor };
  if (!(await noteProof(site.scope, { id: session.id, siteUserId, by: by ?? null }, whole))) throw new AppError("wrong_credentials");
}
