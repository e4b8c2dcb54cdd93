import { sameBytes } from "@/lib/kernel/secrets";
import { tallyKey } from "./failure-tally";
import { query } from "./query";
import type { SiteScope } from "./scope";
import { ONE_MORE, oneFailureMore } from "./windows";

/** How many failures close a budget, and how many while the site is under attack. */
export type Budget = { readonly key: Uint8Array; readonly limit: number; readonly tight: number };

/** More than anybody fails. */
const NEVER = 2 ** 31 - 1;

/** How many failures there are against a key by now. */
export type Counted = { readonly key: Uint8Array; readonly count: number };

/**
 * Counts one failure against each budget, against the site and against the whole installation. Outside any transaction, so that a
 * rollback forgets nothing.
 *
 * Everybody takes the rows in one order: two who fail at once would wait for each other otherwise.
 *
 * @returns how many there are against each of the budgets by now
 */
export async function countFailures(
  scope: SiteScope,
  budgets: readonly Pick<Budget, "key" | "limit">[],
  windowS: number,
): Promise<Counted[]> {
  const tally = tallyKey();
  const counted = [...budgets, { key: tally, limit: NEVER }];
  const rows = await query<Counted>(
    "count-failures",
    `WITH failed AS (SELECT * FROM unnest($3::bytea[], $4::int[]) AS f(key, top)),
     in_all AS (
       INSERT INTO operator_attempts AS a (key, count, window_ends_at) VALUES ($6, 1, now() + make_interval(secs => $5))
       ON CONFLICT (key) DO UPDATE SET ${ONE_MORE})
     INSERT INTO attempts AS a (account_id, site_id, key, count, window_ends_at)
     SELECT $1, $2, key, 1, now() + make_interval(secs => $5) FROM failed ORDER BY key
     ON CONFLICT (account_id, site_id, key) DO UPDATE SET ${oneFailureMore("(SELECT top FROM failed WHERE failed.key = a.key)", "$5")}
     RETURNING key, count`,
    [scope.accountId, scope.siteId, counted.map(({ key }) => key), counted.map(({ limit }) => limit), windowS, tally],
  );
  return rows.filter(({ key }) => !sameBytes(key, tally));
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
     ON CONFLICT (account_id, site_id, key) DO UPDATE SET ${ONE_MORE}
     WHERE a.window_ends_at <= now() OR a.count < $4
     RETURNING count`,
    [scope.accountId, scope.siteId, key, limit, windowS],
  );
  return rows.length === 1;
}

/**
 * The same for one who may have to begin anew, like a job whose process was killed: whoever took one in the last hour goes on with
 * it, and takes no second one.
 *
 * @param holder the key of who takes it, and of nobody else
 */
export async function takeAttemptAs(
  scope: SiteScope,
  holder: Uint8Array,
  key: Uint8Array,
  limit: number,
  windowS: number,
): Promise<boolean> {
  const rows = await query(
    "take-attempt-as",
    `WITH held AS (SELECT 1 FROM attempts WHERE account_id = $1 AND site_id = $2 AND key = $6 AND window_ends_at > now()),
     taken AS (
       INSERT INTO attempts AS a (account_id, site_id, key, count, window_ends_at)
       SELECT $1, $2, $3, 1, now() + make_interval(secs => $5) WHERE NOT EXISTS (SELECT FROM held)
       ON CONFLICT (account_id, site_id, key) DO UPDATE SET ${ONE_MORE}
       WHERE a.window_ends_at <= now() OR a.count < $4
       RETURNING 1),
     noted AS (
       INSERT INTO attempts AS a (account_id, site_id, key, count, window_ends_at)
       SELECT $1, $2, $6, 1, now() + interval '1 hour' FROM taken
       ON CONFLICT (account_id, site_id, key) DO UPDATE SET ${ONE_MORE})
     SELECT 1 FROM held UNION ALL SELECT 1 FROM taken`,
    [scope.accountId, scope.siteId, key, limit, windowS, holder],
  );
  return rows.length === 1;
}

/** Takes one from a budget of the whole installation. False: it is spent. */
export async function takeAttemptInAll(key: Uint8Array, limit: number, windowS: number): Promise<boolean> {
  const rows = await query(
    "take-attempt-in-all",
    `INSERT INTO operator_attempts AS a (key, count, window_ends_at) VALUES ($1, 1, now() + make_interval(secs => $3))
     ON CONFLICT (key) DO UPDATE SET ${ONE_MORE}
     WHERE a.window_ends_at <= now() OR a.count < $2
     RETURNING count`,
    [key, limit, windowS],
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
