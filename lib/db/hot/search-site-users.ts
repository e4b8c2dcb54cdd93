import { behind, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import type { SiteScope } from "../scope";

/** A site user as one line of a list. */
export type SiteUserLine = {
  readonly id: bigint;
  readonly email: string;
  readonly name: string | null;
  readonly emailVerifiedAt: Date | null;
  readonly blockedAt: Date | null;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly position: Position;
};

/** Which users are looked for; null: it does not matter. `pattern` is an ILIKE pattern for the address or the name. */
export type SiteUserFilter = { readonly pattern: string | null; readonly verified: boolean | null; readonly blocked: boolean | null };

/** Users of a site behind a place, newest first. */
export async function searchSiteUsers(
  scope: SiteScope,
  { pattern, verified, blocked }: SiteUserFilter,
  after: Position | null,
  take: number,
): Promise<SiteUserLine[]> {
  const rows = await queryPlanned<Omit<SiteUserLine, "position"> & { position_micros: bigint; position_id: bigint }>(
    `SELECT u.id, u.email, u.name, u.email_verified_at AS "emailVerifiedAt", u.blocked_at AS "blockedAt",
       u.last_sign_in_at AS "lastSignInAt", u.created_at AS "createdAt", ${positionColumns("u")}
     FROM site_users u
     WHERE u.account_id = $1 AND u.site_id = $2 AND ($3::text IS NULL OR u.email_canonical ILIKE $3 OR u.name ILIKE $3)
       AND ($4::boolean IS NULL OR (u.email_verified_at IS NOT NULL) = $4)
       AND ($5::boolean IS NULL OR (u.blocked_at IS NOT NULL) = $5) AND ${behind("u", 6)}
     ORDER BY u.created_at DESC, u.id DESC LIMIT $8`,
    [scope.accountId, scope.siteId, pattern, verified, blocked, after?.micros ?? null, after?.id ?? null, take],
  );
  return rows.map(withPosition);
}
