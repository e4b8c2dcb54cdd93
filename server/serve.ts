import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ownerLinkIfUnclaimed } from "@/lib/core/accounts/owner-link";
import { requireOwnKeys } from "@/lib/core/keys/require-own-keys";
import { type boot, setListeningPort } from "@/lib/db/boot";
import { disconnect } from "@/lib/db/client";
import { followKeys } from "@/lib/db/keys";
import { preload } from "@/lib/hosted/render-page";
import { startWorker } from "@/lib/jobs/worker";
import { ConfigurationError, env, setEnv } from "@/lib/kernel/env";
import { banner } from "./banner";
import { drain, takeDown } from "./drain";
import { createHttpServer } from "./http-server";
import { outliveStrayErrors } from "./last-resort";
import { metricsHost, startMetrics } from "./metrics/start-metrics";
import { nextPages } from "./pages";
import { logRequest } from "./seen-request";

/** How long requests in flight may take to finish after SIGTERM. */
const DRAIN_MS = 25_000;
/** How long the jobs under way and the database may take after that. A database that is not gone in 25 s never is. */
const CLOSING_MS = 30_000;

/**
 * Listens, works through the jobs, and says so; from then on it stops in order on SIGTERM and SIGINT.
 *
 * @throws ConfigurationError when a port is taken, or the keys are not those of this database
 */
export async function serve({ settings, database }: Awaited<ReturnType<typeof boot>>, { dev }: { dev: boolean }): Promise<void> {
  outliveStrayErrors();
  await requireOwnKeys();
  const unfollowKeys = settings.SIGNIN_KEYS ? null : followKeys(settings.DATA_DIR, (keys) => setEnv({ ...env(), keys }));
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

  const delayMs = settings.SHUTDOWN_DELAY_S * 1_000;
  const steps = {
    requests: () => drain(server, { delayMs, patienceMs: DRAIN_MS }),
    metrics: async () => {
      unfollowKeys?.();
      metrics?.elsewhere?.close();
      metrics?.elsewhere?.closeAllConnections();
    },
    jobs: () => worker.stop(),
    pages: () => pages.close(),
    connections: () => disconnect(),
    database: () => database.close(),
  };
  const stop = async () => process.exit((await takeDown(steps, delayMs + DRAIN_MS + CLOSING_MS)) ? 0 : 1);
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
