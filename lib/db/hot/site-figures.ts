import type { Total } from "../estimate";
import { query } from "../query";
import type { SiteScope } from "../scope";
import { countSiteUsers } from "./count-site-users";

/** A day in UTC, `2030-12-31`, and how many there were. */
export type DayCount = { readonly day: string; readonly count: number };

/** How many users a site has, and of what kind. `active`: signed in during the last seven days. */
export type SiteTotals = { readonly users: Total; readonly verified: Total; readonly blocked: Total; readonly active: Total };

/** Counts rows of a table of ours by the UTC day they were made on: every day is there, also one without any. */
const perDay = (table: "site_users" | "callback_tokens") => `
  SELECT to_char(d.day, 'YYYY-MM-DD') AS day, (
    SELECT count(*)::int FROM ${table} r WHERE r.account_id = $1 AND r.site_id = $2
      AND r.created_at >= d.day AT TIME ZONE 'UTC' AND r.created_at < (d.day + interval '1 day') AT TIME ZONE 'UTC') AS count
  FROM generate_series(date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => $3::int - 1),
    date_trunc('day', now() AT TIME ZONE 'UTC'), interval '1 day') d(day)
  ORDER BY d.day`;

/** Users of a site by the day they were made, up to today. */
export function signUpsPerDay(scope: SiteScope, days: number): Promise<DayCount[]> {
  return query(scope, "sign-ups-per-day", perDay("site_users"), [scope.accountId, scope.siteId, days]);
}

/** Callback tokens of a site by the day they were issued, up to today. */
export function signInsPerDay(scope: SiteScope, days: number): Promise<DayCount[]> {
  return query(scope, "sign-ins-per-day", perDay("callback_tokens"), [scope.accountId, scope.siteId, days]);
}

/** How many users of a site are looked at to tell how many are of a kind. */
const SAMPLE = 1_000;

/** How many users a site has, and of what kind. Of a large site a part is looked at: the first by id, and ids are random. */
export async function siteTotals(scope: SiteScope): Promise<SiteTotals> {
  const [[sample], users, blocked] = await Promise.all([
    query<{ seen: number; verified: number; active: number }>(
      scope,
      "site-totals",
      `SELECT count(*)::int AS seen, count(email_verified_at)::int AS verified,
         (count(*) FILTER (WHERE last_sign_in_at > now() - interval '7 days'))::int AS active
       FROM (SELECT email_verified_at, last_sign_in_at FROM site_users WHERE account_id = $1 AND site_id = $2 ORDER BY id LIMIT ${SAMPLE}) sample`,
      [scope.accountId, scope.siteId],
    ),
    countSiteUsers(scope, {}),
    countSiteUsers(scope, { blocked: true }),
  ]);
  const { seen, verified, active } = sample ?? { seen: 0, verified: 0, active: 0 };
  const total = (count: number): Total =>
    seen < SAMPLE ? { count, exact: true } : { count: Math.round((count / seen) * users.count), exact: false };
  return { users, verified: total(verified), blocked, active: total(active) };
}
