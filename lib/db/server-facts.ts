import { query } from "./query";

/** What PostgreSQL says of itself and of us. */
export type ServerFacts = {
  readonly version: string;
  readonly role: string;
  readonly synchronousCommit: string;
  /** Connections that are open, and how many may be. */
  readonly connections: number;
  readonly maxConnections: number;
  readonly bytes: number;
};

/** Asks for them. Of the sessions of others our role is not told of what kind they are: those of clients have a user and a database. */
export async function serverFacts(): Promise<ServerFacts> {
  const [row] = await query<ServerFacts>(
    "system",
    "server-facts",
    `SELECT current_setting('server_version') AS version, current_user::text AS role,
       current_setting('synchronous_commit') AS "synchronousCommit",
       (SELECT count(*)::int FROM pg_stat_activity WHERE usesysid IS NOT NULL AND datid IS NOT NULL) AS connections,
       current_setting('max_connections')::int AS "maxConnections", pg_database_size(current_database())::float8 AS bytes`,
    [],
  );
  if (!row) throw new Error("PostgreSQL said nothing");
  return row;
}
