import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import pg from "pg";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { env } from "@/lib/kernel/env";
import { toAppError } from "@/lib/kernel/faults";
import { connections } from "./client";
import { endWhenSilent } from "./silent-connection";

const SILENCE_MS = 200;

let relay: Server;
let isSilent: boolean;
let sockets: Socket[];
let client: pg.Client;

/** The database behind something that can swallow whatever is sent, in both directions, and says nothing of it. */
beforeEach(async () => {
  isSilent = false;
  sockets = [];
  const { host, port } = new pg.Client(env().databaseUrl);
  relay = createServer((near) => {
    const far = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    sockets.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const)
      from.on("data", (data) => isSilent || to.write(data)).on("error", () => undefined);
  });
  await once(relay.listen(0, "127.0.0.1"), "listening");
  const { username, password, pathname } = new URL(env().databaseUrl);
  client = new pg.Client({
    host: "127.0.0.1",
    port: (relay.address() as AddressInfo).port,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  });
  await client.connect();
  client.on("error", () => undefined);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await once(relay.close(), "close");
});

test("a statement that is swallowed ends as a database that is not there does, and so does its connection", async () => {
  endWhenSilent(client, SILENCE_MS);
  isSilent = true;
  const [failure, [ended]] = await Promise.all([client.query("SELECT 1").catch((error) => error), once(client, "error")]);
  expect(failure).toEqual(new Error("Connection terminated: nothing was heard from the database for 200 ms"));
  expect(ended).toBe(failure);
  expect(toAppError(failure).code).toBe("unavailable");
});

test("a connection that waits for work may be silent, and its next statement is held to the time again", async () => {
  endWhenSilent(client, SILENCE_MS);
  await client.query("SELECT 1");
  await once(client.connection.stream, "timeout");
  expect((await client.query("SELECT 2 AS two")).rows).toEqual([{ two: 2 }]);
  isSilent = true;
  await expect(client.query("SELECT 3")).rejects.toThrow("Connection terminated");
});

test("a process that stood still for longer reads the answer that has come meanwhile", async () => {
  // Not over the relay, which would stand still as well.
  const near = new pg.Client(env().databaseUrl);
  await near.connect();
  onTestFinished(() => near.end());
  endWhenSilent(near, SILENCE_MS);
  const answer = near.query("SELECT 4 AS four");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * SILENCE_MS);
  expect((await answer).rows).toEqual([{ four: 4 }]);
});

test.each([
  ["scoped", 15_000],
  ["system", 15_000],
  // Its reader may be slow.
  ["longReads", undefined],
] as const)("a connection of the pool %s may be silent for %s ms", async (pool, timeout) => {
  const one = await connections()[pool].connect();
  one.release();
  expect((one.connection.stream as Socket).timeout).toBe(timeout);
});

test.each(["scoped", "system", "longReads"] as const)(
  "a connection of the pool %s that ends while somebody has it fails their next statement and nothing else",
  async (pool) => {
    const one = await connections()[pool].connect();
    const strays: unknown[] = [];
    const stray = (error: unknown) => strays.push(error);
    process.on("uncaughtException", stray);
    onTestFinished(() => void process.off("uncaughtException", stray));
    const ended = new Promise((done) => one.once("end", done));
    const { rows } = await one.query("SELECT pg_backend_pid() AS pid");
    await client.query("SELECT pg_terminate_backend($1)", [rows[0].pid]);
    await ended;
    await expect(one.query("SELECT 1")).rejects.toThrow("not queryable");
    one.release(true);
    expect(strays).toEqual([]);
  },
);
