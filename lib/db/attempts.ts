import { query } from "./query";
import type { SiteScope } from "./scope";

/** How many failures there are against a key by now. */
export type Counted = { readonly key: Uint8Array; readonly count: number };

/**
 * Counts one failure against each key. Outside any transaction, so that a rollback forgets nothing.
 *
 * A window that has ended begins anew with this failure.
 */
export async function countFailures(scope: SiteScope, keys: readonly Uint8Array[], windowS: number): Promise<Counted[]> {
  return query<Counted>(
    "count-failures",
    `INSERT INTO attempts AS a (account_id, site_id, key, count, window_ends_at)
     SELECT $1, $2, key, 1, now() + make_interval(secs => $4) FROM unnest($3::bytea[]) AS key
     ON CONFLICT (account_id, site_id, key) DO UPDATE SET
       count = CASE WHEN a.window_ends_at > now() THEN a.count + 1 ELSE 1 END,
       window_ends_at = CASE WHEN a.window_ends_at > now() THEN a.window_ends_at ELSE excluded.window_ends_at END
     RETURNING key, count`,
    [scope.accountId, scope.siteId, keys, windowS],
  );
}

/**
 * Takes one attempt from a budget before it is made.
 *
 * @returns false when the budget is spent. SECURITY: one conditional statement, so parallel callers cannot overdraw it.
 */
export async function takeAttempt(scope: SiteScope, key: Uint8Array, limit: number, windowS: number): Promise<boolean> {
  const rows = await query(
    "take-attempt",
    `INSERT INTO attempts AS a (account_id, site_id, key, count, window_ends_at)
     VALUES ($1, $2, $3, 1, now() + make_interval(secs => $5))
     ON CONFLICT (account_id, site_id, key) DO UPDATE SET
       count = CASE WHEN a.window_ends_at > now() THEN a.count + 1 ELSE 1 END,
       window_ends_at = CASE WHEN a.window_ends_at > now() THEN a.window_ends_at ELSE excluded.window_ends_at END
     WHERE a.window_ends_at <= now() OR a.count < $4
     RETURNING count`,
    [scope.accountId, scope.siteId, key, limit, windowS],
  );
  return rows.length === 1;
}

/** Gives back one attempt to each budget it was taken from, because it was none at guessing. */
export async function giveBackAttempts(scope: SiteScope, keys: readonly Uint8Array[]): Promise<void> {
  await query(
    "give-back-attempts",
    `UPDATE attempts SET count = count - 1 WHERE account_id = $1 AND site_id = $2 AND key = ANY ($3::bytea[]) AND count > 0`,
    [scope.accountId, scope.siteId, keys],
  );
}

/** Opens a budget again. */
export async function forgetFailures(scope: SiteScope, key: Uint8Array): Promise<void> {
  await query("forget-failures", `DELETE FROM attempts WHERE account_id = $1 AND site_id = $2 AND key = $3`, [
    scope.accountId,
    scope.siteId,
    key,
  ]);
}
