import { availableParallelism } from "node:os";
import { AppError } from "@/lib/kernel/errors";

/** How long one hash takes on a slow core, and how long anybody should wait for a turn. */
const HASH_MS = 10;
const MAX_WAIT_MS = 2_000;

const width = Math.max(1, availableParallelism());
const maxWaiting = Math.floor((MAX_WAIT_MS / HASH_MS) * width);

type Queue = { running: number; readonly waiting: (() => void)[] };
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
  holder[slot] ??= { running: 0, waiting: [] };
  const queue = holder[slot];
  if (queue.running >= width) {
    if (queue.waiting.length >= maxWaiting) throw new AppError("unavailable", { retryAfterS: 3 });
    await new Promise<void>((turn) => queue.waiting.push(turn));
  } else {
    queue.running += 1;
  }
  try {
    return await work();
  } finally {
    const next = queue.waiting.shift();
    if (next) next();
    else queue.running -= 1;
  }
}
