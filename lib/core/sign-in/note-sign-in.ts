import { noteSignIn as note } from "@/lib/db/hot/issue-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import type { SignedIn } from "./outcome";
import { signedInEvent } from "./signed-in-event";
import { writeDown } from "./write-down";

/**
 * Notes a sign-in that ends without a callback token.
 *
 * @throws AppError `second_factor_required`; `wrong_credentials` when the user was deleted or blocked, or what proved them was
 *   replaced, in this moment; `site_suspended` and `not_found` when the site was suspended or deleted in it
 */
export async function noteSignIn(site: SiteContext, signedIn: SignedIn): Promise<void> {
  await writeDown(site, signedIn, (proof) => note(site.scope, signedIn.siteUserId, proof, signedInEvent(signedIn)));
}
