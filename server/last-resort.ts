import { count } from "@/lib/kernel/counters";
import { log } from "@/lib/kernel/log";

/**
 * Has the process outlive an error that nothing was there to catch: it is logged and counted, and everybody else is served.
 *
 * Each request catches its own; what comes here is a mistake in code that nobody waits for. Ending the process would end every
 * request under way for it, and whoever can repeat it could do so again and again.
 */
export function outliveStrayErrors(
  told: NodeJS.EventEmitter = process,
  outputs: readonly NodeJS.EventEmitter[] = [process.stdout, process.stderr],
): void {
  // Where nobody reads what we write any more, telling of that fails too, and so on for ever: then nothing else is done, not even an end.
  for (const output of outputs) output.on("error", () => count("stray_errors"));
  const tell = (what: string) => (error: unknown) => {
    count("stray_errors");
    log.error({ detail: error instanceof Error ? error.stack : String(error) }, what);
  };
  told.on("unhandledRejection", tell("a promise failed and nobody was there to hear it"));
  told.on("uncaughtException", tell("an error that nothing caught"));
}
