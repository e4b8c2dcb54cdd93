import { findSignIn as find, type SignIn } from "@/lib/db/hot/find-sign-in";
import type { AccountContext } from "@/lib/db/resolve";
import { requireSite } from "../sites/require-site";

export type { SignIn };

/**
 * The newest user of a site who has signed in, or null while nobody has. It is asked every other second.
 *
 * @throws AppError `not_found`, also for somebody else's site
 */
export async function findSignIn(account: AccountContext, siteId: bigint): Promise<SignIn | null> {
  const { scope } = await requireSite(account, siteId);
  return find(scope);
}
