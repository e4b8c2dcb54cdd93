import { createServer, type RequestListener, type Server } from "node:http";
import type { Env } from "@/lib/kernel/env";
import type { Witness } from "../seen-request";

/** What is counted, and where it is told. */
export type Metrics = {
  readonly witness: Witness;
  /** Answers on the server's own port, where no other is set. */
  readonly onOwnPort: RequestListener | null;
  /** The server to listen on the other port. */
  readonly elsewhere: Server | null;
};

/** The figures for Prometheus, or null where nobody has asked for them: then nothing is even loaded. */
export async function startMetrics({ METRICS_PORT, METRICS_TOKEN }: Pick<Env, "METRICS_PORT" | "METRICS_TOKEN">): Promise<Metrics | null> {
  if (METRICS_PORT === undefined && METRICS_TOKEN === undefined) return null;
  const [{ RequestFigures }, { metricsRegistry }, { metricsEndpoint }] = await Promise.all([
    import("./request-figures"),
    import("./registry"),
    import("./endpoint"),
  ]);
  const requests = new RequestFigures();
  const endpoint = metricsEndpoint(metricsRegistry(requests), METRICS_TOKEN);
  const { witness } = requests;
  return METRICS_PORT === undefined
    ? { witness, onOwnPort: endpoint, elsewhere: null }
    : { witness, onOwnPort: null, elsewhere: createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, endpoint) };
}

/** SECURITY: figures that need no token are told to this machine only. */
export const metricsHost = ({ METRICS_TOKEN }: Pick<Env, "METRICS_TOKEN">) => (METRICS_TOKEN === undefined ? "127.0.0.1" : undefined);
