import { behind, type Placed, type Position, positionColumns, withPosition } from "../position";
import { query } from "../query";
import type { WholeAccountScope } from "../scope";

/** A kept mail as one line of a list. `siteName` is null for a mail to an operator. */
export type MailLine = {
  readonly id: bigint;
  readonly recipient: string;
  readonly subject: string;
  readonly code: string | null;
  readonly siteName: string | null;
  readonly createdAt: Date;
  readonly position: Position;
};

/**
 * Kept mails of an account behind a place, newest first: those of its sites that are not deleted, and those to its operators.
 *
 * @param pattern a LIKE pattern for the recipient, or null for all
 */
export async function searchMails(
  scope: WholeAccountScope,
  pattern: string | null,
  after: Position | null,
  take: number,
): Promise<MailLine[]> {
  const rows = await query<Placed<MailLine>>(
    scope,
    "search-mails",
    `SELECT m.id, m.recipient, m.subject, m.code, s.name AS "siteName", m.created_at AS "createdAt", ${positionColumns("m")}
     FROM mails m LEFT JOIN sites s ON s.account_id = m.account_id AND s.id = m.site_id
     WHERE m.account_id = $1 AND s.deleted_at IS NULL AND ($2::text IS NULL OR m.recipient ILIKE $2) AND ${behind("m", ["$3", "$4"])}
     ORDER BY m.created_at DESC, m.id DESC LIMIT $5`,
    [scope.accountId, pattern, after?.key ?? null, after?.id ?? null, take],
  );
  return rows.map(withPosition);
}
