import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import { log } from "@/lib/kernel/log";
import { sameBytes, sha256 } from "@/lib/kernel/secrets";

/** Where Prometheus looks, exactly so. */
export const METRICS_PATH = "/metrics";

/**
 * Answers Prometheus.
 *
 * @param token what it has to show, where there is one. SECURITY: hashes are compared, so that neither its length nor how much
 *   of it is right can be told from the time that takes
 */
export function metricsEndpoint(registry: Registry, token: string | undefined): RequestListener {
  const expected = token === undefined ? null : sha256(`Bearer ${token}`);
  return async (incoming, outgoing) => {
    outgoing.setHeader("cache-control", "no-store");
    if (incoming.url !== METRICS_PATH) return refuse(incoming, outgoing, 404);
    if (incoming.method !== "GET") return refuse(incoming, outgoing, 405, { allow: "GET" });
    if (expected && !sameBytes(sha256(incoming.headers.authorization ?? ""), expected))
      return refuse(incoming, outgoing, 401, { "www-authenticate": "Bearer" });
    try {
      const text = await registry.metrics();
      outgoing.writeHead(200, { "content-type": registry.contentType }).end(text);
    } catch (error) {
      log.error({ detail: String(error) }, "the figures could not be read");
      refuse(incoming, outgoing, 500);
    }
  };
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  outgoing.writeHead(status, { ...headers, connection: "close" }).end();
  incoming.resume();
}
