import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port";
import { type RunningServer, startServer } from "../server";
import { startRoundRobin } from "./round-robin";

/**
 * A server of the tests that another instance can join: then each request goes to the next of the two. Both are behind one address from the
 * beginning, and have one database and one ring of keys.
 */
export async function startToBeJoined(
  settings: Record<string, string>,
): Promise<{ server: RunningServer; joined(): Promise<RunningServer> }> {
  const [first, second] = [await freePort(), await freePort()];
  const balancer = await startRoundRobin([first, second], { believed: false });
  const common = { ...settings, APP_URL: `http://localhost:${balancer.port}`, TRUSTED_PROXIES: "1" };
  const server = await startServer({ ...common, PORT: String(first) });
  const kept = async (name: string) => (await readFile(join(server.dataDir, name), "utf8")).trim();
  return {
    server,
    async joined() {
      const dataDir = await mkdtemp(join(tmpdir(), "signin-joined-"));
      const { OUTGOING_ALLOW_LOOPBACK: loopback, ...allowed } = common as Record<string, string>;
      const own = { DATA_DIR: dataDir, PORT: String(second), DATABASE_URL: await kept("database-url"), SIGNIN_KEYS: await kept("keys") };
      const more: Record<string, string> =
        loopback === "on" ? { NODE_OPTIONS: `--import ${join(import.meta.dirname, "allow-loopback.mjs")}` } : {};
      const other = await startServer({ ...allowed, ...own, ...more });
      return {
        ...server,
        output: () => server.output() + other.output(),
        async stop() {
          await balancer.stop();
          await other.end();
          await server.stop();
          await rm(dataDir, { recursive: true, force: true });
        },
      };
    },
  };
}
