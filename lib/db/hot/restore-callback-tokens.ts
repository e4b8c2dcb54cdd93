import { query } from "../query";
import type { SiteScope } from "../scope";

/** A sign-in from elsewhere. Times are texts: a Date would lose microseconds. */
export type RestoredSession = {
  readonly id: number;
  /** The id it gets where the one it had is not free. */
  readonly otherId: bigint;
  readonly siteUserUuid: string;
  readonly tokenHash: Uint8Array;
  readonly last4: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
};

/** Writes sign-ins of users of the site; those that are there already, and those of nobody there, are left out. As the system: an id may be taken in any account. */
export async function restoreCallbackTokens(scope: SiteScope, sessions: readonly RestoredSession[]): Promise<void> {
  await query(
    "system",
    "restore-callback-tokens",
    `INSERT INTO callback_tokens (id, account_id, site_id, site_user_id, token_hash, last4, created_at, expires_at, used_at)
     SELECT CASE WHEN EXISTS (SELECT 1 FROM callback_tokens t WHERE t.id = r.id) THEN r.other_id ELSE r.id END,
       $1, $2, u.id, r.token_hash, r.last4, r.created_at, r.expires_at, r.used_at
     FROM unnest($3::bigint[], $4::bigint[], $5::uuid[], $6::bytea[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
       r(id, other_id, uuid, token_hash, last4, created_at, expires_at, used_at)
     JOIN site_users u ON u.account_id = $1 AND u.site_id = $2 AND u.uuid = r.uuid
     WHERE NOT EXISTS (SELECT 1 FROM callback_tokens t WHERE t.account_id = $1 AND t.site_id = $2 AND t.site_user_id = u.id
       AND t.created_at = r.created_at AND t.last4 = r.last4)
     ON CONFLICT DO NOTHING`,
    [
      scope.accountId,
      scope.siteId,
      sessions.map(({ id }) => id),
      sessions.map(({ otherId }) => otherId),
      sessions.map(({ siteUserUuid }) => siteUserUuid),
      sessions.map(({ tokenHash }) => tokenHash),
      sessions.map(({ last4 }) => last4),
      sessions.map(({ createdAt }) => createdAt),
      sessions.map(({ expiresAt }) => expiresAt),
      sessions.map(({ usedAt }) => usedAt),
    ],
  );
}
