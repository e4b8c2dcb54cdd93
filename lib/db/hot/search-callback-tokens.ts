import { behind, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import type { SiteScope } from "../scope";

/** What has become of a callback token. */
export type CallbackTokenState = "unused" | "used" | "expired";

/** A callback token as one line of a list, with whose it is. */
export type CallbackTokenLine = {
  readonly id: bigint;
  readonly siteUserId: bigint;
  readonly email: string;
  readonly last4: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  /** By the clock of the database, which is the one that an exchange goes by. */
  readonly state: CallbackTokenState;
  readonly position: Position;
};

/** Which tokens are looked for; null: it does not matter. `pattern` is an ILIKE pattern for their user's address or name. */
export type CallbackTokenFilter = {
  readonly siteUserId: bigint | null;
  readonly state: CallbackTokenState | null;
  readonly pattern: string | null;
};

/** Callback tokens of a site behind a place, newest first. */
export async function searchCallbackTokens(
  scope: SiteScope,
  { siteUserId, state, pattern }: CallbackTokenFilter,
  after: Position | null,
  take: number,
): Promise<CallbackTokenLine[]> {
  const rows = await queryPlanned<Placed<CallbackTokenLine>>(
    scope,
    `SELECT t.id, t.site_user_id AS "siteUserId", u.email, t.last4, t.created_at AS "createdAt", t.expires_at AS "expiresAt",
       t.used_at AS "usedAt", ${positionColumns("t")},
       CASE WHEN t.used_at IS NOT NULL THEN 'used' WHEN t.expires_at > now() THEN 'unused' ELSE 'expired' END AS state
     FROM callback_tokens t
     JOIN site_users u ON u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     WHERE t.account_id = $1 AND t.site_id = $2 AND ($3::bigint IS NULL OR t.site_user_id = $3)
       AND ($4::text IS NULL OR $4 = 'used' AND t.used_at IS NOT NULL OR $4 = 'unused' AND t.used_at IS NULL AND t.expires_at > now()
         OR $4 = 'expired' AND t.used_at IS NULL AND t.expires_at <= now())
       AND ($5::text IS NULL OR u.email_canonical ILIKE $5 OR u.name ILIKE $5) AND ${behind("t", ["$6", "$7"])}
     ORDER BY t.created_at DESC, t.id DESC LIMIT $8`,
    [scope.accountId, scope.siteId, siteUserId, state, pattern, after?.key ?? null, after?.id ?? null, take],
  );
  return rows.map(withPosition);
}
