import { insertSignInStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import type { SignedIn } from "../sign-in/outcome";
import { STEP_MINUTES } from "./step";

/**
 * Begins the step between the two factors of a sign-in, and answers with the token that its forms carry.
 *
 * @throws AppError `wrong_credentials` when the user was deleted or blocked, or what proved them was replaced, in this moment
 */
export async function beginStep({ scope }: SiteContext, { siteUserId, proof, by }: SignedIn): Promise<string> {
  const token = newToken("sfs_");
  const step = { id: newId(), siteUserId, tokenHash: sha256(token), minutes: STEP_MINUTES, by: by ?? null };
  if (!(await insertSignInStep(scope, step, proof))) throw new AppError("wrong_credentials");
  return token;
}
