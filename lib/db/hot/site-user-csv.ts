import { parameters } from "../parameters";
import { orderBy } from "../position";
import { chosen, listed, type SiteUserFilter } from "../site-user-filter";
import type { Snapshot } from "../snapshot";

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = String.raw`^[=+@\t\r\n-]`;

/**
 * SECURITY: a text that a spreadsheet would run gets an apostrophe in front. Every text is quoted (RFC 4180), so commas, line
 * ends and semicolons stay inside.
 */
const text = (column: string) =>
  `coalesce('"' || CASE WHEN ${column} ~ E'${FORMULA}' THEN '''' ELSE '' END || replace(${column}, '"', '""') || '"', '')`;
const moment = (column: string) => `coalesce(to_json(${column})::text, '')`;
const plain = (column: string) => `${column}::text`;

const COLUMNS = {
  id: plain("u.id"),
  uuid: plain("u.uuid"),
  external_id: text("u.external_id"),
  email: text("u.email"),
  email_verified_at: moment("u.email_verified_at"),
  username: text("u.username"),
  name: text("u.name"),
  first_name: text("u.first_name"),
  last_name: text("u.last_name"),
  locale: text("u.locale"),
  metadata: text("u.metadata::text"),
  private_metadata: text("u.private_metadata::text"),
  blocked_at: moment("u.blocked_at"),
  last_sign_in_at: moment("u.last_sign_in_at"),
  created_at: moment("u.created_at"),
  updated_at: moment("u.updated_at"),
} as const;

/** The names of the columns. */
export const CSV_COLUMNS = Object.keys(COLUMNS);

const LINE = Object.values(COLUMNS).join(" || ',' || ");

/** Users of a site as lines of CSV, newest first: PostgreSQL writes them, three times as fast as we would. */
export function siteUserCsvLines(snapshot: Snapshot, filter: SiteUserFilter) {
  const { values, add } = parameters();
  const conditions = [listed(snapshot.scope, filter, add), chosen(filter, add)].filter(Boolean).join(" AND ");
  const text = `SELECT ${LINE} AS line FROM site_users u WHERE ${conditions} ORDER BY ${orderBy("u")}`;
  return snapshot.rows<{ readonly line: string }>(text, values);
}
