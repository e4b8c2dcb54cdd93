import { Logger, parseCronItems, type Runner, run, type TaskList } from "graphile-worker";
import { siteOfJob } from "@/lib/db/resolve";
import { sweepRows } from "@/lib/db/system-db";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { SITE_JOBS } from ".";

type Payload = { scope: { account_id: string; site_id: string } };

/** Every job by its name, as the queue calls it. */
export const tasks: TaskList = {
  sweep: sweepRows,
  ...Object.fromEntries(
    Object.entries(SITE_JOBS).map(([name, job]) => [
      name,
      async (payload: unknown) => {
        const { scope, ...rest } = payload as Payload;
        const site = await siteOfJob(scope);
        // A site that is gone has nobody left to mail.
        if (site) await job(site, rest as never);
      },
    ]),
  ),
};

/**
 * Works through queued jobs until it is stopped. Several processes may do so at once: each job is leased to one.
 *
 * A job that fails is tried again with growing waits. The caller handles signals and calls `stop`.
 */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const runner: Runner = await run({
    connectionString: env().databaseUrl,
    maxPoolSize: 3,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2_000,
    taskList: tasks,
    parsedCronItems: parseCronItems([{ task: "sweep", match: "17 * * * *" }]),
    logger: new Logger(() => (level, message, meta) => {
      if (level === "error") log.error({ detail: message, ...errorOf(meta) }, "job failed");
      else if (level === "warning") log.warn({ detail: message }, "job worker");
      else log.debug({ detail: message }, "job worker");
    }),
  });
  // A database that goes away ends the runner's promise; the worker is asked for anew by whoever started it.
  runner.promise.catch((error: unknown) => log.error({ detail: String(error) }, "job worker stopped"));
  return { stop: () => runner.stop() };
}

function errorOf(meta: unknown): object {
  const { error } = (meta ?? {}) as { error?: unknown };
  return error instanceof Error ? { cause: error.message } : {};
}
