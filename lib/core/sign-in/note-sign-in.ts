import { noteSignIn as note } from "@/lib/db/hot/issue-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Notes a sign-in that ends without a callback token.
 *
 * @throws AppError `wrong_credentials` when the user was deleted in this moment
 */
export async function noteSignIn({ scope }: SiteContext, siteUserId: bigint): Promise<void> {
  if (!(await note(scope, siteUserId))) throw new AppError("wrong_credentials");
}
