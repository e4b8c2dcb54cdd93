import type { SignInCandidate } from "@/lib/db/hot/find-for-sign-in";
import type { SiteScope } from "@/lib/db/scope";
import { siteUserPassword } from "../../../passwords/hash-password";
import { type Verdict, verifyPassword } from "../../../passwords/verify-password";

/**
 * Compares a password with the one that is kept for a candidate.
 *
 * SECURITY: takes as long for a candidate without a user, or without a password, as for one with.
 */
export function verifyGiven(scope: SiteScope, { userId, passwordSealed }: SignInCandidate, password: string): Promise<Verdict> {
  const kept = userId !== null && passwordSealed ? { sealed: passwordSealed, owner: siteUserPassword(scope, userId) } : null;
  return verifyPassword(password, kept);
}
