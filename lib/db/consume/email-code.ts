import { query, queryAfter } from "../query";
import type { SiteScope } from "../scope";
import { lockSiteUser, proveForStranger } from "./first-proof";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same code exactly one gets an answer, and a code that has expired never does.
 */

/** Which request for a code is meant: the one that a device was given, or the newest for an address. */
export type EmailCodeRef = { readonly deviceHash: Uint8Array } | { readonly emailCanonical: string };

/** A request for a code. It is spent once it was used, has no guesses left, or the address has asked again. */
export type AskedCode = {
  readonly id: bigint;
  readonly emailCanonical: string;
  readonly guesses: number;
  readonly maxGuesses: number;
  readonly state: "live" | "expired" | "spent";
};

const NEWEST = `NOT EXISTS (
       SELECT 1 FROM email_codes n WHERE n.account_id = $1 AND n.site_id = $2 AND n.email_canonical = c.email_canonical
         AND (n.created_at, n.id) > (c.created_at, c.id))`;

/** The request that is meant, with its state, or null. Looking spends nothing. */
export async function findEmailCode(scope: SiteScope, ref: EmailCodeRef): Promise<AskedCode | null> {
  const byDevice = "deviceHash" in ref;
  const [row] = await query<AskedCode>(
    byDevice ? "find-email-code-by-device" : "find-email-code-by-address",
    `SELECT c.id, c.email_canonical AS "emailCanonical", c.guesses, c.max_guesses AS "maxGuesses",
       CASE WHEN c.used_at IS NOT NULL OR c.guesses >= c.max_guesses OR NOT ${NEWEST} THEN 'spent'
         WHEN c.expires_at <= now() THEN 'expired' ELSE 'live' END AS state
     FROM email_codes c WHERE c.account_id = $1 AND c.site_id = $2 AND c.${byDevice ? "device_hash" : "email_canonical"} = $3
     ORDER BY c.created_at DESC, c.id DESC LIMIT 1`,
    [scope.accountId, scope.siteId, byDevice ? ref.deviceHash : ref.emailCanonical],
  );
  return row ?? null;
}

/** A guess at a code that may be compared now. `guesses`: how many there were, with this one. */
export type CodeGuess = { readonly id: bigint; readonly codeMac: Uint8Array | null; readonly guesses: number };

/**
 * Reserves one guess at a code, before anything is compared.
 *
 * @returns what to compare with (no MAC: nobody was mailed), or null when the code is no longer live
 */
export async function reserveCodeGuess(scope: SiteScope, id: bigint): Promise<CodeGuess | null> {
  const [row] = await query<CodeGuess>(
    "reserve-code-guess",
    `UPDATE email_codes c SET guesses = guesses + 1
     WHERE c.account_id = $1 AND c.site_id = $2 AND c.id = $3 AND c.guesses < c.max_guesses AND c.used_at IS NULL AND c.expires_at > now()
       AND ${NEWEST}
     RETURNING c.id, c.code_mac AS "codeMac", c.guesses`,
    [scope.accountId, scope.siteId, id],
  );
  return row ?? null;
}

/** SECURITY: this very code, and not one that was mailed in its place since it was compared. */
const SPEND = `UPDATE email_codes c SET used_at = now()
       WHERE c.account_id = $1 AND c.site_id = $2 AND c.id = $3 AND c.code_mac = $4 AND c.used_at IS NULL AND c.expires_at > now()`;

/** A user's browser that signed up, or that has shown the right password since, is the one in front of us. */
const SAME_BROWSER = `EXISTS (
         SELECT 1 FROM mail_tokens k WHERE k.account_id = $1 AND k.site_id = $2 AND k.site_user_id = u.id AND k.purpose = 'verify_email'
           AND k.used_at IS NULL AND k.expires_at > 'epoch' AND k.browser_hash = $6)`;

/**
 * Spends a code that was guessed right and marks its address as proved, in one statement. At the first proof of the address,
 * whatever was set or opened before it is void, unless it was this browser that did so.
 *
 * @returns false when the code was spent or ended in between, or the user was deleted, blocked, or has another address by now
 */
export async function consumeEmailCode(
  scope: SiteScope,
  { id, codeMac }: CodeGuess,
  siteUserId: bigint,
  browserHash: Uint8Array | null,
): Promise<boolean> {
  const rows = await queryAfter(
    lockSiteUser(scope, siteUserId),
    "consume-email-code",
    `WITH spent AS (
       ${SPEND} AND EXISTS (
         SELECT 1 FROM site_users o WHERE o.account_id = $1 AND o.site_id = $2 AND o.id = $5
           AND o.email_canonical = c.email_canonical AND o.blocked_at IS NULL)
       RETURNING $5::bigint AS site_user_id, c.email_canonical, NULL::bigint AS secret_id),
     ${proveForStranger(SAME_BROWSER)}`,
    [scope.accountId, scope.siteId, id, codeMac, siteUserId, browserHash],
  );
  return rows.length === 1;
}

/**
 * Spends a code that was guessed right and makes a user of its address, proved and without a password, in one statement.
 *
 * @returns false when the code was spent or ended in between; also when somebody has become a user with the address in this
 *   moment: the code is spent then too
 */
export async function consumeCodeOfNewUser(scope: SiteScope, { id, codeMac }: CodeGuess, newUserId: bigint): Promise<boolean> {
  const rows = await query(
    "consume-code-of-new-user",
    `WITH spent AS (${SPEND} RETURNING c.email, c.email_canonical)
     INSERT INTO site_users (id, account_id, site_id, email, email_canonical, email_verified_at)
     SELECT $5, $1, $2, spent.email, spent.email_canonical, now() FROM spent
     ON CONFLICT DO NOTHING RETURNING id`,
    [scope.accountId, scope.siteId, id, codeMac, newUserId],
  );
  return rows.length === 1;
}
