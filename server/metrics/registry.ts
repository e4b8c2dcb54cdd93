import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { passwordQueues } from "@/lib/core/passwords/hashing-queue";
import { jobLoad, mailTroubles, poolLoads } from "@/lib/db/load";
import { counted } from "@/lib/kernel/counters";
import { isDraining } from "@/lib/kernel/draining";
import { log } from "@/lib/kernel/log";
import type { RequestFigures } from "./request-figures";

/**
 * Everything that Prometheus is told of this process. What is a level is read when it is asked for, so it costs nothing in
 * between.
 *
 * SECURITY: no label comes from a request; a route is named by its pattern.
 */
export function metricsRegistry(requests: RequestFigures): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(requests as never);
  for (const add of [addPasswords, addJobs, addMails, addConnections, addProcess]) add(registry);
  return registry;
}

function addPasswords(registry: Registry): void {
  gauge(registry, "signin_password_queue_waiting", "Forms and hashes that wait for a turn.", ["queue"], (set) => {
    for (const { queue, waiting } of passwordQueues()) set(waiting, { queue });
  });
  gauge(registry, "signin_password_queue_running", "Forms and hashes that have their turn.", ["queue"], (set) => {
    for (const { queue, running } of passwordQueues()) set(running, { queue });
  });
  counter(registry, "signin_passwords_refused_total", "Forms and hashes refused because too many waited.", [], (set) =>
    set(counted().passwords_refused, {}),
  );
}

function addJobs(registry: Registry): void {
  gauge(registry, "signin_jobs", "Jobs in the queue of all instances.", ["state"], async (set) => {
    const load = await jobLoad().catch(uncounted("the queue"));
    for (const [state, value] of Object.entries(load ?? {})) set(value, { state });
  });
  counter(registry, "signin_job_failures_total", "Tries at a job that failed here.", [], (set) => set(counted().jobs_failed, {}));
}

function addMails(registry: Registry): void {
  counter(registry, "signin_mails_total", "Mails by what became of a try to send them.", ["outcome"], (set) => {
    const { mails_sent, mails_kept, mails_refused, mails_failed, mails_outdated } = counted();
    const outcomes = { sent: mails_sent, kept: mails_kept, refused: mails_refused, failed: mails_failed, outdated: mails_outdated };
    for (const [outcome, value] of Object.entries(outcomes)) set(value, { outcome });
  });
  const help = "Sites, and accounts for mails to their operators, whose mails keep failing, by why the last one did. None: no line.";
  gauge(registry, "signin_mails_failing", help, ["of", "reason"], async (set) => {
    for (const { reason, sites, accounts } of (await mailTroubles().catch(uncounted("failing mails"))) ?? []) {
      if (sites > 0) set(sites, { of: "site", reason });
      if (accounts > 0) set(accounts, { of: "account", reason });
    }
  });
}

function addConnections(registry: Registry): void {
  gauge(registry, "signin_database_connections", "Connections to the database.", ["pool", "state"], (set) => {
    for (const { pool, inUse, idle } of poolLoads()) {
      set(inUse, { pool, state: "in_use" });
      set(idle, { pool, state: "idle" });
    }
  });
  gauge(registry, "signin_database_waiting", "Statements that wait for a connection.", ["pool"], (set) => {
    for (const { pool, waiting } of poolLoads()) set(waiting, { pool });
  });
}

function addProcess(registry: Registry): void {
  counter(registry, "signin_stray_errors_total", "Errors that nothing was there to catch.", [], (set) => set(counted().stray_errors, {}));
  gauge(registry, "signin_draining", "1 once the process has been told to stop.", [], (set) => set(isDraining() ? 1 : 0, {}));
}

/** A figure that the database does not give is left out; the others are told. */
const uncounted = (what: string) => (error: unknown) => {
  log.warn({ detail: String(error) }, `${what} could not be counted`);
  return null;
};

type Labels = Readonly<Record<string, string>>;
type Read = (set: (value: number, labels: Labels) => void) => void | Promise<void>;

function gauge(registry: Registry, name: string, help: string, labelNames: readonly string[], read: Read): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      this.reset();
      await read((value, labels) => this.set(labels, value));
    },
  });
}

/** One whose count is kept elsewhere. */
function counter(registry: Registry, name: string, help: string, labelNames: readonly string[], read: Read): void {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      this.reset();
      await read((value, labels) => this.inc(labels, value));
    },
  });
}
