import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { query } from "./query";
import { asRole } from "./roles";

/** That workers live, as the database knows it. */
export type WorkerLease = {
  /** Covers a worker from now on, by the name that its jobs are locked in. */
  cover(workerId: string): void;
  end(): Promise<void>;
};

const LOCK_OF = "hashtextextended('worker:' || $1, 0)";
const RETRY_MS = 1_000;
/** How long a database has to answer that a connection is over. One that is gone without a word never does. */
const ENDING_MS = 1_000;

/**
 * Tells the database which workers of this process live: by locks of a connection, which it gives up as soon as the process is
 * gone, however it went. A connection that is lost otherwise is made again.
 */
export async function holdWorkerLease(): Promise<WorkerLease> {
  const workers = new Set<string>();
  const ending = new AbortController();
  let client = await connect();
  let covered: Promise<unknown> = Promise.resolve();
  // One after the other: a connection takes no question before it has answered the last.
  const cover = (workerId: string) => {
    covered = covered.then(() => client.query(`SELECT pg_advisory_lock(${LOCK_OF})`, [workerId])).catch(() => undefined);
    return covered;
  };
  const holding = (async () => {
    while (!ending.signal.aborted) {
      await client.ended;
      if (ending.signal.aborted) return;
      // At once: until then other processes take its workers for dead.
      client = await connect().catch(() => client);
      if (ending.signal.aborted) return void (await client.end());
      for (const workerId of workers) await cover(workerId);
      await pause(RETRY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    cover(workerId) {
      workers.add(workerId);
      void cover(workerId);
    },
    async end() {
      ending.abort();
      // What it still asks for may be what a connection holds that the database does not know to be lost: that is not waited for.
      const ended = Promise.all([client.end(), holding]);
      await Promise.race([ended, pause(ENDING_MS, undefined, { ref: false })]);
    },
  };
}

async function connect() {
  const client = new pg.Client({
    connectionString: asRole(env().databaseUrl, "system"),
    application_name: "signin-fast",
    connectionTimeoutMillis: 5_000,
    // Nothing is said on it for days: what is on the way forgets such a connection, and neither end would know.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
  });
  client.on("error", (error) => log.warn({ detail: error.message }, "the lease of the job workers was lost"));
  const ended = new Promise<void>((done) => client.once("end", done));
  await client.connect();
  return Object.assign(client, { ended });
}

/**
 * Gives back to the queue what workers had begun that live no more. The queue itself waits four hours, in case they do.
 *
 * A worker that has only just begun something may not have told yet that it lives.
 *
 * @param living the workers of this process: they live, also while a lease of theirs is cut
 */
export async function freeDeadWorkers(living: readonly string[] = []): Promise<void> {
  await query(
    "system",
    "free-dead-workers",
    `SELECT graphile_worker.force_unlock_workers(ARRAY(
       SELECT locked_by FROM (
         SELECT locked_by FROM graphile_worker._private_jobs WHERE locked_at < now() - interval '2 seconds'
         UNION SELECT locked_by FROM graphile_worker._private_job_queues WHERE locked_at < now() - interval '2 seconds') AS begun
       WHERE CASE WHEN locked_by = ANY ($1) THEN false ELSE pg_try_advisory_xact_lock(${LOCK_OF.replace("$1", "locked_by")}) END))`,
    [living],
  );
}

/**
 * Gives back what a worker that lives was given and never heard of: its connection was cut before the answer came. Nobody else would take it.
 *
 * @param underWay the jobs that it knows of
 */
export async function freeUnheardJobs(workerId: string, underWay: readonly string[]): Promise<void> {
  await query(
    "system",
    "free-unheard-jobs",
    `UPDATE graphile_worker._private_jobs SET locked_by = NULL, locked_at = NULL, run_at = greatest(run_at, now())
     WHERE locked_by = $1 AND locked_at < now() - interval '30 seconds' AND id <> ALL ($2::bigint[])`,
    [workerId, underWay],
  );
}
