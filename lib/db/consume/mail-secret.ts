import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { query, queryAfter } from "../query";
import type { SiteScope } from "../scope";
import { dropPasskeys, lockSiteUser, proveForStranger, voidFactors, voidOpened } from "./first-proof";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same secret exactly one gets an answer, and a secret that has expired never does.
 */

/** What a mail's link and code prove when they come back. */
type MailPurpose = "reset_password" | "verify_email";

/** A mail secret that could be spent now. */
export type LiveMailSecret = {
  readonly id: bigint;
  readonly siteUserId: bigint;
  readonly codeMac: Uint8Array;
  readonly browserHash: Uint8Array | null;
};

const secretColumns = `id, site_user_id AS "siteUserId", code_mac AS "codeMac", browser_hash AS "browserHash"`;

/** The live mail secret behind a link, or null. Looking spends nothing. */
export async function findMailSecret(scope: SiteScope, purpose: MailPurpose, tokenHash: Uint8Array): Promise<LiveMailSecret | null> {
  const [row] = await query<LiveMailSecret>(
    "find-mail-secret",
    `SELECT ${secretColumns} FROM mail_tokens
     WHERE account_id = $1 AND site_id = $2 AND purpose = $3::mail_token_purpose AND token_hash = $4 AND used_at IS NULL AND expires_at > now()`,
    [scope.accountId, scope.siteId, purpose, tokenHash],
  );
  return row ?? null;
}

/** A mail's token, whether or not it could be spent. */
export type SeenMailToken = {
  readonly state: "live" | "used" | "expired";
  readonly emailCanonical: string;
  /** Whether the user has proved that address. */
  readonly proved: boolean;
};

/** The mail secret behind a link as long as it is kept and the address is the user's, or null. */
export async function seeMailToken(scope: SiteScope, purpose: MailPurpose, tokenHash: Uint8Array): Promise<SeenMailToken | null> {
  const [row] = await query<SeenMailToken>(
    "see-mail-token",
    `SELECT CASE WHEN m.used_at IS NOT NULL THEN 'used' WHEN m.expires_at <= now() THEN 'expired' ELSE 'live' END AS state,
       m.email_canonical AS "emailCanonical", u.email_verified_at IS NOT NULL AS proved
     FROM mail_tokens m JOIN site_users u
       ON u.account_id = m.account_id AND u.site_id = m.site_id AND u.id = m.site_user_id AND u.email_canonical = m.email_canonical
     WHERE m.account_id = $1 AND m.site_id = $2 AND m.purpose = $3::mail_token_purpose AND m.token_hash = $4`,
    [scope.accountId, scope.siteId, purpose, tokenHash],
  );
  return row ?? null;
}

const SPEND = `UPDATE mail_tokens SET used_at = now()
       WHERE account_id = $1 AND site_id = $2 AND id = $3 AND used_at IS NULL AND expires_at > now()`;

/**
 * Spends a reset secret and sets the new password, in one statement. It queues the mail that says so, too.
 *
 * What else the old credentials had opened goes with it: sessions end, unused callback tokens and every other mail secret of
 * the user are void. The mail proved the address; at the first proof of it the second factor and the passkeys, which may be a
 * stranger's, are void too. After that they stay: a mail alone signs nobody in who has a second factor.
 *
 * @param siteUserId whose password was hashed; it must be the secret's own user
 * SECURITY: the user's row is locked first, so a sign-in with the old password is either seen here and voided, or waits
 * and finds its password gone. A mail to an address that is no longer the user's sets nothing.
 *
 * @returns what the user signs in as; null when the secret was spent or ended in between, the address was changed, or the user was blocked
 */
export async function consumeResetSecret(
  scope: SiteScope,
  secretId: bigint,
  siteUserId: bigint,
  passwordSealed: Uint8Array,
  event: EventRow | null,
): Promise<{ emailCanonical: string; usernameCanonical: string | null } | null> {
  const [row] = await queryAfter<{ emailCanonical: string; usernameCanonical: string | null }>(
    lockSiteUser(scope, siteUserId),
    "consume-reset-secret",
    `WITH spent AS (
       ${SPEND} AND site_user_id = $4 AND purpose = 'reset_password'
       RETURNING id, site_user_id, email_canonical),
     whose AS (SELECT site_user_id AS id, id AS secret_id FROM spent),
     ${voidOpened("whose")},
     first AS (
       SELECT u.id FROM site_users u JOIN spent ON u.id = spent.site_user_id AND u.email_canonical = spent.email_canonical
       WHERE u.account_id = $1 AND u.site_id = $2 AND u.email_verified_at IS NULL AND u.blocked_at IS NULL),
     ${voidFactors("first")},
     ${dropPasskeys("first")},
     changed AS (
       UPDATE site_users u SET password_sealed = $5, updated_at = now(),
         email_verified_at = coalesce(u.email_verified_at, now()), second_factor = u.second_factor AND NOT EXISTS (SELECT 1 FROM first)
       FROM spent WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = spent.site_user_id AND u.email_canonical = spent.email_canonical AND u.blocked_at IS NULL
       RETURNING u.email_canonical AS "emailCanonical", u.username_canonical AS "usernameCanonical"),
     ${recordedWith("changed", "$6")}
     SELECT changed.*, (graphile_worker.add_job('mail-account-notice', payload => json_build_object('notice', 'passwordChanged',
       'emailCanonical', "emailCanonical", 'scope', json_build_object('account_id', $1::text, 'site_id', $2::text)))).id AS told
     FROM changed`,
    [scope.accountId, scope.siteId, secretId, siteUserId, passwordSealed, eventValue(scope, event)],
  );
  return row ?? null;
}

/**
 * Spends a verification secret and marks the address it was sent to as proved, in one statement.
 *
 * @returns false when the secret was spent or ended in between, or the user has another address by now
 */
export async function consumeVerificationSecret(scope: SiteScope, secretId: bigint, event: EventRow | null): Promise<boolean> {
  const rows = await query(
    "consume-verification-secret",
    `WITH spent AS (
       ${SPEND} AND purpose = 'verify_email'
       RETURNING site_user_id, email_canonical),
     proved AS (
       UPDATE site_users u SET email_verified_at = coalesce(u.email_verified_at, now()), updated_at = now()
       FROM spent WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = spent.site_user_id AND u.email_canonical = spent.email_canonical
       RETURNING u.id),
     ${recordedWith("proved", "$4")}
     SELECT id FROM proved`,
    [scope.accountId, scope.siteId, secretId, eventValue(scope, event)],
  );
  return rows.length === 1;
}

/**
 * The same for somebody of whom nothing says that they chose the user's password: at the first proof of the address, whatever
 * was set or opened before it is void.
 *
 * @returns false when the secret was spent or ended in between, or the user has another address by now
 */
export async function consumeStrangersVerification(
  scope: SiteScope,
  secretId: bigint,
  siteUserId: bigint,
  event: EventRow | null,
): Promise<boolean> {
  const rows = await queryAfter(
    lockSiteUser(scope, siteUserId),
    "consume-strangers-verification",
    `WITH spent AS (
       ${SPEND} AND site_user_id = $4 AND purpose = 'verify_email'
       RETURNING site_user_id, email_canonical, id AS secret_id),
     ${proveForStranger("$5")}`,
    [scope.accountId, scope.siteId, secretId, siteUserId, eventValue(scope, event)],
  );
  return rows.length === 1;
}

/**
 * Reserves one guess at the code of the newest live mail secret for an address, before anything is compared.
 *
 * @returns what to compare with, or null when there is no live code or its guesses are spent
 */
export async function reserveGuess(
  scope: SiteScope,
  purpose: MailPurpose,
  emailCanonical: string,
  maxGuesses: number,
): Promise<LiveMailSecret | null> {
  const [row] = await query<LiveMailSecret>(
    "reserve-guess",
    `UPDATE mail_tokens SET guesses = guesses + 1
     WHERE guesses < $5 AND used_at IS NULL AND expires_at > now() AND account_id = $1 AND site_id = $2 AND id = (
       SELECT id FROM mail_tokens WHERE account_id = $1 AND site_id = $2 AND email_canonical = $3 AND purpose = $4::mail_token_purpose
       ORDER BY created_at DESC, id DESC LIMIT 1)
     RETURNING ${secretColumns}`,
    [scope.accountId, scope.siteId, emailCanonical, purpose, maxGuesses],
  );
  return row ?? null;
}
