import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ownerLinkIfUnclaimed } from "@/lib/core/accounts/owner-link";
import { type boot, setListeningPort } from "@/lib/db/boot";
import { disconnect } from "@/lib/db/client";
import { preload } from "@/lib/hosted/render-page";
import { startWorker } from "@/lib/jobs/worker";
import { ConfigurationError, env } from "@/lib/kernel/env";
import { banner } from "./banner";
import { drain } from "./drain";
import { createHttpServer } from "./http-server";
import { outliveStrayErrors } from "./last-resort";
import { metricsHost, startMetrics } from "./metrics/start-metrics";
import { nextPages } from "./pages";
import { logRequest } from "./seen-request";

/** How long requests in flight may take to finish after SIGTERM. */
const DRAIN_MS = 25_000;

/**
 * Listens, works through the jobs, and says so; from then on it stops in order on SIGTERM and SIGINT.
 *
 * @throws ConfigurationError when the port is taken
 */
export async function serve({ settings, database }: Awaited<ReturnType<typeof boot>>, { dev }: { dev: boolean }): Promise<void> {
  outliveStrayErrors();
  const pages = nextPages(dev);
  const metrics = await startMetrics(settings);
  const witnesses = [...(metrics ? [metrics.witness] : []), ...(settings.LOG_REQUESTS === "on" ? [logRequest] : [])];
  const server = createHttpServer(pages.handle, { direct: !dev, witnesses, metrics: metrics?.onOwnPort ?? null });
  await listen(server, "PORT", settings.PORT);
  const { port } = server.address() as AddressInfo;
  setListeningPort(settings, port);
  // SECURITY: Next passes an action on to the page it belongs to, cookies included, and would ask whatever listens on port 3000.
  process.env.__NEXT_PRIVATE_ORIGIN = `http://127.0.0.1:${port}`;
  if (metrics?.elsewhere) await listen(metrics.elsewhere, "METRICS_PORT", settings.METRICS_PORT ?? 0, metricsHost(settings));
  const [worker, ownerLink] = await Promise.all([startWorker(), ownerLinkIfUnclaimed(), preload()]);
  console.log(banner(env(), { embedded: database.embedded, ownerLink }));
  pages.prepare();

  const stop = async () => {
    await drain(server, { delayMs: settings.SHUTDOWN_DELAY_S * 1_000, patienceMs: DRAIN_MS });
    metrics?.elsewhere?.close();
    metrics?.elsewhere?.closeAllConnections();
    await worker.stop().catch(() => undefined);
    await pages.close().catch(() => undefined);
    await disconnect();
    await database.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}

function listen(server: Server, setting: "PORT" | "METRICS_PORT", port: number, host?: string): Promise<void> {
  return new Promise((listening, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      failed(
        error.code === "EADDRINUSE"
          ? new ConfigurationError(
              `${setting}: ${port} is taken by another program. Choose another one, for example ${setting}=${port + 1} npm start`,
            )
          : error,
      ),
    );
    server.listen(port, host, listening);
  });
}
