import { settings } from "../parameters";
import { chosen, listed, type SiteUserFilter } from "../site-user-filter";
import type { Snapshot } from "../snapshot";

const COLUMNS = {
  id: "number",
  uuid: "number",
  external_id: "text",
  email: "text",
  email_verified_at: "time",
  username: "text",
  name: "text",
  first_name: "text",
  last_name: "text",
  locale: "text",
  metadata: "text",
  private_metadata: "text",
  blocked_at: "time",
  last_sign_in_at: "time",
  created_at: "time",
  updated_at: "time",
} as const;

const NAMES = Object.entries(COLUMNS);
/** SECURITY: texts are quoted whatever they hold: so commas, line ends and semicolons stay inside, and formulas are seen. */
const QUOTED = NAMES.flatMap(([name, kind]) => (kind === "number" ? [] : [name]));
const TIMES = NAMES.map(([, kind]) => kind === "time");

/** Users of a site as CSV with a header, newest first: PostgreSQL writes it. */
export function siteUserCsv(snapshot: Snapshot, filter: SiteUserFilter): AsyncGenerator<Buffer> {
  const { values, add } = settings();
  const users = `site_users u WHERE ${listed(snapshot.scope, filter, add)} AND ${chosen(filter, add) ?? "true"}`;
  const table = `SELECT ${NAMES.map(([name]) => `u.${name}`)} FROM ${users} ORDER BY u.created_at DESC, u.id DESC`;
  return snapshot.copy(`COPY (${table}) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE (${QUOTED}))`, values, TIMES);
}
