import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isContended } from "@/lib/kernel/faults";

/** How often something is done again that was chosen to end a deadlock, and up to how long it waits before the first time. */
const [AGAIN, WAIT_MS] = [3, 10];

/**
 * Does a transaction, which may be one statement, and does it again where it lost against another one: nothing of it is left then.
 *
 * @param work does nothing but ask the database
 */
export async function againIfLost<T>(work: () => Promise<T>): Promise<T> {
  for (let again = 0; ; again++) {
    try {
      return await work();
    } catch (error) {
      if (again === AGAIN || !isContended(error)) throw error;
      await pause(randomInt(WAIT_MS * 2 ** again));
    }
  }
}
