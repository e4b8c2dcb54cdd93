import { Logger, runOnce, type TaskList } from "graphile-worker";
import pg from "pg";
import { asRole } from "@/lib/db/roles";
import { PRESET, tasks } from "@/lib/jobs/worker";
import { env } from "@/lib/kernel/env";

/**
 * Works through everything that is queued in the test's database, also what the jobs themselves queue, until nothing is left.
 *
 * @throws the first error of a job: in a test no job fails unseen
 */
export async function runJobs(): Promise<void> {
  const failures: unknown[] = [];
  const seen: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload, helpers) => {
        try {
          await task?.(payload, helpers);
        } catch (error) {
          failures.push(error);
          throw error;
        }
      },
    ]),
  );
  // Our own pool, because its listener stays: a connection that is still closing when the database is dropped is told so.
  const pgPool = new pg.Pool({ connectionString: asRole(env().databaseUrl, "system") });
  pgPool.on("error", () => undefined);
  pgPool.on("connect", (client) => client.on("error", () => undefined));
  await runOnce({
    pgPool,
    taskList: seen,
    noHandleSignals: true,
    preset: PRESET,
    concurrency: 4,
    logger: new Logger(() => () => undefined),
  }).finally(() => pgPool.end());
  if (failures.length > 0) throw failures[0];
}
