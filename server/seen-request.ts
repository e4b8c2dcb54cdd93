import type { IncomingMessage, ServerResponse } from "node:http";
import { CLIENT_IP_HEADER } from "@/lib/http/client-ip";
import { log } from "@/lib/kernel/log";

/** What is known of a request once its answer has left, or its sender has. */
export type SeenRequest = {
  /** The address as the list of routes writes it; `none` where nothing is. SECURITY: never the path, in which a token may stand. */
  readonly route: string;
  readonly method: string;
  /** 0: the sender left before an answer. */
  readonly status: number;
  readonly ms: number;
  readonly requestId: string;
  /** The client's address, as the trusted proxies say. */
  readonly client: string;
};

/** Is told of each request. */
export type Witness = (seen: SeenRequest) => void;

/**
 * Has the witnesses told of a request when it is over.
 *
 * @param route is asked then, when it is known where the path led
 */
export function watchRequest(
  witnesses: readonly Witness[],
  requestId: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  route: () => string,
): void {
  const began = performance.now();
  outgoing.once("close", () => {
    const seen: SeenRequest = {
      route: route(),
      method: incoming.method ?? "",
      status: outgoing.headersSent ? outgoing.statusCode : 0,
      ms: performance.now() - began,
      requestId,
      client: String(incoming.headers[CLIENT_IP_HEADER] ?? incoming.socket.remoteAddress ?? ""),
    };
    for (const witness of witnesses) witness(seen);
  });
}

/** Writes one line of the log for each request. */
export const logRequest: Witness = ({ route, method, status, ms, requestId, client }) =>
  log.info({ request_id: requestId, method, route, status, ms: Math.round(ms * 10) / 10, client }, "request");
