import type { WorkerEvents } from "graphile-worker";

/** That a job is over is written down after it says so: for so long it counts as under way still. */
const WRITTEN_DOWN_MS = 60_000;

/** Follows what a worker is at, by its events. What comes back tells the ids of those jobs. */
export function jobsUnderWay(events: WorkerEvents): () => string[] {
  const until = new Map<string, number>();
  events.on("job:start", ({ job }) => until.set(job.id, Number.POSITIVE_INFINITY));
  events.on("job:complete", ({ job }) => until.set(job.id, Date.now() + WRITTEN_DOWN_MS));
  return () => {
    for (const [id, end] of until) if (end < Date.now()) until.delete(id);
    return [...until.keys()];
  };
}
