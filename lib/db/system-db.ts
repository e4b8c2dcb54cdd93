import { recordedWith } from "./audit-events";
import { RESTORE_DAYS } from "./hot/deleted-sites";
import { NOW_S } from "./hot/operator-of-session";
import { type OperatorEvent, operatorEvent } from "./operators";
import { query } from "./query";

/**
 * The few statements that belong to no account: an installation's first steps, health, and sweeping.
 *
 * SECURITY: a closed list. Nothing here reads or writes an existing customer's data but what is to be gone.
 */

export type NewAccount = {
  readonly account: { id: bigint; name: string };
  readonly operator: { id: bigint; email: string; emailCanonical: string; emailProved: boolean; name: string; passwordSealed: Uint8Array };
  readonly apiToken: { id: bigint; name: string; tokenHash: Uint8Array; last4: string } | null;
  /** What the audit log is told of it. */
  readonly told?: OperatorEvent;
};

/**
 * Creates an account with its first operator and, if given, its first API token, all or nothing.
 *
 * @param ownerLinkHash when given, the link is spent in the same statement, and without a live link nothing is created
 * @returns the moment, on the database's clock; null when the link was not live
 */
export async function createAccountRows(
  { account, operator, apiToken, told }: NewAccount,
  ownerLinkHash: Uint8Array | null,
): Promise<number | null> {
  const [row] = await query<{ nowS: number }>(
    "system",
    "create-account",
    `WITH spent AS (UPDATE owner_links SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING id),
     allowed AS (SELECT 1 WHERE $1::bytea IS NULL OR EXISTS (SELECT 1 FROM spent)),
     account AS (INSERT INTO accounts (id, name) SELECT $2, $3 FROM allowed RETURNING id),
     operator AS (INSERT INTO operators (id, account_id, email, email_canonical, name, password_sealed, email_verified_at)
       SELECT $4, account.id, $5, $6, $7, $8, CASE WHEN $13::boolean THEN now() END FROM account),
     token AS (INSERT INTO api_tokens (id, account_id, name, token_hash, last4)
       SELECT $9, account.id, $10, $11, $12 FROM account WHERE $9::bigint IS NOT NULL),
     ${recordedWith("account", "$14", { account: "account.id" })}
     SELECT ${NOW_S} AS "nowS" FROM account`,
    [
      ownerLinkHash,
      account.id,
      account.name,
      operator.id,
      operator.email,
      operator.emailCanonical,
      operator.name,
      operator.passwordSealed,
      apiToken?.id ?? null,
      apiToken?.name ?? null,
      apiToken?.tokenHash ?? null,
      apiToken?.last4 ?? null,
      operator.emailProved,
      told ? operatorEvent(operator.id, told) : null,
    ],
  );
  return row?.nowS ?? null;
}

/** Puts a new owner link in place of every earlier one. */
export async function replaceOwnerLink(link: { id: bigint; tokenHash: Uint8Array; hours: number }): Promise<void> {
  await query(
    "system",
    "replace-owner-link",
    `WITH voided AS (UPDATE owner_links SET expires_at = now() WHERE used_at IS NULL AND expires_at > now())
     INSERT INTO owner_links (id, token_hash, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3))`,
    [link.id, link.tokenHash, link.hours],
  );
}

/** The demonstration's own account: no customer's, for theirs have random ids. */
const DEMO_ACCOUNT = 1n;

export type DemoSite = {
  id: bigint;
  name: string;
  slug: string;
  origin: string;
  clientId: string;
  clientSecretSealed: Uint8Array;
  clientSecretHash: Uint8Array;
};

/**
 * Makes the site of the home page's example, in an account that has no operator, unless there is one. Either way the page's
 * origin is what it allows.
 */
export async function keepDemoSite({ id, name, slug, origin, clientId, clientSecretSealed, clientSecretHash }: DemoSite): Promise<void> {
  await query(
    "system",
    "keep-demo-site",
    `WITH fresh AS (INSERT INTO slugs (slug) VALUES ($3) ON CONFLICT DO NOTHING RETURNING slug),
     account AS (INSERT INTO accounts (id, name, audit_days) SELECT $1, $4, 1 FROM fresh RETURNING id),
     site AS (INSERT INTO sites (id, account_id, name, slug, allowed_origins, email_verification, client_id, client_secret_sealed, client_secret_hash)
       SELECT $2, account.id, $4, $3, ARRAY[$5::text], 'off', $6, $7, $8 FROM account)
     UPDATE sites SET allowed_origins = ARRAY[$5::text] WHERE account_id = $1 AND allowed_origins <> ARRAY[$5::text]`,
    [DEMO_ACCOUNT, id, slug, name, origin, clientId, clientSecretSealed, clientSecretHash],
  );
}

/** True while an owner link could still be used. */
export async function ownerLinkIsLive(tokenHash: Uint8Array): Promise<boolean> {
  const rows = await query(
    "system",
    "owner-link-is-live",
    `SELECT 1 FROM owner_links WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now()`,
    [tokenHash],
  );
  return rows.length === 1;
}

/** True once the installation has an operator. */
export async function hasOperator(): Promise<boolean> {
  const rows = await query("system", "has-operator", `SELECT 1 FROM operators LIMIT 1`, []);
  return rows.length === 1;
}

/** Answers when the database does. */
export async function ping(): Promise<void> {
  await query("system", "ping", `SELECT 1`, []);
}

/** An import or export that gives no sign of life for so long was left by a process that is gone. */
const ABANDONED = "status IN ('pending', 'running') AND worked_at < now() - interval '2 minutes'";
/** One that was found abandoned so often without getting on is given up. Who has not begun yet waits for a place, however long. */
const MOST_STALLS = 5;
const STALLED = "worked_at = now(), stalls = stalls + CASE status WHEN 'running' THEN 1 ELSE 0 END";

/**
 * Has imports gone on with whose process was killed, ends those that do not get on whoever tries, and deletes the files of dry
 * runs after an hour. The queue by itself would take a killed worker for busy for hours. The scope in the payload is that of
 * the import's own row.
 */
export async function tendImports(): Promise<void> {
  await query(
    "system",
    "resume-imports",
    `WITH abandoned AS (
       UPDATE imports SET ${STALLED} WHERE ${ABANDONED} AND stalls < $1 RETURNING account_id, site_id, id)
     SELECT graphile_worker.add_job('run-import', payload => json_build_object('importId', id::text,
       'scope', json_build_object('account_id', account_id::text, 'site_id', site_id::text)), max_attempts => 1,
       job_key => 'run-import:' || id, job_key_mode => 'preserve_run_at') FROM abandoned`,
    [MOST_STALLS],
  );
  await query(
    "system",
    "give-up-imports",
    `UPDATE imports SET status = 'failed', finished_at = now(), problem = 'Stopped here several times, and not because of the file'
     WHERE ${ABANDONED} AND stalls >= $1`,
    [MOST_STALLS],
  );
  await query(
    "system",
    "drop-import-files",
    `WITH over AS (
       SELECT id, file_id FROM imports WHERE file_id IS NOT NULL
         AND (status = 'failed' OR status = 'done' AND finished_at < now() - interval '1 hour')),
     freed AS (UPDATE imports i SET file_id = NULL FROM over WHERE i.id = over.id)
     DELETE FROM stored_files f USING over WHERE f.id = over.file_id`,
    [],
  );
}

/** For how many hours the file of an export is kept. */
export const EXPORT_HOURS = 24;

/** Has exports begun anew whose process was killed, ends those that never come to an end, and deletes files after a day. */
export async function tendExports(): Promise<void> {
  await query(
    "system",
    "resume-exports",
    `WITH abandoned AS (
       UPDATE exports SET ${STALLED} WHERE ${ABANDONED} AND stalls < $1 RETURNING account_id, site_id, id)
     SELECT graphile_worker.add_job('run-export', payload => json_build_object('exportId', id::text,
       'scope', json_build_object('account_id', account_id::text, 'site_id', site_id::text)), max_attempts => 1,
       job_key => 'run-export:' || id, job_key_mode => 'preserve_run_at') FROM abandoned`,
    [MOST_STALLS],
  );
  await query(
    "system",
    "give-up-exports",
    `UPDATE exports SET status = 'failed', finished_at = now(), problem = 'Stopped several times before its end'
     WHERE ${ABANDONED} AND stalls >= $1`,
    [MOST_STALLS],
  );
  await query(
    "system",
    "drop-export-files",
    `WITH over AS (
       SELECT id, file_id FROM exports WHERE file_id IS NOT NULL
         AND (status = 'failed' OR status = 'done' AND finished_at < now() - make_interval(hours => $1))),
     freed AS (UPDATE exports e SET file_id = NULL FROM over WHERE e.id = over.id)
     DELETE FROM stored_files f USING over WHERE f.id = over.file_id`,
    [EXPORT_HOURS],
  );
}

/**
 * Has users deleted who asked for it and have waited long enough. The scope in the payload is that of the user's own row.
 *
 * Not at sites that are deleted: their users go with them, no job reaches them, and enough of them would be all that is ever asked for.
 */
export async function tendDeletions(): Promise<void> {
  await query(
    "system",
    "purge-due-users",
    `SELECT graphile_worker.add_job('purge-site-user', payload => json_build_object('siteUserId', u.id::text,
       'scope', json_build_object('account_id', u.account_id::text, 'site_id', u.site_id::text)),
       job_key => 'purge-site-user:' || u.account_id || ':' || u.id)
     FROM (
       SELECT u.account_id, u.site_id, u.id FROM site_users u JOIN sites s ON s.account_id = u.account_id AND s.id = u.site_id
       WHERE u.deletion_due_at <= now() AND s.deleted_at IS NULL ORDER BY u.deletion_due_at LIMIT 1000) u`,
    [],
  );
}

/**
 * Has endpoints sent what should have been a minute ago: whoever was to do it was killed. The scope in the payload is that of the
 * endpoint's own row.
 */
export async function tendWebhooks(): Promise<void> {
  await query(
    "system",
    "wake-webhooks",
    `SELECT graphile_worker.add_job('retry-webhooks', job_key => 'webhooks:' || e.id, payload => json_build_object('endpointId', e.id::text,
       'scope', json_build_object('account_id', e.account_id::text, 'site_id', e.site_id::text)))
     FROM webhook_endpoints e WHERE (e.sending_until IS NULL OR e.sending_until < now()) AND EXISTS (
       SELECT 1 FROM webhook_deliveries d WHERE d.account_id = e.account_id AND d.site_id = e.site_id AND d.endpoint_id = e.id
         AND d.next_attempt_at < now() - interval '1 minute')`,
    [],
  );
}

/** For how long it is remembered what was deleted: longer than any backup should be kept. */
const DELETIONS_DAYS = 400;

/**
 * Removes what has no use any more: closed attempt windows, mailed secrets and links a day after their end, sites and accounts a week after
 * they were deleted, finished deliveries of webhooks after thirty days, records after as long as `RECORDS` says.
 */
export async function sweepRows(): Promise<void> {
  await query("system", "sweep-idempotency-keys", `DELETE FROM idempotency_keys WHERE created_at < now() - interval '1 day'`, []);
  await query(
    "system",
    "sweep-stored-files",
    `DELETE FROM stored_files f WHERE created_at < now() - interval '1 day'
       AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.file_id = f.id) AND NOT EXISTS (SELECT 1 FROM exports e WHERE e.file_id = f.id)`,
    [],
  );
  await query("system", "sweep-demo", `DELETE FROM site_users WHERE account_id = $1 AND created_at < now() - interval '1 day'`, [
    DEMO_ACCOUNT,
  ]);
  const forgotten = "window_ends_at < now() - interval '1 hour' AND (closings = 0 OR window_ends_at < now() - interval '1 day')";
  await query("system", "sweep-attempts", `DELETE FROM attempts WHERE ${forgotten}`, []);
  await query("system", "sweep-operator-attempts", `DELETE FROM operator_attempts WHERE ${forgotten}`, []);
  await query(
    "system",
    "sweep-operator-links",
    `DELETE FROM operator_links WHERE least(used_at, expires_at) < now() - interval '1 day'`,
    [],
  );
  await query("system", "sweep-mail-tokens", `DELETE FROM mail_tokens WHERE expires_at < now() - interval '1 day'`, []);
  await query(
    "system",
    "sweep-authorization-requests",
    `DELETE FROM authorization_requests WHERE expires_at < now() - interval '1 day'`,
    [],
  );
  await query("system", "sweep-email-codes", `DELETE FROM email_codes WHERE expires_at < now() - interval '1 day'`, []);
  await query("system", "sweep-second-factor-steps", `DELETE FROM second_factor_steps WHERE expires_at < now() - interval '1 hour'`, []);
  while ((await sweepDeliveries(10_000)) > 0);
  for (const table of Object.keys(RECORDS) as (keyof typeof RECORDS)[]) while ((await sweepRecords(table, 10_000)) > 0);
  await query(
    "system",
    "sweep-failed-jobs",
    `DELETE FROM graphile_worker._private_jobs
     WHERE locked_at IS NULL AND attempts >= max_attempts AND greatest(run_at, updated_at) < now() - interval '30 days'`,
    [],
  );
  await query("system", "sweep-deletions", `DELETE FROM deletions WHERE deleted_at < now() - make_interval(days => $1)`, [DELETIONS_DAYS]);
  await query("system", "sweep-trusted-browsers", `DELETE FROM trusted_browsers WHERE expires_at < now()`, []);
  // Last: should what somebody has left behind resist, nothing of anybody else's waits for it.
  await beginAccountPurges();
  while ((await dropAuditEvents(5_000)) > 0);
  for (const [table, most] of PURGED_IN_PORTIONS) while ((await purgeRows(table, most)) > 0);
  await query("system", "purge-sites", `DELETE FROM sites s WHERE ${PURGED_SITE("$1")} AND ${EMPTIED}`, [RESTORE_DAYS]);
  await purgeAccounts();
}

/** Removes some deliveries of webhooks that are done with: they hold what was told of users. */
async function sweepDeliveries(most: number): Promise<number> {
  const [row] = await query<{ count: number }>(
    "system",
    "sweep-webhook-deliveries",
    `WITH swept AS (
       DELETE FROM webhook_deliveries WHERE (account_id, id) IN (
         SELECT account_id, id FROM webhook_deliveries WHERE finished_at < now() - interval '30 days' LIMIT $1)
       RETURNING 1)
     SELECT count(*)::int AS count FROM swept`,
    [most],
  );
  return row?.count ?? 0;
}

/**
 * What is kept for a while after it is over, for whoever looks into what happened: for how many days, and what tells that it is over. What is
 * older than that and goes on is passed by.
 */
const RECORDS = {
  callback_tokens: { key: "id", days: 90, over: "expires_at" },
  sessions: { key: "account_id, site_id, id", days: 90, over: "least(ended_at, expires_at)" },
  mails: { key: "id", days: 30, over: "created_at" },
} as const;

/** Removes some records whose time is over, account by account, as their index is. */
async function sweepRecords(table: keyof typeof RECORDS, most: number): Promise<number> {
  const { key, days, over } = RECORDS[table];
  const [row] = await query<{ count: number }>(
    "system",
    `sweep-${table}`,
    `WITH swept AS (
       DELETE FROM ${table} WHERE (${key}) IN (
         SELECT ${key} FROM (SELECT id AS account FROM accounts) a CROSS JOIN LATERAL (
           SELECT t.* FROM ${table} t WHERE t.account_id = a.account AND t.created_at < now() - make_interval(days => $1)
             AND ${over} < now() - make_interval(days => $1) ORDER BY t.created_at LIMIT $2) old
         LIMIT $2)
       RETURNING 1)
     SELECT count(*)::int AS count FROM swept`,
    [days, most],
  );
  return row?.count ?? 0;
}

/** Drops some events that nobody wants to keep any longer, and of those about users who are about to be purged; says how many. */
export async function dropAuditEvents(most: number): Promise<number> {
  const [row] = await query<{ dropped: number }>("system", "drop-audit-events", `SELECT drop_old_audit_events($1, $2) AS dropped`, [
    RESTORE_DAYS,
    most,
  ]);
  return row?.dropped ?? 0;
}

/** SQL: whether the site `s` is to be purged. One that went with its account comes back with it, until the purge of that has begun. */
const PURGED_SITE = (days: string) => `s.deleted_at < now() - make_interval(days => ${days})
  AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.deleted_at = s.deleted_at AND a.deleted_at > '-infinity')`;

/**
 * What a site has without number, and how much of it goes in one statement. The rest of it goes with its row.
 *
 * A dozen tables are looked through for each user: of ten thousand with sessions and tokens a statement would never end in time, and the
 * next one would begin with them again.
 */
const PURGED_IN_PORTIONS = [
  ["webhook_deliveries", 10_000],
  ["mails", 10_000],
  ["callback_tokens", 10_000],
  ["sessions", 10_000],
  ["site_users", 1_000],
] as const;

/** SQL: whether all of that of the site `s` is gone. Not so while somebody else is at it: who waited for the same rows finds none left. */
const EMPTIED = PURGED_IN_PORTIONS.map(
  ([table]) => `NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.account_id = s.account_id AND t.site_id = s.id)`,
).join(" AND ");

/** Removes some rows of sites that are about to be purged. */
async function purgeRows(table: (typeof PURGED_IN_PORTIONS)[number][0], most: number): Promise<number> {
  const [row] = await query<{ count: number }>(
    "system",
    `purge-${table}`,
    `WITH purged AS (
       DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT t.ctid FROM sites s JOIN ${table} t ON t.account_id = s.account_id AND t.site_id = s.id
         WHERE ${PURGED_SITE("$1")} LIMIT $2))
       RETURNING 1)
     SELECT count(*)::int AS count FROM purged`,
    [RESTORE_DAYS, most],
  );
  return row?.count ?? 0;
}

/**
 * Marks accounts whose time to be brought back is over, before anything in them is touched.
 *
 * SECURITY: this one statement decides against whoever brings one back at the same moment. What is marked stays marked, so that a purge
 * which was killed goes on with the next sweep.
 */
async function beginAccountPurges(): Promise<void> {
  await query(
    "system",
    "begin-account-purges",
    `WITH due AS (
       UPDATE accounts SET deleted_at = '-infinity'
       WHERE deleted_at < now() - make_interval(days => $1) AND deleted_at > '-infinity' RETURNING id)
     UPDATE sites s SET deleted_at = '-infinity' FROM due WHERE s.account_id = due.id`,
    [RESTORE_DAYS],
  );
}

/** Removes marked accounts whose sites are gone, with their operators and all that is left, also what still is in the queue. */
async function purgeAccounts(): Promise<void> {
  await query(
    "system",
    "purge-accounts",
    `WITH gone AS (
       DELETE FROM accounts a WHERE deleted_at = '-infinity' AND NOT EXISTS (SELECT 1 FROM sites s WHERE s.account_id = a.id) RETURNING id)
     DELETE FROM graphile_worker._private_jobs j USING gone WHERE j.payload -> 'scope' ->> 'account_id' = gone.id::text`,
    [],
  );
}
