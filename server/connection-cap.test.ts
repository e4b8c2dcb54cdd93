import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { startServer } from "@/lib/testing/raw-http";

let before: Env;
let server: Awaited<ReturnType<typeof startServer>>;
const opened: Socket[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  before = env();
});
afterEach(() => {
  setEnv(before);
  for (const socket of opened.splice(0)) socket.destroy();
});

/** Opens a connection from an address of this machine, asks for the health check, and tells whether it was answered. */
async function isServed(localAddress: string): Promise<boolean> {
  const socket = connect({ port: server.port, host: "127.0.0.1", localAddress });
  opened.push(socket);
  socket.on("error", () => undefined).write(`GET /api/health HTTP/1.1\r\nhost: ${server.host}\r\n\r\n`);
  return Promise.race([once(socket, "data").then(() => true), once(socket, "close").then(() => false)]);
}

test("an address holds so many connections and no more, another one its own, and one that is closed makes room", async () => {
  setEnv({ ...before, CONNECTIONS_PER_ADDRESS: 3 });
  for (let index = 0; index < 3; index++) expect(await isServed("127.0.0.9")).toBe(true);
  expect(await isServed("127.0.0.9")).toBe(false);
  expect(await isServed("127.0.0.8")).toBe(true);
  const [first] = opened;
  first?.destroy();
  await expect.poll(() => isServed("127.0.0.9")).toBe(true);
});

test("behind a proxy, and where the cap is 0, none is counted", async () => {
  for (const settings of [{ TRUSTED_PROXIES: 1 }, { CONNECTIONS_PER_ADDRESS: 0 }]) {
    setEnv({ ...before, CONNECTIONS_PER_ADDRESS: 1, ...settings });
    for (let index = 0; index < 4; index++) expect(await isServed("127.0.0.7")).toBe(true);
  }
});
