import { query, queryAfter } from "./query";
import { OF_CALLER, queryAs } from "./query-as";
import type { Credential } from "./resolve";
import type { SiteScope } from "./scope";

/**
 * The only code that marks a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same secret exactly one gets an answer, and a secret that has expired never does.
 */

export type ConsumedCallbackToken = {
  readonly id: bigint;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly siteId: bigint;
  readonly user: {
    readonly id: bigint;
    readonly externalId: string | null;
    readonly email: string;
    readonly emailVerifiedAt: Date | null;
    readonly username: string | null;
    readonly name: string | null;
    readonly firstName: string | null;
    readonly lastName: string | null;
    readonly locale: string | null;
    readonly metadata: unknown;
    readonly privateMetadata: unknown;
    readonly blockedAt: Date | null;
    readonly createdAt: Date;
    readonly updatedAt: Date;
    readonly lastSignInAt: Date | null;
  };
};

type ConsumedRow = {
  id: bigint;
  created_at: Date;
  expires_at: Date;
  site_id: bigint;
  user_id: bigint;
  external_id: string | null;
  email: string;
  email_verified_at: Date | null;
  username: string | null;
  name: string | null;
  first_name: string | null;
  last_name: string | null;
  locale: string | null;
  metadata: unknown;
  private_metadata: unknown;
  blocked_at: Date | null;
  user_created_at: Date;
  user_updated_at: Date;
  last_sign_in_at: Date | null;
};

/**
 * Spends a callback token in the name of a credential: the check of the credential and the claim are one statement.
 *
 * SECURITY: the account, and for a client the site, come from the credential inside the statement; a stranger's attempt
 * neither succeeds nor burns the token.
 *
 * @returns null when there was nothing to claim for the caller
 * @throws AppError `unauthorized`
 */
export async function consumeCallbackToken(credential: Credential, tokenHash: Uint8Array): Promise<ConsumedCallbackToken | null> {
  const [row] = await queryAs<ConsumedRow>(
    credential,
    "consume-callback-token",
    (caller) => `UPDATE callback_tokens t SET used_at = now() FROM ${caller}, site_users u
     WHERE t.token_hash = $1 AND ${OF_CALLER} AND t.used_at IS NULL AND t.expires_at > now()
       AND u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     RETURNING t.id, t.created_at, t.expires_at, t.site_id, u.id AS user_id, u.external_id, u.email, u.email_verified_at, u.username, u.name,
       u.first_name, u.last_name, u.locale, u.metadata, u.private_metadata, u.blocked_at, u.created_at AS user_created_at,
       u.updated_at AS user_updated_at, u.last_sign_in_at`,
    [tokenHash],
  );
  if (!row) return null;
  return {
    id: row.id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    siteId: row.site_id,
    user: {
      id: row.user_id,
      externalId: row.external_id,
      email: row.email,
      emailVerifiedAt: row.email_verified_at,
      username: row.username,
      name: row.name,
      firstName: row.first_name,
      lastName: row.last_name,
      locale: row.locale,
      metadata: row.metadata,
      privateMetadata: row.private_metadata,
      blockedAt: row.blocked_at,
      createdAt: row.user_created_at,
      updatedAt: row.user_updated_at,
      lastSignInAt: row.last_sign_in_at,
    },
  };
}

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

const SPEND = `UPDATE mail_tokens SET used_at = now()
       WHERE account_id = $1 AND site_id = $2 AND id = $3 AND used_at IS NULL AND expires_at > now()`;

/**
 * Spends a reset secret and sets the new password, in one statement.
 *
 * What else the old credentials had opened goes with it: unused callback tokens and every other mail secret of the user
 * are void. The mail proved the address.
 *
 * @param siteUserId whose password was hashed; it must be the secret's own user
 * SECURITY: the user's row is locked first, so a sign-in with the old password is either seen here and voided, or waits
 * and finds its password gone. A mail to an address that is no longer the user's sets nothing.
 *
 * @returns the address that was proved; null when the secret was spent or ended in between, the address was changed, or the user was blocked
 */
export async function consumeResetSecret(
  scope: SiteScope,
  secretId: bigint,
  siteUserId: bigint,
  passwordSealed: Uint8Array,
): Promise<string | null> {
  const [row] = await queryAfter<{ emailCanonical: string }>(
    {
      name: "lock-site-user",
      text: `SELECT id FROM site_users WHERE account_id = $1 AND site_id = $2 AND id = $3 FOR UPDATE`,
      values: [scope.accountId, scope.siteId, siteUserId],
    },
    "consume-reset-secret",
    `WITH spent AS (
       ${SPEND} AND site_user_id = $4 AND purpose = 'reset_password'
       RETURNING id, site_user_id, email_canonical),
     voided_tokens AS (
       UPDATE callback_tokens t SET expires_at = now() FROM spent
       WHERE t.account_id = $1 AND t.site_id = $2 AND t.site_user_id = spent.site_user_id AND t.used_at IS NULL AND t.expires_at > now()),
     voided_secrets AS (
       UPDATE mail_tokens m SET expires_at = now() FROM spent
       WHERE m.account_id = $1 AND m.site_id = $2 AND m.site_user_id = spent.site_user_id AND m.id <> spent.id AND m.used_at IS NULL AND m.expires_at > now())
     UPDATE site_users u SET password_sealed = $5, updated_at = now(),
       email_verified_at = coalesce(u.email_verified_at, now())
     FROM spent WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = spent.site_user_id AND u.email_canonical = spent.email_canonical AND u.blocked_at IS NULL
     RETURNING u.email_canonical AS "emailCanonical"`,
    [scope.accountId, scope.siteId, secretId, siteUserId, passwordSealed],
  );
  return row?.emailCanonical ?? null;
}

/**
 * Spends a verification secret and marks the address it was sent to as proved, in one statement.
 *
 * @returns false when the secret was spent or ended in between, or the user has another address by now
 */
export async function consumeVerificationSecret(scope: SiteScope, secretId: bigint): Promise<boolean> {
  const rows = await query(
    "consume-verification-secret",
    `WITH spent AS (
       ${SPEND} AND purpose = 'verify_email'
       RETURNING site_user_id, email_canonical)
     UPDATE site_users u SET email_verified_at = coalesce(u.email_verified_at, now()), updated_at = now()
     FROM spent WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = spent.site_user_id AND u.email_canonical = spent.email_canonical
     RETURNING u.id`,
    [scope.accountId, scope.siteId, secretId],
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

/** Which callback token is meant: by its hash, or by its id. */
export type CallbackTokenRef = { readonly tokenHash: Uint8Array } | { readonly id: bigint };

/**
 * Marks one of the caller's callback tokens as used, whether or not it was exchanged. Saying it twice changes nothing.
 *
 * @throws AppError `unauthorized`
 */
export async function markCallbackTokenUsed(
  credential: Credential,
  ref: CallbackTokenRef,
): Promise<{ id: bigint; createdAt: Date; last4: string } | null> {
  const [row] = await queryAs<{ id: bigint; createdAt: Date; last4: string }>(
    credential,
    "mark-callback-token-used",
    (caller) => `UPDATE callback_tokens t SET used_at = coalesce(t.used_at, now()) FROM ${caller}
     WHERE ${OF_CALLER} AND (t.token_hash = $1 OR t.id = $2)
     RETURNING t.id, t.created_at AS "createdAt", t.last4`,
    "id" in ref ? [null, ref.id] : [ref.tokenHash, null],
  );
  return row ?? null;
}

/** A person who joins an account as its operator. The address is the invitation's. */
export type JoiningOperator = { readonly id: bigint; readonly name: string; readonly passwordSealed: Uint8Array };

/**
 * Spends an invitation and makes the operator it was for, in one statement. Their address is not proved: whoever invited
 * was shown the link too.
 *
 * SECURITY: whoever invited must be an operator of the account still. The account's row is locked first, so nobody is
 * removed, and nothing voided, beside it; the clock is read after that, for what was voided meanwhile ended later than now().
 *
 * @returns false when the invitation was spent, withdrawn or ended in between, or who invited was removed
 * @throws a unique violation when the address has an operator by now; the invitation is not spent then
 */
export async function consumeInvitation(linkId: bigint, { id, name, passwordSealed }: JoiningOperator): Promise<boolean> {
  const rows = await queryAfter(
    {
      name: "share-account-of-link",
      text: `SELECT id FROM accounts WHERE id = (SELECT account_id FROM operator_links WHERE id = $1) FOR KEY SHARE`,
      values: [linkId],
    },
    "consume-invitation",
    `WITH spent AS (
       UPDATE operator_links l SET used_at = now()
       WHERE id = $1 AND purpose = 'invitation' AND used_at IS NULL AND expires_at > statement_timestamp()
         AND EXISTS (SELECT 1 FROM operators o WHERE o.account_id = l.account_id AND o.email = l.invited_by)
       RETURNING account_id, email, email_canonical)
     INSERT INTO operators (id, account_id, email, email_canonical, name, password_sealed, last_sign_in_at)
     SELECT $2, account_id, email, email_canonical, $3, $4, now() FROM spent RETURNING id`,
    [linkId, id, name, passwordSealed],
  );
  return rows.length === 1;
}

/**
 * Spends an operator's reset link and sets their new password, in one statement. Their sessions and their other reset links
 * end with the old password. The mail proved the address.
 *
 * SECURITY: if nobody of the account had proved an address before, whoever signed up may have used somebody else's. What
 * else opens the account is void then: its API tokens, every other operator, and every other link. What it holds is kept.
 * The account's row is locked first: a token, an invitation or an operator that is made at the same moment is either seen
 * here and voided, or waits and finds its session or its link ended. The clock is read after that.
 *
 * @param operatorId whose password was sealed; it must be the link's own operator
 * @returns the version that sessions begin under now; null when the link was spent or ended in between, or the address was changed
 */
export async function consumeOperatorReset(linkId: bigint, operatorId: bigint, passwordSealed: Uint8Array): Promise<number | null> {
  const [row] = await queryAfter<{ sessionVersion: number }>(
    {
      name: "lock-account-of-operator",
      text: `SELECT id FROM accounts WHERE id = (SELECT account_id FROM operators WHERE id = $1) FOR UPDATE`,
      values: [operatorId],
    },
    "consume-operator-reset",
    `WITH spent AS (
       UPDATE operator_links SET used_at = now()
       WHERE id = $1 AND operator_id = $2 AND purpose = 'reset_password' AND used_at IS NULL AND expires_at > statement_timestamp()
       RETURNING id, account_id, operator_id, email_canonical),
     unproved AS (
       SELECT o.account_id, o.id FROM operators o JOIN spent ON o.account_id = spent.account_id AND o.id = spent.operator_id
       WHERE o.email_canonical = spent.email_canonical
         AND NOT EXISTS (SELECT 1 FROM operators v WHERE v.account_id = o.account_id AND v.email_verified_at IS NOT NULL)),
     revoked AS (
       UPDATE api_tokens t SET revoked_at = now() FROM unproved u WHERE t.account_id = u.account_id AND t.revoked_at IS NULL),
     removed AS (
       DELETE FROM operators o USING unproved u WHERE o.account_id = u.account_id AND o.id <> u.id),
     voided AS (
       UPDATE operator_links l SET expires_at = now() FROM spent
       WHERE l.account_id = spent.account_id AND (l.operator_id = spent.operator_id OR EXISTS (SELECT 1 FROM unproved))
         AND l.id <> spent.id AND l.used_at IS NULL AND l.expires_at > now())
     UPDATE operators o SET password_sealed = $3, email_verified_at = coalesce(o.email_verified_at, now()),
       session_version = o.session_version + 1, last_sign_in_at = now(), updated_at = now()
     FROM spent WHERE o.account_id = spent.account_id AND o.id = spent.operator_id AND o.email_canonical = spent.email_canonical
     RETURNING o.session_version AS "sessionVersion"`,
    [linkId, operatorId, passwordSealed],
  );
  return row?.sessionVersion ?? null;
}
