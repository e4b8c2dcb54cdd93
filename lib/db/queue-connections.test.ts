import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startDatabaseLink } from "@/e2e/faults/database-link";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { ownerPool, sql } from "@/lib/testing/sql";
import { queuePool } from "./queue-pool";
import { holdWorkerLease } from "./worker-lease";

let before: Env;
let link: Awaited<ReturnType<typeof startDatabaseLink>>;
beforeEach(async () => {
  before = env();
  link = await startDatabaseLink(before.databaseUrl);
  setEnv({ ...before, databaseUrl: link.url });
});
afterEach(async () => {
  vi.useRealTimers();
  setEnv(before);
  await link.stop();
});

const LATE_MS = 4_000;
/** What a promise comes to, or that it did not in time. */
const soon = <T>(promise: Promise<T>) => Promise.race([promise, pause(LATE_MS, "late" as const, { ref: false })]);

/** Whether a worker counts as one that lives. */
async function isHeld(worker: string): Promise<boolean> {
  const [row] = await sql<{ held: boolean }>("SELECT NOT pg_try_advisory_xact_lock(hashtextextended('worker:' || $1, 0)) AS held", [
    worker,
  ]);
  return row?.held === true;
}

async function held(worker: string) {
  const lease = await holdWorkerLease();
  lease.cover(worker);
  while (!(await isHeld(worker)));
  return lease;
}

test("a lease that is given up while its connection is made again is given up", async () => {
  const lease = await held("reconnecting");
  await link.cut();
  while (link.open() > 0) await pause(1);
  link.silence(true);
  await link.mend();
  while (link.open() === 0) await pause(10);
  const ended = lease.end();
  link.silence(false);
  expect(await soon(ended)).toBeUndefined();
  expect(await isHeld("reconnecting")).toBe(false);
});

test("a lease is given up also where the database takes a connection of it that is lost for alive", async () => {
  const old = await ownerPool().connect();
  try {
    await old.query("SELECT pg_advisory_lock(hashtextextended('worker:' || $1, 0))", ["waiting"]);
    const lease = await holdWorkerLease();
    lease.cover("waiting");
    while ((await sql("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).length === 0);
    expect(await soon(lease.end())).toBeUndefined();
  } finally {
    old.release(true);
  }
  while (await isHeld("waiting"));
});

test("a lease is given up also where the database says nothing any more", async () => {
  const lease = await held("silent");
  link.silence(true);
  expect(await soon(lease.end())).toBeUndefined();
});

test("who waits for a connection to the queue, or for an answer on it, has half a minute", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { pool, cutOff } = queuePool();
  const clients = await Promise.all([1, 2, 3].map(() => pool.connect()));
  const outcome = (promise: Promise<unknown>) =>
    promise.then(
      () => "had",
      (error: Error) => error.message,
    );
  const came: string[] = [];
  const turns = [1, 2].map(() => outcome(pool.connect()));
  const answer = outcome((clients[1] as pg.PoolClient).query("SELECT pg_sleep(60)"));
  void turns[0]?.then((what) => came.push(what));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(came).toEqual([]);
  clients[0]?.release();
  expect(await turns[0]).toBe("had");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await turns[1]).toBe("timeout exceeded when trying to connect");
  expect(await answer).toBe("Query read timeout");
  cutOff();
});

test("who asked on a pool that is cut off hears of no answer that comes later", async () => {
  const other = await ownerPool().connect();
  await other.query("SELECT pg_advisory_lock(4711)");
  const { pool, cutOff } = queuePool();
  const ask = async (text: string) => {
    const client = await pool.connect();
    return client.query(text).finally(() => client.release());
  };
  try {
    const asked = ask("SELECT pg_advisory_lock(4711)");
    const unheard = expect(asked).rejects.toThrow("Connection terminated");
    while ((await sql("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).length === 0);
    const connecting = ask("SELECT 1");
    const unasked = expect(connecting).rejects.toThrow("not queryable");
    cutOff();
    await Promise.all([unheard, unasked]);
    expect(pool.totalCount).toBe(0);
  } finally {
    other.release(true);
  }
});
