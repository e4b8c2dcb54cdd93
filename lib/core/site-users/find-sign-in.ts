import type { AccountContext } from "@/lib/db/resolve";
import { requireSite } from "../sites/require-site";

/** Somebody who has signed in, and when they did last. */
export type SignIn = { readonly email: string; readonly name: string | null; readonly at: Date };

/**
 * The newest user of a site who has signed in, or null while nobody has. It is asked every other second, so it looks from
 * the newest user on and stops at the first that fits.
 *
 * @throws AppError `not_found`, also for somebody else's site
 */
export async function findSignIn(account: AccountContext, siteId: bigint): Promise<SignIn | null> {
  const { db } = await requireSite(account, siteId);
  const user = await db.siteUser.findFirst({
    where: { lastSignInAt: { not: null } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { email: true, name: true, lastSignInAt: true },
  });
  return user?.lastSignInAt ? { email: user.email, name: user.name, at: user.lastSignInAt } : null;
}
