import { query } from "../query";
import type { SiteScope } from "../scope";

/** An authenticator app from elsewhere. Times are texts: a Date would lose microseconds. */
export type RestoredTotp = {
  readonly siteUserId: bigint;
  readonly secretSealed: Uint8Array;
  readonly lastCounter: number;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

/**
 * Gives users of the site the authenticator apps they had elsewhere, which they need from now on. Who has a second factor keeps it.
 *
 * SECURITY: in one statement with the mark on the user, so none has an app that nobody asks for.
 */
export async function restoreTotpSecrets(scope: SiteScope, totps: readonly RestoredTotp[]): Promise<void> {
  await query(
    scope,
    "restore-totp-secrets",
    `WITH whose AS (
       SELECT u.id FROM site_users u
       WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = ANY ($3::bigint[]) AND NOT u.second_factor ORDER BY u.id FOR UPDATE),
     restored AS (
       INSERT INTO totp_secrets (account_id, site_id, site_user_id, secret_sealed, last_counter, created_at, last_used_at)
       SELECT $1, $2, r.id, r.sealed, r.counter, r.created_at, r.last_used_at
       FROM unnest($3::bigint[], $4::bytea[], $5::bigint[], $6::timestamptz[], $7::timestamptz[])
         r(id, sealed, counter, created_at, last_used_at)
       JOIN whose ON whose.id = r.id
       ON CONFLICT DO NOTHING RETURNING site_user_id)
     UPDATE site_users u SET second_factor = true FROM restored WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = restored.site_user_id`,
    [
      scope.accountId,
      scope.siteId,
      totps.map(({ siteUserId }) => siteUserId),
      totps.map(({ secretSealed }) => secretSealed),
      totps.map(({ lastCounter }) => lastCounter),
      totps.map(({ createdAt }) => createdAt),
      totps.map(({ lastUsedAt }) => lastUsedAt),
    ],
  );
}
