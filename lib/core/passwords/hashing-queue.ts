import { availableParallelism } from "node:os";
import { AppError } from "@/lib/kernel/errors";

/** How long anybody should wait for a turn. */
const MAX_WAIT_MS = 2_000;

const width = Math.max(1, availableParallelism());

/** `hashMs` is what a hash has taken lately: on a busy machine fewer fit into the same wait. */
type Queue = { running: number; hashMs: number; readonly waiting: (() => void)[] };
const slot = Symbol.for("signin-fast.hashing-queue");
type Holder = { [slot]?: Queue };

/**
 * Runs a password hash when a core is free for it.
 *
 * One hash a core at a time: more would be no faster, would fill libuv's pool, and everything else that uses the pool
 * would wait behind passwords. A queue longer than about two seconds is refused at once instead of growing.
 *
 * @throws AppError `unavailable` when the queue is full
 */
export async function hashing<T>(work: () => Promise<T>): Promise<T> {
  const holder = globalThis as Holder;
  holder[slot] ??= { running: 0, hashMs: 10, waiting: [] };
  const queue = holder[slot];
  if (queue.running >= width) {
    const waitMs = ((queue.waiting.length + 1) / width) * queue.hashMs;
    if (waitMs > MAX_WAIT_MS) throw new AppError("unavailable", { retryAfterS: 3 });
    await new Promise<void>((turn) => queue.waiting.push(turn));
  } else {
    queue.running += 1;
  }
  const began = performance.now();
  try {
    return await work();
  } finally {
    queue.hashMs += (performance.now() - began - queue.hashMs) / 16;
    const next = queue.waiting.shift();
    if (next) next();
    else queue.running -= 1;
  }
}
