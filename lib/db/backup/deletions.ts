import pg from "pg";
import { query } from "../query";
import { asRole } from "../roles";

/** A user who was deleted, or, without one, a whole site. Ids only: nothing about anybody. */
export type Deletion = {
  readonly accountId: string;
  readonly siteId: string;
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

/** Deletes again what was deleted. @returns how many users and sites were still there */
export async function deleteAgain(databaseUrl: string, deletions: readonly Deletion[]): Promise<number> {
  const client = new pg.Client({ connectionString: asRole(databaseUrl, "system") });
  await client.connect();
  try {
    const users = deletions.filter(({ siteUserId }) => siteUserId !== null);
    const sites = deletions.filter(({ siteUserId }) => siteUserId === null);
    const gone = await client.query(
      `DELETE FROM site_users u USING unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS d(account_id, site_id, id)
       WHERE u.account_id = d.account_id AND u.site_id = d.site_id AND u.id = d.id`,
      [users.map(({ accountId }) => accountId), users.map(({ siteId }) => siteId), users.map(({ siteUserId }) => siteUserId)],
    );
    await client.query("SELECT forget_in_audit(account_id, id) FROM unnest($1::bigint[], $2::bigint[]) AS d(account_id, id)", [
      users.map(({ accountId }) => accountId),
      users.map(({ siteUserId }) => siteUserId),
    ]);
    const goneSites = await client.query(
      `DELETE FROM sites s USING unnest($1::bigint[], $2::bigint[]) AS d(account_id, id) WHERE s.account_id = d.account_id AND s.id = d.id`,
      [sites.map(({ accountId }) => accountId), sites.map(({ siteId }) => siteId)],
    );
    return (gone.rowCount ?? 0) + (goneSites.rowCount ?? 0);
  } finally {
    await client.end();
  }
}
