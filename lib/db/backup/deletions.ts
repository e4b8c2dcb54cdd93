import pg from "pg";
import { RESTORE_DAYS } from "../hot/deleted-sites";
import { query } from "../query";
import { asRole } from "../roles";

/** A user who was deleted; without one, a whole site; without that, a whole account. Ids only: nothing about anybody. */
export type Deletion = {
  readonly accountId: string;
  readonly siteId: string | null;
  readonly siteUserId: string | null;
  readonly deletedAt: Date;
};

const BATCH = 5_000;

/** What was deleted, the oldest first, in batches. It is remembered for as long as a backup may be kept. */
export async function* readDeletions(): AsyncGenerator<Deletion[]> {
  for (let after = "0"; ; ) {
    const rows = await query<Deletion & { id: string }>(
      "system",
      "read-deletions",
      `SELECT id::text, account_id::text AS "accountId", site_id::text AS "siteId", site_user_id::text AS "siteUserId", deleted_at AS "deletedAt"
       FROM deletions WHERE id > $1 ORDER BY id LIMIT $2`,
      [after, BATCH],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ accountId, siteId, siteUserId, deletedAt }) => ({ accountId, siteId, siteUserId, deletedAt }));
    after = last.id;
  }
}

/**
 * Deletes again what was deleted: all of it or nothing.
 *
 * SECURITY: what `eraseSiteUser` and the sweep take along goes here as well: mails and codes to every address that they have had,
 * files and kept answers that hold them. A test looks for a user in every table afterwards.
 *
 * @returns how many users, sites and accounts were still there
 */
export async function deleteAgain(databaseUrl: string, deletions: readonly Deletion[]): Promise<number> {
  const client = new pg.Client({ connectionString: asRole(databaseUrl, "system") });
  await client.connect();
  try {
    await client.query("BEGIN");
    const accounts = await deleteAccounts(
      client,
      deletions.filter(({ siteId }) => siteId === null),
    );
    const sites = await deleteSites(
      client,
      deletions.filter(({ siteId, siteUserId }) => siteId !== null && siteUserId === null),
    );
    const users = await deleteUsers(
      client,
      deletions.filter(({ siteUserId }) => siteUserId !== null),
    );
    await client.query("COMMIT");
    return accounts + sites + users;
  } finally {
    await client.end();
  }
}

/** So many events are dropped by one statement. */
const EVENTS = 10_000;

/** An account goes as it does when it is purged, with all of its events. */
async function deleteAccounts(client: pg.Client, accounts: readonly Deletion[]): Promise<number> {
  if (accounts.length === 0) return 0;
  const ids = [accounts.map(({ accountId }) => accountId)];
  const there = await client.query("UPDATE accounts SET deleted_at = '-infinity' WHERE id = ANY($1::bigint[])", ids);
  if (there.rowCount === 0) return 0;
  await dropEvents(client);
  await client.query("DELETE FROM sites WHERE account_id = ANY($1::bigint[])", ids);
  return (await client.query("DELETE FROM accounts WHERE id = ANY($1::bigint[])", ids)).rowCount ?? 0;
}

/** Drops the events of what is to be purged. */
async function dropEvents(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ dropped: number }>("SELECT drop_old_audit_events($1, $2) AS dropped", [RESTORE_DAYS, EVENTS]);
    if (!rows[0]?.dropped) return;
  }
}

/** The events about the users of a site go with it, as they do when it is purged: hence it is first made one that is to be. */
async function deleteSites(client: pg.Client, sites: readonly Deletion[]): Promise<number> {
  if (sites.length === 0) return 0;
  const ids = [sites.map(({ accountId }) => accountId), sites.map(({ siteId }) => siteId)];
  const listed = "unnest($1::bigint[], $2::bigint[]) AS d(account_id, id) WHERE s.account_id = d.account_id AND s.id = d.id";
  const there = await client.query(`UPDATE sites s SET deleted_at = '-infinity' FROM ${listed}`, ids);
  if (there.rowCount === 0) return 0;
  await dropEvents(client);
  return (await client.query(`DELETE FROM sites s USING ${listed}`, ids)).rowCount ?? 0;
}

async function deleteUsers(client: pg.Client, users: readonly Deletion[]): Promise<number> {
  const ids = [users.map(({ accountId }) => accountId), users.map(({ siteId }) => siteId), users.map(({ siteUserId }) => siteUserId)];
  const listed = "unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS d(account_id, site_id, id)";
  const { rows: had } = await client.query<{ account_id: string; site_id: string; address: string }>(
    `SELECT DISTINCT u.account_id, u.site_id, a.address FROM ${listed}
     JOIN site_users u ON u.account_id = d.account_id AND u.site_id = d.site_id AND u.id = d.id
     CROSS JOIN LATERAL (
       SELECT u.email_canonical UNION SELECT unnest(ARRAY[c.old_email_canonical, c.email_canonical]) FROM email_changes c
       WHERE c.account_id = u.account_id AND c.site_id = u.site_id AND c.site_user_id = u.id) AS a(address)`,
    ids,
  );
  const gone = await client.query(
    `DELETE FROM site_users u USING ${listed} WHERE u.account_id = d.account_id AND u.site_id = d.site_id AND u.id = d.id`,
    ids,
  );
  await forgetAddresses(client, had);
  await client.query(`DELETE FROM idempotency_keys k USING ${listed} WHERE k.account_id = d.account_id AND k.site_user_id = d.id`, ids);
  await client.query(`SELECT forget_in_audit(d.account_id, d.id) FROM ${listed}`, ids);
  return gone.rowCount ?? 0;
}

/** Somebody else may have such an address by now: their mails are theirs. */
async function forgetAddresses(client: pg.Client, had: readonly { account_id: string; site_id: string; address: string }[]): Promise<void> {
  if (had.length === 0) return;
  const sites = [had.map(({ account_id }) => account_id), had.map(({ site_id }) => site_id)];
  const freed = `(SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS a(account_id, site_id, address)
    WHERE NOT EXISTS (SELECT 1 FROM site_users u WHERE u.account_id = a.account_id AND u.site_id = a.site_id AND u.email_canonical = a.address)) a`;
  for (const [table, column] of [
    ["mails", "recipient"],
    ["email_codes", "email_canonical"],
  ] as const)
    await client.query(
      `DELETE FROM ${table} t USING ${freed} WHERE t.account_id = a.account_id AND t.site_id = a.site_id AND t.${column} = a.address`,
      [...sites, had.map(({ address }) => address)],
    );
  await client.query(
    `WITH freed AS (
       UPDATE exports e SET file_id = NULL FROM (SELECT id, file_id FROM exports WHERE file_id IS NOT NULL) was
       WHERE e.id = was.id AND (e.account_id, e.site_id) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[])) RETURNING was.file_id)
     DELETE FROM stored_files f USING freed WHERE f.id = freed.file_id`,
    sites,
  );
}
