import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { log } from "@/lib/kernel/log";
import { requireEveryRow } from "./every-row";
import { type Migration, readMigrations } from "./migrations";

/** Any fixed number of our own: whoever migrates this database holds it. */
const advisoryLock = "7308332045274281";
const lockTimeoutMs = 2000;
const tries = 30;

/**
 * Brings a database to the newest schema: ours from prisma/migrations, and graphile-worker's own.
 *
 * Safe when several processes do it at once: one works, the others wait and find nothing left to do. Each migration and its line in
 * `signin_migrations` are one transaction. A lock on a table is waited for no longer than 2 s at a time and then asked for again: a waiting
 * ALTER TABLE would otherwise stop every reader behind it.
 *
 * @param databaseUrl a direct connection. The lock belongs to the session, so a pooler that shares sessions will not do.
 * @throws Error when a migration that was applied has been changed since, or a lock cannot be had for a minute; ConfigurationError when
 *   policies hide rows from the user
 */
export async function migrate(databaseUrl: string, migrations?: readonly Migration[]): Promise<void> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    onConnect: (client) => client.query(`SET lock_timeout = ${lockTimeoutMs}`),
  });
  pool.on("error", (error) => log.warn({ detail: error.message }, "database connection lost while migrating"));
  // A client that is in use reports its loss to itself and not to the pool; unheard, that would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  try {
    const client = await pool.connect();
    try {
      await withRetry("the migration lock", () => client.query("SELECT pg_advisory_lock($1)", [advisoryLock]));
      await applyAll(client, migrations ?? (await readMigrations()));
      await migrateWorker(pool);
    } finally {
      // Ending the session is what releases the lock.
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

async function applyAll(client: pg.PoolClient, migrations: readonly Migration[]): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS public.signin_migrations (
    name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const { rows } = await client.query<{ name: string; sha256: string }>("SELECT name, sha256 FROM public.signin_migrations");
  const applied = new Map(rows.map((row) => [row.name, row.sha256]));
  for (const { name, sha256 } of migrations) {
    if (applied.has(name) && applied.get(name) !== sha256) {
      throw new Error(
        `prisma/migrations/${name}/migration.sql was changed after it had been applied to this database. Restore the file and put the change in a new migration.`,
      );
    }
  }
  const known = new Set(migrations.map((migration) => migration.name));
  const newer = [...applied.keys()].filter((name) => !known.has(name));
  if (newer.length > 0) log.warn({ migrations: newer }, "the database has migrations that this version does not know");
  const lacking = migrations.filter(({ name }) => !applied.has(name));
  // What changes values would leave out those that it is not shown, and be noted as done.
  if (lacking.length > 0) await requireEveryRow(client);
  for (const migration of lacking) await withRetry(migration.name, () => apply(client, migration));
}

async function apply(client: pg.PoolClient, { name, sql, sha256 }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL search_path = public");
    await client.query(sql);
    await client.query("INSERT INTO public.signin_migrations (name, sha256) VALUES ($1, $2)", [name, sha256]);
    await client.query("COMMIT");
  } catch (error) {
    // Whatever went wrong is what the caller must hear, even when the connection is gone and this fails too.
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
  log.info({ migration: name }, "migration applied");
}

async function migrateWorker(pgPool: pg.Pool): Promise<void> {
  const { Logger, runMigrations } = await import("graphile-worker");
  const logger = new Logger(() => (level, message) => level === "debug" || log.warn({ from: "graphile-worker" }, message));
  await withRetry("graphile-worker's tables", () => runMigrations({ pgPool, logger, schema: "graphile_worker" }));
}

/** Does the work again when a lock was not to be had in time. */
export async function withRetry<T>(what: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "55P03")) throw error;
      if (attempt === tries) throw new Error(`Migrating waited too long for a lock (${what}); something else holds it`, { cause: error });
      log.info({ waitingFor: what }, "waiting for a lock");
      // Readers that queued up behind us go first.
      await pause(100 + Math.random() * 200);
    }
  }
}
