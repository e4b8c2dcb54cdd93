import { countFailures, forgetFailures as forget } from "@/lib/db/attempts";
import { findForSignIn, type Identifier, type SignInCandidate } from "@/lib/db/hot/find-for-sign-in";
import { renewPassword } from "@/lib/db/hot/renew-password";
import type { Proof } from "@/lib/db/proof";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { sameBytes, sha256 } from "@/lib/kernel/secrets";
import { recordEvent } from "../audit/record-event";
import type { Verdict } from "../passwords/verify-password";

/** Failed checks that close a budget, and for how long. Successes do not count. */
const WINDOW_S = 600;
const FAILURES = { identifier: 10, address: 100 } as const;

/** A candidate whose credentials were right. */
export type Proved = SignInCandidate & { readonly userId: bigint; readonly emailCanonical: string; readonly proof: Proof };

/**
 * The one guard around every credential check: looks up the user and the budgets, checks, counts a failure. What was right
 * but is kept in an outdated way is kept anew.
 *
 * SECURITY: budgets are keyed by the identifier that was typed, not by a user's row, so an address without an account
 * closes after as many failures as one with. Failures are counted outside any transaction. A blocked user's right password
 * is a wrong one, at the same price and counted alike: nobody learns from here that it was right.
 *
 * @param verify must take as long for a candidate without a user as for one with
 * @param newcomer looks elsewhere for somebody who is unknown here; true when they may be known now
 * @param again a second look. SECURITY: a budget that has closed since the first says nothing of what was found then
 * @throws AppError `wrong_credentials`, `too_many_attempts`
 */
export async function guarded(
  site: SiteContext,
  identifier: Identifier,
  ip: string | null,
  verify: (candidate: SignInCandidate) => Promise<Verdict>,
  { newcomer, again = false }: { newcomer?: () => Promise<boolean>; again?: boolean } = {},
): Promise<Proved> {
  const budgets = [{ key: identifierKey(identifier.canonical), limit: FAILURES.identifier }, ...addressBudgets(ip)];
  const candidate = await findForSignIn(site.scope, identifier, budgets);
  const { userId, emailCanonical, passwordSealed, blocked, waitS } = candidate;
  if (waitS !== null) throw again ? new AppError("wrong_credentials") : new AppError("too_many_attempts", { retryAfterS: waitS });
  const { right, renewed } = await verify(candidate);
  if (userId === null && newcomer && (await newcomer())) return guarded(site, identifier, ip, verify, { again: true });
  if (right && userId !== null && emailCanonical !== null && !blocked) {
    const stored = renewed === null || (await renewPassword(site.scope, userId, passwordSealed, renewed));
    // Somebody was quicker: another sign-in renewed it, or it is another password by now.
    if (!stored) return guarded(site, identifier, ip, verify, { again: true });
    const kept = renewed ?? passwordSealed;
    return { ...candidate, userId, emailCanonical, passwordSealed: kept, proof: { passwordSealed: kept, budgets, secondFactor: false } };
  }
  await fail(site, budgets, userId, "password");
  throw new AppError("wrong_credentials");
}

/**
 * The same guard around a guess at a code that was mailed: who tries many addresses is stopped by the budget of their own. The
 * budgets of an address and of a code are kept where the codes are.
 *
 * @returns who has the address, if anybody; null when the guess was wrong, or right and they are blocked
 * @throws AppError `too_many_attempts`
 */
export async function guardedGuess(
  site: SiteContext,
  emailCanonical: string,
  ip: string | null,
  right: boolean,
): Promise<SignInCandidate | null> {
  const budgets = addressBudgets(ip);
  const candidate = await findForSignIn(site.scope, { kind: "email", canonical: emailCanonical }, budgets);
  if (candidate.waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: candidate.waitS });
  if (right && !candidate.blocked) return candidate;
  await fail(site, budgets, candidate.userId, "email_code");
  return null;
}

/**
 * Counts a failure, and tells the audit log.
 *
 * SECURITY: of none once a budget has closed, and of its closing once, so whoever hammers fills no table: those who come second count
 * beyond the limit. Known and unknown do the same work.
 */
async function fail(site: SiteContext, budgets: Proof["budgets"], siteUserId: bigint | null, method: string): Promise<void> {
  const counted = await countFailures(site.scope, keysOf(budgets), WINDOW_S);
  const past = counted.map(({ key, count }) => count - (budgets.find((budget) => sameBytes(budget.key, key))?.limit ?? 0));
  if (past.some((over) => over > 0)) return;
  const event = { outcome: "failure", siteUserId, data: { method } } as const;
  await recordEvent(site.db, { type: "site_user.sign_in_failed", ...event });
  if (past.includes(0)) await recordEvent(site.db, { type: "site_user.locked_out", ...event });
}

/**
 * Looks at the budgets again, for a step that a right password leads to without a token: the guesses of others may have
 * closed them since. The statement that issues a token looks by itself.
 *
 * @throws AppError `wrong_credentials`
 */
export async function requireOpen(site: SiteContext, { emailCanonical, proof }: Proved): Promise<void> {
  const { waitS } = await findForSignIn(site.scope, { kind: "email", canonical: emailCanonical }, proof.budgets);
  if (waitS !== null) throw new AppError("wrong_credentials");
}

/**
 * Lets pass whoever's internet address has not failed too often, for a step that checks no credential and may still tell who has
 * an account.
 *
 * @throws AppError `too_many_attempts`
 */
export async function requireOpenAddress(site: SiteContext, emailCanonical: string, ip: string | null): Promise<void> {
  const { waitS } = await findForSignIn(site.scope, { kind: "email", canonical: emailCanonical }, addressBudgets(ip));
  if (waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: waitS });
}

/** Counts against an internet address that it was told of an account, like a wrong password. */
export async function countDisclosure({ scope }: SiteContext, ip: string | null): Promise<void> {
  await countFailures(scope, keysOf(addressBudgets(ip)), WINDOW_S);
}

/** SECURITY: without an address there is no such budget: a server speaks for many, whom one of them must not shut out. */
const addressBudgets = (ip: string | null) => (ip === null ? [] : [{ key: sha256(`sign-in address:${ip}`), limit: FAILURES.address }]);

const keysOf = (budgets: Proof["budgets"]) => budgets.map(({ key }) => key);

const identifierKey = (canonical: string) => sha256(`sign-in identifier:${canonical}`);

/** Opens the budget of an address or a username again, for somebody who has just proved that it is theirs. */
export function forgiveFailures(site: SiteContext, canonical: string): Promise<void> {
  return forget(site.scope, identifierKey(canonical));
}
