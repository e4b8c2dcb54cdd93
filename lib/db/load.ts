import { openConnections } from "./client";
import { query } from "./query";

/** The connections of a pool, and how many wait for one. */
export type PoolLoad = {
  readonly pool: "main" | "system" | "long_reads";
  readonly inUse: number;
  readonly idle: number;
  readonly waiting: number;
};

/** How full the pools of this process are; none before their first use. */
export function poolLoads(): PoolLoad[] {
  const open = openConnections();
  if (!open) return [];
  return (["main", "system", "long_reads"] as const).map((pool) => {
    const { totalCount, idleCount, waitingCount } = { main: open.scoped, system: open.system, long_reads: open.longReads }[pool];
    return { pool, inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  });
}

/** The jobs of all instances: due or to come, being worked on, given up. */
export type JobLoad = { readonly waiting: number; readonly running: number; readonly failed: number };

/** Counts the queue. */
export async function jobLoad(): Promise<JobLoad> {
  const [row] = await query<JobLoad>(
    "system",
    "job-load",
    `SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts)::int AS waiting,
       count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
       count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)::int AS failed FROM graphile_worker.jobs`,
    [],
  );
  return row ?? { waiting: 0, running: 0, failed: 0 };
}
