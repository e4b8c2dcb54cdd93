import type { IncomingMessage, Server } from "node:http";

/** How long the body of a request may take to arrive. */
export const ARRIVAL_MS = 30_000;
/** How long an upload may bring nothing. */
export const UPLOAD_IDLE_MS = 60_000;

/**
 * Refuses a body that does not arrive in time, as the parser refuses what it cannot read. Node's own limit is one for all
 * requests, and an upload may take hours: it only has to go on.
 */
export function refuseSlowBody(
  server: Server,
  incoming: IncomingMessage,
  { isUpload, arrivalMs = ARRIVAL_MS }: { isUpload: boolean; arrivalMs?: number },
): void {
  const { "content-length": length = "0", "transfer-encoding": chunked } = incoming.headers;
  if (length === "0" && chunked === undefined) return;
  if (isUpload) {
    incoming.setTimeout(UPLOAD_IDLE_MS);
    return;
  }
  const timer = setTimeout(() => {
    const late = Object.assign(new Error("The body took too long"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
    if (!incoming.complete) server.emit("clientError", late, incoming.socket);
  }, arrivalMs).unref();
  incoming.once("close", () => clearTimeout(timer));
}
