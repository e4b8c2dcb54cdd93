import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { guarded, requireOpen } from "./attempts";
import { verifyGiven } from "./methods/password/verify-given";
import type { SignedIn } from "./outcome";
import type { Visitor } from "./visitor";

/**
 * Lets pass who knows the password of a user. The same guard and the same budgets as signing in.
 *
 * @returns what that proves, as if they had signed in by it
 * @throws AppError `link_unusable` (the user is gone), `wrong_credentials`, `too_many_attempts`, `unavailable`
 */
export async function requirePassword(site: SiteContext, siteUserId: bigint, password: string, visitor: Visitor): Promise<SignedIn> {
  const user = await site.db.siteUser.findFirst({ where: { id: siteUserId }, select: { emailCanonical: true } });
  if (!user) throw new AppError("link_unusable");
  const given = password.isWellFormed() ? password : "";
  const address = { kind: "email", canonical: user.emailCanonical } as const;
  const proved = await guarded(site, address, visitor, (candidate) => verifyGiven(site, candidate, given));
  await requireOpen(site, proved);
  return { kind: "signed_in", siteUserId, proof: proved.proof, by: "password" };
}
