import { type Budget, countFailures, forgetFailures as forget } from "@/lib/db/attempts";
import { findForSignIn, type Identifier, type SignInCandidate } from "@/lib/db/hot/find-for-sign-in";
import { renewPassword } from "@/lib/db/hot/renew-password";
import type { Proof } from "@/lib/db/proof";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import { alarmOf, limitsOf } from "../attack-protection/limits";
import { worthTelling } from "../attack-protection/worth-telling";
import { recordEvent } from "../audit/record-event";
import type { Verdict } from "../passwords/verify-password";
import { knownSince, ofSiteUser } from "./known-browser";
import type { Visitor } from "./visitor";

/** Failed checks that close a budget are counted for so long. Successes do not count. */
const WINDOW_S = 600;

/** A budget is so much smaller while the site is under attack. */
const TIGHT = 4;

/** A candidate whose credentials were right. */
export type Proved = SignInCandidate & { readonly userId: bigint; readonly emailCanonical: string; readonly proof: Proof };

/** Who tries: whose budgets these are. */
type Guesser = Pick<Visitor, "ip" | "notes">;

/**
 * The one guard around every credential check: looks up the user and the budgets, checks, counts a failure. What was right
 * but is kept in an outdated way is kept anew.
 *
 * SECURITY: budgets are keyed by the identifier that was typed, not by a user's row, so an address without an account
 * closes after as many failures as one with. Failures are counted outside any transaction. A blocked user's right password
 * is a wrong one, at the same price and counted alike: nobody learns from here that it was right.
 *
 * SECURITY: strangers who fail on purpose shut nobody out of a browser in which they have signed in before: it has a budget of its
 * own for when the others are closed. Whoever stole its note has that many guesses and no more.
 *
 * @param verify must take as long for a candidate without a user as for one with
 * @param newcomer looks elsewhere for somebody who is unknown here; true when they may be known now
 * @param again a second look. SECURITY: a budget that has closed since the first says nothing of what was found then
 * @throws AppError `wrong_credentials`, `too_many_attempts`
 */
export async function guarded(
  site: SiteContext,
  identifier: Identifier,
  guesser: Guesser,
  verify: (candidate: SignInCandidate) => Promise<Verdict>,
  { newcomer, again = false }: { newcomer?: () => Promise<boolean>; again?: boolean } = {},
): Promise<Proved> {
  const shared = [budgetOf(identifierKey(identifier.canonical), limitsOf(site).failuresPerIdentifier), ...addressBudgets(site, guesser.ip)];
  const candidate = await findForSignIn(site.scope, identifier, shared, alarmOf(site));
  const { userId, emailCanonical, passwordSealed, blocked, waitS } = candidate;
  const budgets = waitS === null ? shared : await openBudgetOfBrowser(site, candidate, guesser);
  if (!budgets) throw again ? new AppError("wrong_credentials") : new AppError("too_many_attempts", { retryAfterS: waitS ?? WINDOW_S });
  const { right, renewed } = await verify(candidate);
  if (userId === null && newcomer && (await newcomer())) return guarded(site, identifier, guesser, verify, { again: true });
  if (right && userId !== null && emailCanonical !== null && !blocked) {
    const stored = renewed === null || (await renewPassword(site.scope, userId, passwordSealed, renewed));
    // Somebody was quicker: another sign-in renewed it, or it is another password by now.
    if (!stored) return guarded(site, identifier, guesser, verify, { again: true });
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
  const budgets = addressBudgets(site, ip);
  const candidate = await findForSignIn(site.scope, { kind: "email", canonical: emailCanonical }, budgets, alarmOf(site));
  if (candidate.waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: candidate.waitS });
  if (right && !candidate.blocked) return candidate;
  await fail(site, budgets, candidate.userId, "email_code");
  return null;
}

/** Counts a failure, and tells the audit log of what is worth telling. SECURITY: known and unknown do the same work. */
async function fail(site: SiteContext, budgets: readonly Budget[], siteUserId: bigint | null, method: string): Promise<void> {
  const counted = await countFailures(site.scope, budgets, WINDOW_S);
  for (const what of worthTelling(counted, budgets))
    await recordEvent(site.db, { type: TOLD[what], outcome: "failure", siteUserId, data: { method } });
}

const TOLD = { failed: "site_user.sign_in_failed", closed: "site_user.locked_out" } as const;

/**
 * Looks at the budgets again, for a step that a right password leads to without a token: the guesses of others may have
 * closed them since. The statement that issues a token looks by itself.
 *
 * @throws AppError `wrong_credentials`
 */
export async function requireOpen(site: SiteContext, { emailCanonical, proof }: Proved): Promise<void> {
  const budgets = proof.budgets.map(({ key, limit }) => ({ key, limit, tight: limit }));
  const { waitS } = await findForSignIn(site.scope, { kind: "email", canonical: emailCanonical }, budgets, alarmOf(site));
  if (waitS !== null) throw new AppError("wrong_credentials");
}

/**
 * Lets pass whoever's internet address has not failed too often, for a step that checks no credential and may still tell who has
 * an account.
 *
 * @throws AppError `too_many_attempts`
 */
export async function requireOpenAddress(site: SiteContext, emailCanonical: string, ip: string | null): Promise<void> {
  const address = { kind: "email", canonical: emailCanonical } as const;
  const { waitS } = await findForSignIn(site.scope, address, addressBudgets(site, ip), alarmOf(site));
  if (waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: waitS });
}

/** Counts against an internet address that it was told of an account, like a wrong password. */
export async function countDisclosure(site: SiteContext, ip: string | null): Promise<void> {
  await countFailures(site.scope, addressBudgets(site, ip), WINDOW_S);
}

/** Opens the budget of an address or a username again, for somebody who has just proved that it is theirs. */
export function forgiveFailures(site: SiteContext, canonical: string): Promise<void> {
  return forget(site.scope, identifierKey(canonical));
}

/**
 * The budget of a browser that knows the user, where it is open; null otherwise.
 *
 * SECURITY: it is this user's in this browser: a note is made by signing in, so nobody has more of them than browsers.
 */
async function openBudgetOfBrowser(site: SiteContext, { userId, emailCanonical }: SignInCandidate, { notes = null }: Guesser) {
  const since = userId !== null && knownSince(ofSiteUser(site.scope, userId), notes);
  if (!since || emailCanonical === null) return null;
  const limit = limitsOf(site).failuresPerIdentifier;
  const budgets = [{ key: sha256(`sign-in known browser:${userId}:${since}`), limit, tight: limit }];
  const { waitS } = await findForSignIn(site.scope, { kind: "email", canonical: emailCanonical }, budgets, alarmOf(site));
  return waitS === null ? budgets : null;
}

/** SECURITY: without an address there is no such budget: a server speaks for many, whom one of them must not shut out. */
const addressBudgets = (site: SiteContext, ip: string | null) =>
  ip === null ? [] : [budgetOf(sha256(`sign-in address:${ip}`), limitsOf(site).failuresPerAddress)];

const budgetOf = (key: Uint8Array, limit: number): Budget => ({ key, limit, tight: Math.ceil(limit / TIGHT) });

const identifierKey = (canonical: string) => sha256(`sign-in identifier:${canonical}`);
