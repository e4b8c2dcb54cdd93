import type { IncomingMessage, ServerResponse } from "node:http";
import { beginTrace, markFailed } from "@/lib/kernel/trace";

/**
 * Handles a request inside a span of its own, named by its method and its pattern: `GET /api/sites/[id]`.
 *
 * SECURITY: never the path, in which a token may stand, and never who asked. `signin.request_id` is the id that the answer's header names
 * and the log of the request.
 *
 * @param route is asked at the end, when it is known where the path led
 */
export function traceRequest(
  requestId: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  route: () => string,
  handle: () => void,
): void {
  const method = METHODS.has(incoming.method ?? "") ? (incoming.method as string) : "_OTHER";
  const { span, inside } = beginTrace(method, "server", { "http.request.method": method, "signin.request_id": requestId });
  if (span.isRecording())
    outgoing.once("close", () => {
      span.updateName(`${method} ${route()}`);
      span.setAttribute("http.route", route());
      if (!outgoing.headersSent) markFailed(span, "client_gone");
      else {
        span.setAttribute("http.response.status_code", outgoing.statusCode);
        if (outgoing.statusCode >= 500) markFailed(span, String(outgoing.statusCode));
      }
      span.end();
    });
  inside(handle);
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
