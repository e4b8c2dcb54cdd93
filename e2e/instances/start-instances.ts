import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unique } from "../api";
import { startMailProvider } from "../faults/mail-provider";
import { freePort } from "../free-port";
import { type RunningServer, startServer } from "../server";
import { startDatabase } from "./database";
import { startRoundRobin } from "./round-robin";

/** Budgets that whoever sends thousands of requests from one machine does not use up. */
const WIDE = {
  FAILURES_PER_SITE: "1000000",
  FAILURES_IN_ALL: "1000000",
  SIGN_UPS_PER_ADDRESS: "1000000",
  MAILS_PER_SITE: "1000000",
  MAILS_IN_ALL: "1000000",
} as const;

/** An instance that can be ended and started anew at the same port. */
export type Instance = { readonly port: number; server(): RunningServer; restart(): Promise<void> };

/** How many seconds an instance goes on that is told to stop: the balancer looks ten times a second. */
const DELAY_S = 1;

/**
 * The product as it runs behind a load balancer: so many instances of it on one PostgreSQL, with one ring of keys, and a provider of mails.
 *
 * @param count of instances
 * @param through what the address of the database is replaced by
 * @param settings of each instance besides
 */
export async function startInstances(
  count: number,
  through = async (databaseUrl: string) => databaseUrl,
  settings: Record<string, string> = {},
) {
  const [database, provider] = await Promise.all([startDatabase(), startMailProvider()]);
  const databaseUrl = await through(database.url);
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const balancer = await startRoundRobin(ports, { believed: true });
  const baseUrl = `http://localhost:${balancer.port}`;
  const folders: string[] = [];
  const common: Record<string, string> = {
    APP_URL: baseUrl,
    DATABASE_URL: databaseUrl,
    SIGNIN_KEYS: `k1:${randomBytes(32).toString("base64url")}`,
    TRUSTED_PROXIES: "1",
    SHUTDOWN_DELAY_S: String(DELAY_S),
    RESEND_API_KEY: "re_instances",
    RESEND_BASE_URL: provider.url,
    LOG_LEVEL: "warn",
    ...WIDE,
    ...settings,
  };
  /** Starts one more. It ends when whoever asked for it ends it. */
  const start = async (more: Record<string, string> = {}) => {
    const dataDir = await mkdtemp(join(tmpdir(), "signin-instance-"));
    folders.push(dataDir);
    return startServer({ ...common, DATA_DIR: dataDir, ...more });
  };
  const instances: Instance[] = [];
  // One after the other: the first one migrates.
  for (const port of ports) {
    let server = await start({ PORT: String(port) });
    instances.push({
      port,
      server: () => server,
      async restart() {
        await server.end();
        server = await startServer({ ...common, DATA_DIR: server.dataDir, PORT: String(port) });
      },
    });
  }
  const words = ["account", "create", "--email", "owner@example.com", "--password", "a long operator password"];
  const first = instances[0] as Instance;
  const command = <T>(...given: string[]) => first.server().cli<T>(...given);
  const { api_token: apiToken } = await command<{ api_token: string }>(...words);
  return {
    baseUrl,
    instances,
    database,
    provider,
    apiToken,
    /** Runs a command beside the first instance. */
    command,
    start,
    /** A site of the customer's. */
    async makeSite(more: object = {}): Promise<{ id: number; slug: string }> {
      const answer = await fetch(`http://127.0.0.1:${first.port}/api/sites`, {
        method: "POST",
        headers: { authorization: `Bearer ${apiToken}`, "content-type": "application/json" },
        body: JSON.stringify({ site: { name: "Acme", slug: unique("acme"), success_uri: "https://acme.example/callback", ...more } }),
      });
      if (answer.status !== 201) throw new Error(`No site was made: ${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { site: { id: number; slug: string } }).site;
    },
    async stop() {
      await balancer.stop();
      await Promise.all(instances.map((instance) => instance.server().end()));
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
      await provider.stop();
      await database.stop();
    },
  };
}

export type Instances = Awaited<ReturnType<typeof startInstances>>;
