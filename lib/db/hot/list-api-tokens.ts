import { behind, type Placed, type Position, positionColumns, withPosition } from "../position";
import { query } from "../query";
import type { WholeAccountScope } from "../scope";

/** An API token as one line of a list. */
export type ApiTokenLine = {
  readonly id: bigint;
  readonly name: string;
  readonly last4: string;
  readonly scopes: string[];
  /** The one site it reaches, by name; null: all of the account's. */
  readonly siteName: string | null;
  readonly siteDeleted: boolean;
  readonly expiresAt: Date | null;
  /** True once its end has come, whether or not it was revoked before. */
  readonly ended: boolean;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly position: Position;
};

/** API tokens of an account behind a place, newest first, with those that were revoked or have ended. */
export async function listApiTokens(scope: WholeAccountScope, after: Position | null, take: number): Promise<ApiTokenLine[]> {
  const rows = await query<Placed<ApiTokenLine>>(
    scope,
    "list-api-tokens",
    `SELECT t.id, t.name, t.last4, t.scopes, s.name AS "siteName", s.deleted_at IS NOT NULL AS "siteDeleted",
       t.expires_at AS "expiresAt", coalesce(t.expires_at <= now(), false) AS ended, t.created_by AS "createdBy", t.created_at AS "createdAt", t.last_used_at AS "lastUsedAt",
       t.revoked_at AS "revokedAt", ${positionColumns("t")}
     FROM api_tokens t LEFT JOIN sites s ON s.account_id = t.account_id AND s.id = t.site_id
     WHERE t.account_id = $1 AND ${behind("t", ["$2", "$3"])}
     ORDER BY t.created_at DESC, t.id DESC LIMIT $4`,
    [scope.accountId, after?.key ?? null, after?.id ?? null, take],
  );
  return rows.map(withPosition);
}
