import { noteSignIn as note } from "@/lib/db/hot/issue-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SignedIn } from "./outcome";

/**
 * Notes a sign-in that ends without a callback token.
 *
 * @throws AppError `wrong_credentials` when the user was deleted or blocked, or what proved them was replaced, in this moment
 */
export async function noteSignIn({ scope }: SiteContext, { siteUserId, proof }: SignedIn): Promise<void> {
  if (!(await note(scope, siteUserId, proof))) throw new AppError("wrong_credentials");
}
