import { settings } from "../parameters";
import { chosen, listed, type SiteUserFilter } from "../site-user-filter";
import type { Snapshot } from "../snapshot";

/** What a spreadsheet takes for the beginning of a formula, as code points: comparing a number takes a tenth of a pattern's time. */
const FORMULA = [..."=+-@\t\r\n"].map((character) => character.charCodeAt(0));

/** SECURITY: a text that a spreadsheet would run gets an apostrophe in front. Letters lie behind all of these: one comparison tells. */
const text = (column: string) =>
  `CASE WHEN ascii(${column}) <= ${Math.max(...FORMULA)} AND ascii(${column}) IN (${FORMULA}) THEN '''' || ${column} ELSE ${column} END`;
/** ISO 8601, as JSON has it: the snapshot's time zone is UTC. */
const moment = (column: string) => `replace(${column}::text, ' ', 'T') || ':00'`;

const PLAIN = { id: "u.id", uuid: "u.uuid" };

/** SECURITY: these are quoted whatever they hold, so commas, line ends and semicolons stay inside. */
const QUOTED = {
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
};

const COLUMNS = Object.entries({ ...PLAIN, ...QUOTED }).map(([name, value]) => `${value} AS ${name}`);

/** Users of a site as CSV with a header, newest first: PostgreSQL writes it. */
export function siteUserCsv(snapshot: Snapshot, filter: SiteUserFilter): AsyncGenerator<Buffer> {
  const { values, add } = settings();
  const users = `site_users u WHERE ${listed(snapshot.scope, filter, add)} AND ${chosen(filter, add) ?? "true"}`;
  const table = `SELECT ${COLUMNS.join(", ")} FROM ${users} ORDER BY u.created_at DESC, u.id DESC`;
  return snapshot.copy(`COPY (${table}) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE (${Object.keys(QUOTED).join(", ")}))`, values);
}
