import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { setDraining } from "@/lib/kernel/draining";
import { log } from "@/lib/kernel/log";

/** How long a connection that was just taken has to bring its request. */
const GRACE_MS = 250;
/** How often connections are closed after that which have nothing under way any more. */
const IDLE_MS = 50;

/**
 * Stops a server without losing a request that it has taken.
 *
 * First it only says that it will stop: readiness fails, and each answer asks its client to connect anew, which a load balancer then
 * does elsewhere. After `delayMs` it takes no more connections, and what is under way gets `patienceMs`.
 */
export async function drain(server: Server, { delayMs, patienceMs }: { delayMs: number; patienceMs: number }): Promise<void> {
  setDraining(true);
  await pause(delayMs);
  // Not the close of `http`: that one ends connections whose request is on its way.
  const closed = new Promise<void>((done) => NetServer.prototype.close.call(server, () => done()));
  const inTime = Date.now() + GRACE_MS;
  const sweeping = setInterval(() => Date.now() > inTime && server.closeIdleConnections(), IDLE_MS);
  const timeout = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(sweeping);
  clearTimeout(timeout);
}

/**
 * Takes a process down step by step, each behind the last, also behind one that failed.
 *
 * @param steps by what they are called in the log
 * @returns whether all went well within `patienceMs`; with false some may still be under way
 */
export async function takeDown(steps: Readonly<Record<string, () => Promise<unknown>>>, patienceMs: number): Promise<boolean> {
  let at = "";
  let well = true;
  const down = (async () => {
    for (const [name, step] of Object.entries(steps)) {
      at = name;
      await step().catch((error: unknown) => {
        well = false;
        log.error({ step: name, detail: String(error) }, "did not end well");
      });
    }
    return well;
  })();
  const late = pause(patienceMs, false, { ref: false }).then(() => {
    log.error({ step: at }, "took too long to end");
    return false;
  });
  return Promise.race([down, late]);
}
