import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type CronItem, type JobHelpers, Logger, parseCronItems, run, type TaskList, type WorkerEvents } from "graphile-worker";
import { queuePool } from "@/lib/db/queue-pool";
import { type AccountContext, accountOfJob, type JobScope, type SiteContext, siteOfJob, type WholeAccountContext } from "@/lib/db/resolve";
import { sweepRows, tendDeletions, tendExports, tendImports, tendWebhooks } from "@/lib/db/system-db";
import { freeDeadWorkers, freeUnheardJobs, holdWorkerLease } from "@/lib/db/worker-lease";
import { count } from "@/lib/kernel/counters";
import { log } from "@/lib/kernel/log";
import { traced } from "@/lib/kernel/trace";
import { ACCOUNT_JOBS, LONG_JOBS, MAIL_JOBS, MAILING_JOBS, OPEN_JOBS, OUTGOING_JOBS, SITE_JOBS } from ".";
import { jobsUnderWay } from "./jobs-under-way";

type Payload = { scope: JobScope };
type Job<Owner> = (owner: Owner, payload: never, stopping: AbortSignal, again: boolean) => Promise<void>;

const siteOf = ({ site_id, ...scope }: Payload["scope"], job?: string) => (site_id === null ? null : siteOfJob({ ...scope, site_id }, job));

/** Jobs as the queue calls them, in the name of whom their payload says. */
function inScope<Owner extends AccountContext | SiteContext>(
  jobs: Record<string, Job<Owner>>,
  ownerOf: (scope: Payload["scope"], job: string) => Promise<Owner | null> | Owner | null,
): TaskList {
  return Object.fromEntries(
    Object.entries(jobs).map(([name, job]) => [
      name,
      async (payload: unknown, { job: queued, abortSignal }: JobHelpers) => {
        const { scope, ...rest } = payload as Payload;
        const owner = await ownerOf(scope, queued.id);
        // A site that is gone has nobody left to mail, and one that is suspended mails nobody.
        const silent = !owner || (MAILING_JOBS.has(name) && "site" in owner && owner.site.suspended);
        if (!silent) await job(owner, rest as never, abortSignal, queued.attempts > 1);
      },
    ]),
  );
}

/** Every job by its name, as the queue calls it. */
export const tasks: TaskList = inSpans({
  sweep: sweepRows,
  "tend-imports": tendImports,
  "tend-exports": tendExports,
  "tend-deletions": tendDeletions,
  "tend-webhooks": tendWebhooks,
  ...(OPEN_JOBS as unknown as TaskList),
  ...inScope<SiteContext>(SITE_JOBS, siteOf),
  ...inScope<WholeAccountContext>(ACCOUNT_JOBS, accountOfJob),
  ...inScope<AccountContext | SiteContext>(MAIL_JOBS, (scope, job) =>
    scope.site_id === null ? accountOfJob(scope, job) : siteOf(scope, job),
  ),
});

/** Jobs that are each done inside a span. */
function inSpans(jobs: TaskList): TaskList {
  return Object.fromEntries(
    Object.entries(jobs).map(([name, job]) => [
      name,
      (payload: unknown, helpers: JobHelpers) => traced(`job ${name}`, async () => job?.(payload as never, helpers), { kind: "consumer" }),
    ]),
  );
}

/**
 * Works through queued jobs until it is stopped. Several processes may do so at once: each job is leased to one.
 *
 * A job that fails is tried again with growing waits; one whose process was killed is begun anew within seconds. When the
 * database goes away the worker begins anew as soon as it is back. Long jobs have places of their own, so that a mail never waits for an import; so have
 * those that wait for the servers of customers. The caller handles signals and calls `stop`.
 */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const workers = [...(await Promise.all([QUICK, LONG, WEBHOOKS, FAILING_WEBHOOKS].map(keepRunning))), keepFreeing()];
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

const FREE_EVERY_MS = 5_000;

/** The workers of this process, by the names that their jobs are locked in, and what each is at. */
const living = new Map<string, () => string[]>();

/** Gives back to the queue what nobody is at: dead workers had begun it, or one of ours was given it and never heard of it. */
export async function freeJobs(): Promise<void> {
  await freeDeadWorkers([...living.keys()]);
  for (const [workerId, underWay] of living) await freeUnheardJobs(workerId, underWay());
}

/** Looks for such jobs, now and again. */
function keepFreeing(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const freeing = (async () => {
    while (!stopping.signal.aborted) {
      await freeJobs().catch((error: unknown) => log.debug({ detail: String(error) }, "dead workers were not looked for"));
      await pause(FREE_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await freeing;
    },
  };
}

/** Jobs that share places: so many of them run at once. */
type Places = { readonly concurrency: number; readonly tasks: TaskList; readonly crontab: readonly CronItem[] };

const tasksWhere = (wanted: (name: string) => boolean) => Object.fromEntries(Object.entries(tasks).filter(([name]) => wanted(name)));

const QUICK: Places = {
  concurrency: 4,
  tasks: tasksWhere((name) => !LONG_JOBS.has(name) && !OUTGOING_JOBS.has(name)),
  crontab: [
    { task: "sweep", match: "17 * * * *" },
    { task: "tend-imports", match: "* * * * *" },
    { task: "tend-exports", match: "* * * * *" },
    { task: "tend-deletions", match: "*/10 * * * *" },
    { task: "tend-webhooks", match: "* * * * *" },
  ],
};

const LONG: Places = { concurrency: 3, tasks: tasksWhere((name) => LONG_JOBS.has(name)), crontab: [] };

const WEBHOOKS: Places = { concurrency: 8, tasks: tasksWhere((name) => name === "send-webhooks"), crontab: [] };

/** Those that fail have places of their own: however many they are, and however long each takes, the others do not wait. */
const FAILING_WEBHOOKS: Places = { concurrency: 8, tasks: tasksWhere((name) => name === "retry-webhooks"), crontab: [] };

async function keepRunning(places: Places): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let runner = await begin(places);
  const running = (async () => {
    for (;;) {
      await runner.over;
      let next: Running | null = null;
      while (next === null) {
        await pause(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
        if (stopping.signal.aborted) return;
        next = await begin(places).catch(() => null);
      }
      runner = next;
      // Asked to stop while it began: the one who asked has stopped the one before.
      if (stopping.signal.aborted) runner.stop();
    }
  })();
  return {
    async stop() {
      stopping.abort();
      runner.stop();
      await running;
    },
  };
}

const RESTART_MS = 1_000;

/**
 * What a job came to is written down by a batch, of one job mostly, because only that is waited for at the end: without it a
 * worker that is stopped right after a job leaves it behind as undone, and hours later it is done again.
 */
export const PRESET = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** What the queue says of its few connections when it begins. */
const FEWER_CONNECTIONS = /^WARNING: having maxPoolSize/;

/** How long a runner that is told to stop has, once none of its jobs is being done, to write down what they came to. */
const WRITING_MS = 5_000;

/** Places that are worked through. */
type Running = {
  /** When nothing of it is left, however it went. */
  readonly over: Promise<void>;
  /** Has it begin no more and finish what it is at. */
  stop(): void;
};

/**
 * Works through places, and stops by itself when nobody in them gets to the queue any more.
 *
 * The trap: graphile-worker remembers the answer to its first question, also when a lost connection was the answer, and then
 * tries again for ever without asking. A new runner asks.
 *
 * The other trap: once it could not write down what jobs came to, it counts wrong what is still to be written (to 0.18), and may wait for
 * that for ever. So it is not waited for longer than there can be anything to write; what is not written is begun anew, as after a kill.
 */
async function begin({ concurrency, tasks: taskList, crontab }: Places): Promise<Running> {
  const events: WorkerEvents = new EventEmitter();
  const underWay = jobsUnderWay(events);
  const lease = await holdWorkerLease();
  const queue = queuePool();
  // The trap: what is begun is locked in the name of all the places together, and in that of none of them.
  let name = "";
  events.on("pool:create", ({ workerPool }) => {
    name = workerPool.id;
    lease.cover(name);
    living.set(name, underWay.ids);
  });
  const end = async () => {
    living.delete(name);
    // First: whoever still asks for a job would begin one that nobody knows to be under way, and another worker is given it too.
    queue.cutOff();
    await lease.end();
  };
  const written = new Promise<void>((done) =>
    events.once("pool:gracefulShutdown", async () => {
      do {
        await underWay.none();
        await pause(WRITING_MS, undefined, { ref: false });
      } while (underWay.isDoing());
      done();
    }),
  );
  let inARow = 0;
  const runner = await run({
    events,
    pgPool: queue.pool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    preset: PRESET,
    taskList,
    parsedCronItems: parseCronItems([...crontab]),
    logger: new Logger(() => (level, message, meta) => {
      if (level === "error") log.error({ detail: message, ...errorOf(meta) }, "job failed");
      else if (level === "warning" && !FEWER_CONNECTIONS.test(message)) log.warn({ detail: message }, "job worker");
      else log.debug({ detail: message }, "job worker");
    }),
  }).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const stopped = runner.promise.catch((error: unknown) => log.error({ detail: String(error) }, "job worker stopped"));
  events.on("worker:getJob:empty", () => {
    inARow = 0;
  });
  events.on("job:start", () => {
    inARow = 0;
  });
  events.on("job:error", () => count("jobs_failed"));
  const stop = () => void runner.stop().catch(() => undefined);
  events.on("worker:getJob:error", ({ error }) => {
    inARow += 1;
    if (inARow !== 2 * concurrency) return;
    log.warn({ detail: String(error) }, "job worker does not reach its queue");
    stop();
  });
  const over = Promise.race([stopped, written]).then(() => {
    // Where its places ended by themselves, its timetable goes on otherwise.
    stop();
    return end();
  });
  return { over, stop };
}

function errorOf(meta: unknown): object {
  const { error } = (meta ?? {}) as { error?: unknown };
  return error instanceof Error ? { cause: error.message } : {};
}
