import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Has what an upload still brings behind its answer thrown away, for as long as the listener lets it: who was refused gets to
 * read why, and may go on with the connection.
 *
 * The trap: the listener discards it already, but the reader that the route left behind stops the flow at each chunk.
 */
export function discardRest(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.once("close", () => {
    if (!incoming.readableEnded) incoming.removeAllListeners("data");
  });
}
