import { randomInt } from "node:crypto";

const [MINUTE, HOUR] = [60, 3_600];

/** How many seconds are waited after each attempt that failed. After the tenth nothing is tried any more. */
const WAITS = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** How much a wait may differ, so that what failed at once is not tried again at once. */
const JITTER = 0.1;

/** After how many seconds the next attempt follows `tries` that failed; null: none does. */
export function retryWaitS(tries: number, random = randomInt(1_001) / 1_000): number | null {
  const wait = WAITS[tries - 1];
  return wait === undefined ? null : Math.round(wait * (1 - JITTER + 2 * JITTER * random));
}
