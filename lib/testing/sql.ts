import pg from "pg";
import { env } from "@/lib/kernel/env";
import { sha256 } from "@/lib/kernel/secrets";

const owners = new Map<string, pg.Pool>();

/** Connections of the user who owns the tables, whom no policy holds back. */
export function ownerPool(): pg.Pool {
  const { databaseUrl } = env();
  const open = owners.get(databaseUrl) ?? new pg.Pool({ connectionString: databaseUrl, max: 12 }).on("error", () => undefined);
  owners.set(databaseUrl, open);
  return open;
}

/** Closes them, at the end of a file. */
export async function endOwnerPools(): Promise<void> {
  const open = [...owners.values()];
  owners.clear();
  await Promise.all(open.map((pool) => pool.end()));
}

/** Runs one statement on the test's database, past every scope: to arrange what no use-case does, and to look at what is really there. */
export async function sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await ownerPool().query<Row>(text, values)).rows;
}

/**
 * Every row of every table of ours, and every queued job, as text. Two equal answers: nothing has changed in between. Only when
 * an API token was last used is left out: that is noted beside the requests.
 */
export async function everyRow(): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> 'signin_migrations' OR tablename = '_private_jobs' ORDER BY 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, ${name === "public.api_tokens" ? "(to_jsonb(t) - 'last_used_at')" : "t"}::text AS row FROM ${name} t`,
  );
  const rows = await sql<{ name: string; row: string }>(`${parts.join(" UNION ALL ")} ORDER BY 1, 2`);
  return Object.fromEntries(tables.map(({ name }) => [name, rows.filter((row) => row.name === name).map(({ row }) => row)]));
}

/** How many rows a table has. */
export async function rowsOf(table: string): Promise<number> {
  const [row] = await sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? 0;
}

/** Moves the end of a callback token into the past. */
export async function expire(token: string): Promise<void> {
  await sql("UPDATE callback_tokens SET expires_at = now() - interval '1 second' WHERE token_hash = $1", [sha256(token)]);
}
