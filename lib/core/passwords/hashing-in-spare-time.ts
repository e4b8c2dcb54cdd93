import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { isAppError } from "@/lib/kernel/errors";
import { hashing } from "./hashing-queue";

/** So many at a time: one core is left to those who sign in. */
const LANES = Math.max(1, availableParallelism() - 1);
/** How long a full queue is left alone. */
const REST_MS = 200;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Runs a password hash that nobody stands and waits for, such as one of an import.
 *
 * It takes its turn with all others, but only a few of its kind stand in the queue at a time, however many are asked for: a
 * sign-in waits for one of them at most. It is never refused; while the queue is full it waits.
 */
export async function hashingInSpareTime<T>(work: () => Promise<T>): Promise<T> {
  if (running >= LANES) await new Promise<void>((turn) => waiting.push(turn));
  else running += 1;
  try {
    return await unrefused(work);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

async function unrefused<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await hashing(work);
    } catch (error) {
      if (!isAppError(error) || error.code !== "unavailable") throw error;
      await pause(REST_MS);
    }
  }
}
