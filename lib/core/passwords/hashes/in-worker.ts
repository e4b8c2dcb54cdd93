import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** A hash that is computed in JavaScript. Answered by the whole string of bcrypt, by the last 22 characters of phpass. */
export type SlowHash =
  | { readonly kind: "bcrypt"; readonly setting: string; readonly password: string }
  | { readonly kind: "phpass"; readonly rounds: number; readonly salt: string; readonly password: string };

const slot = Symbol.for("signin-fast.idle-hash-workers");
type Holder = { [slot]?: Set<Worker> };

/**
 * Computes a hash in a thread of its own, so that nothing else waits for it.
 *
 * A thread starts when it is first needed, stays for the next hash, and does not keep the process running. There are as many
 * as were ever needed at a time: who asks has a turn in the queue of hashes, which is one for each core.
 *
 * @throws Error when the thread fails
 */
export async function inWorker(work: SlowHash): Promise<string> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Set();
  const idle = holder[slot];
  const [worker = startWorker(idle)] = idle;
  idle.delete(worker);
  worker.ref();
  const answered = new AbortController();
  try {
    const message = once(worker, "message", { signal: answered.signal });
    const end = once(worker, "exit", { signal: answered.signal }).then(() => Promise.reject(new Error("A hashing thread has ended")));
    worker.postMessage(work);
    const [made] = (await Promise.race([message, end])) as [string];
    idle.add(worker);
    return made;
  } finally {
    answered.abort();
    worker.unref();
  }
}

/** The thread runs a file of plain JavaScript that needs no building, found from the working folder, as Next finds it too. */
function startWorker(idle: Set<Worker>): Worker {
  const worker = new Worker(join(process.cwd(), "lib/core/passwords/hashes/worker.mjs"));
  // Who waits for it hears of its end by themselves; when nobody does, it is no reason to end the process.
  return worker.on("error", () => idle.delete(worker)).on("exit", () => idle.delete(worker));
}
