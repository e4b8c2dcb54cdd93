import { setTimeout as pause } from "node:timers/promises";
import { schemaState } from "@/lib/db/schema-state";
import { isDraining } from "@/lib/kernel/draining";
import { AppError } from "@/lib/kernel/errors";

/** What may keep this process from taking requests. */
export type ReadinessCheck = "draining" | "database" | "migrations" | "clock";

/** How long the database may take. */
const DATABASE_MS = 1_000;
/** How far our clock may be from the database's: tokens that we sign are believed for a minute beside their times. */
export const CLOCK_TOLERANCE_MS = 30_000;
const RETRY_AFTER_S = 2;

/**
 * Answers while this process is fit to take requests: it is not about to stop, the database answers within a second and has every
 * migration of this version, and both clocks agree to half a minute.
 *
 * @throws AppError `unavailable` that names the checks that failed, and nothing else
 */
export async function checkReadiness(): Promise<void> {
  const failed = await failedChecks();
  if (failed.length === 0) return;
  const issues = failed.map((check) => ({ path: "", message: `Not ready: ${check}` }));
  throw new AppError("unavailable", { issues, retryAfterS: RETRY_AFTER_S });
}

async function failedChecks(): Promise<ReadinessCheck[]> {
  // First, and without the others: whoever stops has nothing to say about a database.
  if (isDraining()) return ["draining"];
  const giveUp = new AbortController();
  const began = Date.now();
  const tooLate = pause(DATABASE_MS, null, { signal: giveUp.signal, ref: false }).catch(() => null);
  const state = await Promise.race([schemaState().catch(() => null), tooLate]);
  giveUp.abort();
  if (!state) return ["database"];
  const apart = clockDifferenceMs(state.now, began, Date.now());
  return [
    ...(state.missing.length > 0 ? (["migrations"] as const) : []),
    ...(Math.abs(apart) > CLOCK_TOLERANCE_MS ? (["clock"] as const) : []),
  ];
}

/** By how much our clock is ahead of one that said `there` between two moments of ours. */
export function clockDifferenceMs(there: Date, asked: number, answered: number): number {
  return (asked + answered) / 2 - there.getTime();
}
