import type { WorkerEvents } from "graphile-worker";

/** That a job is over is written down after it says so: for so long it counts as under way still. */
const WRITTEN_DOWN_MS = 60_000;

/** What a worker is at. */
export type JobsUnderWay = {
  /** The ids of its jobs, with those that are over and may not be written down yet. */
  ids(): string[];
  /** Whether a job is being done. */
  isDoing(): boolean;
  /** Waits until none is. */
  none(): Promise<void>;
};

/** Follows what a worker is at, by its events. */
export function jobsUnderWay(events: WorkerEvents): JobsUnderWay {
  const until = new Map<string, number>();
  let waiting: (() => void)[] = [];
  const isDoing = () => [...until.values()].includes(Number.POSITIVE_INFINITY);
  events.on("job:start", ({ job }) => until.set(job.id, Number.POSITIVE_INFINITY));
  events.on("job:complete", ({ job }) => {
    until.set(job.id, Date.now() + WRITTEN_DOWN_MS);
    if (isDoing()) return;
    for (const tell of waiting) tell();
    waiting = [];
  });
  return {
    isDoing,
    ids() {
      for (const [id, end] of until) if (end < Date.now()) until.delete(id);
      return [...until.keys()];
    },
    async none() {
      while (isDoing()) await new Promise<void>((told) => waiting.push(told));
    },
  };
}
