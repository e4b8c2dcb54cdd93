import type { SignInCandidate } from "@/lib/db/hot/find-for-sign-in";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUserPassword } from "../../../passwords/hash-password";
import { inLineOf } from "../../../passwords/line-of";
import { type Verdict, verifyPassword } from "../../../passwords/verify-password";

/**
 * Compares a password with the one that is kept for a candidate.
 *
 * SECURITY: takes as long for a candidate without a user, or without a password, as for one with.
 */
export function verifyGiven(site: SiteContext, { userId, passwordSealed }: SignInCandidate, password: string): Promise<Verdict> {
  const kept = userId !== null && passwordSealed ? { sealed: passwordSealed, owner: siteUserPassword(site.scope, userId) } : null;
  return verifyPassword(password, kept, inLineOf(site));
}
