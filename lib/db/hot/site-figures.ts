import { query } from "../query";
import type { SiteScope } from "../scope";

/** A day in UTC, `2030-12-31`, and how many there were. */
export type DayCount = { readonly day: string; readonly count: number };

/** How many users a site has, and of what kind. `active`: signed in during the last seven days. */
export type SiteTotals = { readonly users: number; readonly verified: number; readonly blocked: number; readonly active: number };

/** Counts rows of a table of ours by the UTC day they were made on: every day is there, also one without any. */
const perDay = (table: "site_users" | "callback_tokens") => `
  SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(made.count, 0)::int AS count
  FROM generate_series(date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => $3::int - 1),
    date_trunc('day', now() AT TIME ZONE 'UTC'), interval '1 day') d(day)
  LEFT JOIN (
    SELECT date_trunc('day', r.created_at AT TIME ZONE 'UTC') AS day, count(*) AS count FROM ${table} r
    WHERE r.account_id = $1 AND r.site_id = $2
      AND r.created_at >= (date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => $3::int - 1)) AT TIME ZONE 'UTC'
    GROUP BY 1) made ON made.day = d.day
  ORDER BY d.day`;

/** Users of a site by the day they were made, up to today. */
export function signUpsPerDay(scope: SiteScope, days: number): Promise<DayCount[]> {
  return query("sign-ups-per-day", perDay("site_users"), [scope.accountId, scope.siteId, days]);
}

/** Callback tokens of a site by the day they were issued, up to today. */
export function signInsPerDay(scope: SiteScope, days: number): Promise<DayCount[]> {
  return query("sign-ins-per-day", perDay("callback_tokens"), [scope.accountId, scope.siteId, days]);
}

/** How many users a site has, and of what kind, in one statement. */
export async function siteTotals(scope: SiteScope): Promise<SiteTotals> {
  const [row] = await query<SiteTotals>(
    "site-totals",
    `SELECT count(*)::int AS users, count(email_verified_at)::int AS verified, count(blocked_at)::int AS blocked,
       (count(*) FILTER (WHERE last_sign_in_at > now() - interval '7 days'))::int AS active
     FROM site_users WHERE account_id = $1 AND site_id = $2`,
    [scope.accountId, scope.siteId],
  );
  return row as SiteTotals;
}
