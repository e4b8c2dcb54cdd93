import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { query, queryAfter } from "../query";
import type { SiteScope } from "../scope";
import { lockSiteUser } from "./first-proof";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same secret exactly one gets an answer, and a secret that has expired never does.
 */

const LIVE = "c.used_at IS NULL AND c.expires_at > now()";

/** The change that a user's link is for while it could be used, or null. Looking spends nothing. */
export async function findEmailChange(
  scope: SiteScope,
  siteUserId: bigint,
  tokenHash: Uint8Array,
): Promise<{ readonly id: bigint } | null> {
  const [row] = await query<{ id: bigint }>(
    scope,
    "find-email-change",
    `SELECT c.id FROM email_changes c
     WHERE c.account_id = $1 AND c.site_id = $2 AND c.site_user_id = $3 AND c.token_hash = $4 AND ${LIVE}`,
    [scope.accountId, scope.siteId, siteUserId, tokenHash],
  );
  return row ?? null;
}

/** A guess that may be compared now. No MAC: nobody was mailed, and every guess is wrong. */
export type EmailChangeGuess = { readonly id: bigint; readonly codeMac: Uint8Array | null };

/** Reserves one guess at the code that was mailed to a user's new address, before anything is compared. Null: there are none left. */
export async function reserveEmailChangeGuess(scope: SiteScope, siteUserId: bigint, most: number): Promise<EmailChangeGuess | null> {
  const [row] = await query<EmailChangeGuess>(
    scope,
    "reserve-email-change-guess",
    `UPDATE email_changes c SET guesses = guesses + 1
     WHERE c.account_id = $1 AND c.site_id = $2 AND c.site_user_id = $3 AND c.guesses < $4 AND ${LIVE} AND c.id = (
       SELECT n.id FROM email_changes n WHERE n.account_id = $1 AND n.site_id = $2 AND n.site_user_id = $3
       ORDER BY n.created_at DESC, n.id DESC LIMIT 1)
     RETURNING c.id, c.code_mac AS "codeMac"`,
    [scope.accountId, scope.siteId, siteUserId, most],
  );
  return row ?? null;
}

/**
 * Spends a change and puts the new address in place of the old one, proved, in one statement.
 *
 * SECURITY: the user's row is locked first. A change of an address that is no longer the user's changes nothing, and what was
 * mailed to the old one proves nothing any more.
 *
 * @returns both addresses; null when it was spent or ended in between, or the user was blocked
 */
export async function consumeEmailChange(
  scope: SiteScope,
  id: bigint,
  siteUserId: bigint,
  event: EventRow | null,
): Promise<{ readonly emailCanonical: string; readonly newEmail: string } | null> {
  const [row] = await queryAfter<{ emailCanonical: string; newEmail: string }>(
    scope,
    lockSiteUser(scope, siteUserId),
    "consume-email-change",
    `WITH spent AS (
       UPDATE email_changes c SET used_at = now() FROM site_users o
       WHERE c.account_id = $1 AND c.site_id = $2 AND c.id = $3 AND c.site_user_id = $4 AND c.token_hash IS NOT NULL AND ${LIVE}
         AND o.account_id = $1 AND o.site_id = $2 AND o.id = $4 AND o.email_canonical = c.old_email_canonical AND o.blocked_at IS NULL
       RETURNING c.email, c.email_canonical, c.old_email_canonical),
     voided AS (
       UPDATE mail_tokens m SET expires_at = now() FROM spent
       WHERE m.account_id = $1 AND m.site_id = $2 AND m.site_user_id = $4 AND m.used_at IS NULL AND m.expires_at > now()),
     changed AS (
       UPDATE site_users u SET email = spent.email, email_canonical = spent.email_canonical, email_verified_at = now(), updated_at = now()
       FROM spent WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = $4
       RETURNING spent.old_email_canonical AS "emailCanonical", spent.email AS "newEmail"),
     ${recordedWith("changed", "$5")}
     SELECT * FROM changed`,
    [scope.accountId, scope.siteId, id, siteUserId, eventValue(scope, event)],
  );
  return row ?? null;
}
