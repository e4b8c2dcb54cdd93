import { FAILING_FROM } from "@/lib/kernel/mail-failures";
import { behind, type Placed, type Position, positionColumns, withPosition } from "../position";
import { query } from "../query";
import type { WholeAccountScope } from "../scope";
import { SUSPENDED } from "../suspended";

/** A site as one line of a list. */
export type SiteLine = {
  readonly id: bigint;
  readonly name: string;
  readonly slug: string;
  readonly createdAt: Date;
  /** Whether nobody can sign in. */
  readonly suspended: boolean;
  /** Whether mails to its users keep failing. */
  readonly mailsFail: boolean;
  /** How many users it has, counted up to one more than COUNTED_USERS. */
  readonly users: number;
  readonly position: Position;
};

/** Up to how many users of a site are counted for a line. */
export const COUNTED_USERS = 200;

/**
 * Sites of an account behind a place, newest first, with how many users each has.
 *
 * @param pattern a LIKE pattern for name or slug, or null for all
 */
export async function searchSites(
  scope: WholeAccountScope,
  pattern: string | null,
  after: Position | null,
  take: number,
): Promise<SiteLine[]> {
  const rows = await query<Placed<SiteLine>>(
    scope,
    "search-sites",
    `SELECT s.id, s.name, s.slug, s.created_at AS "createdAt", ${SUSPENDED("s")} AS suspended,
       s.mail_failures >= ${FAILING_FROM} AS "mailsFail", ${positionColumns("s")},
       (SELECT count(*)::int FROM (SELECT FROM site_users u WHERE u.account_id = $1 AND u.site_id = s.id
         ORDER BY u.created_at LIMIT ${COUNTED_USERS + 1}) counted) AS users
     FROM sites s
     WHERE s.account_id = $1 AND s.deleted_at IS NULL AND ($2::text IS NULL OR s.name ILIKE $2 OR s.slug ILIKE $2) AND ${behind("s", ["$3", "$4"])}
     ORDER BY s.created_at DESC, s.id DESC LIMIT $5`,
    [scope.accountId, pattern, after?.key ?? null, after?.id ?? null, take],
  );
  return rows.map(withPosition);
}
