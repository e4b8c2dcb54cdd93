import { OF_CALLER, OF_CALLER_AT_OPEN_SITE, queryAs } from "../query-as";
import type { Credential } from "../resolve";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
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
    readonly deletionDueAt: Date | null;
    readonly secondFactor: boolean;
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
  deletion_due_at: Date | null;
  second_factor: boolean;
  user_created_at: Date;
  user_updated_at: Date;
  last_sign_in_at: Date | null;
};

/**
 * Spends a callback token in the name of a credential: the check of the credential and the claim are one statement.
 *
 * SECURITY: the account, and for a client the site, come from the credential inside the statement; a stranger's attempt
 * neither succeeds nor burns the token, and neither does who shows nothing, or something else, for one that is bound to a
 * challenge, or something for one that is not. While its site is suspended, nobody's attempt does.
 *
 * @param codeChallenge the SHA-256 of what the caller shows besides; null: nothing
 * @returns null when there was nothing to claim for the caller
 * @throws AppError `unauthorized`
 */
export async function consumeCallbackToken(
  credential: Credential,
  tokenHash: Uint8Array,
  codeChallenge: Uint8Array | null = null,
): Promise<ConsumedCallbackToken | null> {
  const [row] = await queryAs<ConsumedRow>(
    credential,
    "consume-callback-token",
    (caller) => `UPDATE callback_tokens t SET used_at = now() FROM ${caller}, site_users u
     WHERE t.token_hash = $1 AND ${OF_CALLER_AT_OPEN_SITE} AND t.used_at IS NULL AND t.expires_at > now()
       AND t.code_challenge IS NOT DISTINCT FROM $2::bytea
       AND u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     RETURNING t.id, t.created_at, t.expires_at, t.site_id, u.id AS user_id, u.external_id, u.email, u.email_verified_at, u.username, u.name,
       u.first_name, u.last_name, u.locale, u.metadata, u.private_metadata, u.blocked_at, u.deletion_due_at, u.second_factor,
       u.created_at AS user_created_at, u.updated_at AS user_updated_at, u.last_sign_in_at`,
    [tokenHash, codeChallenge],
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
      deletionDueAt: row.deletion_due_at,
      secondFactor: row.second_factor,
      createdAt: row.user_created_at,
      updatedAt: row.user_updated_at,
      lastSignInAt: row.last_sign_in_at,
    },
  };
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
