import { expect, test, vi } from "vitest";
import { connections, disconnect } from "@/lib/db/client";
import { freeDeadWorkers, holdWorkerLease } from "@/lib/db/worker-lease";
import { log } from "@/lib/kernel/log";
import { makeTenant } from "@/lib/testing/make-tenant";
import { ownerPool, rowsOf, sql } from "@/lib/testing/sql";
import { queueMail } from "./queue-mail";
import { startWorker } from "./worker";

const mail = { to: "jane@example.com", subject: "Hello", text: "Hello", html: "<p>Hello</p>", links: [], code: null };

test("a worker that is stopped right after a job leaves none behind that is done: it would be done again", async () => {
  const tenant = await makeTenant();
  let left = 0;
  for (let round = 0; round < 20; round++) {
    const before = await rowsOf("mails");
    await queueMail(tenant.context.db, mail);
    const worker = await startWorker();
    while ((await rowsOf("mails")) === before);
    await worker.stop();
    left += (await sql("SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL")).length;
    await sql("DELETE FROM graphile_worker._private_jobs");
  }
  expect(left).toBe(0);
});

test("a worker that found no queue when it began finds it later", async () => {
  const tenant = await makeTenant();
  const before = await rowsOf("mails");
  await sql("ALTER TABLE graphile_worker._private_tasks RENAME TO away");
  const refused = new Promise<void>((seen) => {
    vi.spyOn(log, "debug").mockImplementation((...words: unknown[]) => {
      if (JSON.stringify(words).includes("Failed to acquire job")) seen();
    });
  });
  const worker = await startWorker();
  try {
    await refused;
    await sql("ALTER TABLE graphile_worker.away RENAME TO _private_tasks");
    await queueMail(tenant.context.db, mail);
    while ((await rowsOf("mails")) === before);
  } finally {
    vi.restoreAllMocks();
    await worker.stop();
  }
});

test("a worker holds sixteen connections at the most, however many jobs it has at once", async () => {
  const tenant = await makeTenant();
  const ours = "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()";
  await disconnect();
  const before = await rowsOf("mails");
  const worker = await startWorker();
  try {
    for (let count = 0; count < 40; count++) await queueMail(tenant.context.db, mail);
    while ((await rowsOf("mails")) < before + 40);
    const [all] = await sql<{ count: number }>(ours);
    const { scoped, system, longReads } = connections();
    expect((all?.count ?? 0) - scoped.totalCount - system.totalCount - longReads.totalCount - ownerPool().totalCount).toBeLessThanOrEqual(
      16,
    );
  } finally {
    await worker.stop();
  }
});

test("a worker whose connections are cut begins anew and goes on", async () => {
  const tenant = await makeTenant();
  const worker = await startWorker();
  try {
    const before = await rowsOf("mails");
    // Ours are closed in order; the worker's are cut.
    await disconnect();
    await sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    await queueMail(tenant.context.db, mail);
    while ((await rowsOf("mails")) === before);
  } finally {
    await worker.stop();
  }
});

test("a job that takes long is left to the worker that is at it", async () => {
  const tenant = await makeTenant();
  const begun = () =>
    sql<{ attempts: number; held: boolean }>(
      `SELECT attempts, NOT pg_try_advisory_xact_lock(hashtextextended('worker:' || locked_by, 0)) AS held
       FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL`,
    );
  const before = await rowsOf("mails");
  const slow = await ownerPool().connect();
  await slow.query("BEGIN; LOCK TABLE mails IN SHARE MODE");
  await queueMail(tenant.context.db, mail);
  const worker = await startWorker();
  try {
    while ((await begun()).length === 0);
    for (let look = 0; look < 200 && !(await begun())[0]?.held; look++);
    await sql("UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '3 seconds'");
    await freeDeadWorkers();
    expect(await begun()).toEqual([{ attempts: 1, held: true }]);
    await slow.query("COMMIT");
    while ((await rowsOf("mails")) === before);
  } finally {
    slow.release(true);
    await worker.stop();
  }
  expect(await rowsOf("mails")).toBe(before + 1);
});

test("a job whose worker was killed is begun anew, and one whose worker lives is not", async () => {
  const tenant = await makeTenant();
  const begunBy = (worker: string) =>
    sql("UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - interval '3 seconds' WHERE locked_by IS NULL", [
      worker,
    ]);
  const begun = () => sql<{ locked_by: string }>("SELECT locked_by FROM graphile_worker._private_jobs");
  const lease = await holdWorkerLease();
  lease.cover("worker-alive");
  await queueMail(tenant.context.db, { ...mail, subject: "Under way" });
  await begunBy("worker-alive");
  await queueMail(tenant.context.db, { ...mail, subject: "Left behind" });
  await begunBy("worker-killed");

  const worker = await startWorker();
  try {
    while ((await begun()).length > 1);
    expect(await begun()).toEqual([{ locked_by: "worker-alive" }]);
    expect(await sql("SELECT subject FROM mails WHERE account_id = $1", [tenant.context.scope.accountId])).toEqual([
      { subject: "Left behind" },
    ]);
  } finally {
    await worker.stop();
    await lease.end();
  }
  await freeDeadWorkers();
  expect(await begun()).toEqual([{ locked_by: null }]);
});
