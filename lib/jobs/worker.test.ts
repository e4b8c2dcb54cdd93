import { EventEmitter } from "node:events";
import type { WorkerEvents } from "graphile-worker";
import { expect, test, vi } from "vitest";
import { connections, disconnect } from "@/lib/db/client";
import { freeDeadWorkers, freeUnheardJobs, holdWorkerLease } from "@/lib/db/worker-lease";
import { log } from "@/lib/kernel/log";
import { makeTenant } from "@/lib/testing/make-tenant";
import { ownerPool, rowsOf, sql } from "@/lib/testing/sql";
import { jobsUnderWay } from "./jobs-under-way";
import { queueMail } from "./queue-mail";
import { freeJobs, startWorker } from "./worker";

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

test("a worker that could not write down that a job is over begins anew once the others are over, begins no more in its old life, and stops when it is told to", async () => {
  const tenant = await makeTenant();
  const subjects = async () => {
    const kept = await sql<{ subject: string }>("SELECT DISTINCT subject FROM mails WHERE account_id = $1 ORDER BY subject", [
      tenant.context.scope.accountId,
    ]);
    return kept.map(({ subject }) => subject);
  };
  const unwritten = new Promise<void>((seen) => {
    vi.spyOn(log, "error").mockImplementation((...words: unknown[]) => {
      if (JSON.stringify(words).includes("not to be written down")) seen();
    });
  });
  const debug = vi.spyOn(log, "debug");
  const [SLOW, GIVEN_LATE, ANSWER] = [[77, 78], 79, 80];
  const slow = await ownerPool().connect();
  const release = (lock: number) => slow.query("SELECT pg_advisory_unlock($1)", [lock]);
  for (const lock of [...SLOW, GIVEN_LATE, ANSWER]) await slow.query("SELECT pg_advisory_lock($1)", [lock]);
  await queueMail(tenant.context.db, { ...mail, subject: `${GIVEN_LATE}` });
  const [late] = await sql<{ id: string }>("SELECT id::text FROM graphile_worker._private_jobs");
  await sql(`
    CREATE SEQUENCE public.given_late;
    CREATE FUNCTION public.wait_if_slow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN IF NEW.subject = '${GIVEN_LATE}' THEN PERFORM nextval('public.given_late'); END IF;
        PERFORM pg_advisory_xact_lock(NEW.subject::int); RETURN NEW; END $$;
    CREATE TRIGGER wait_if_slow BEFORE INSERT ON mails FOR EACH ROW EXECUTE FUNCTION public.wait_if_slow();
    CREATE FUNCTION public.answer_late() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock(${ANSWER}); RETURN NEW; END $$;
    CREATE TRIGGER answer_late BEFORE UPDATE ON graphile_worker._private_jobs FOR EACH ROW
      WHEN (NEW.id = ${late?.id} AND NEW.locked_at IS NOT NULL) EXECUTE FUNCTION public.answer_late();
    CREATE FUNCTION public.keep_job() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
    CREATE TRIGGER keep_job BEFORE DELETE ON graphile_worker._private_jobs FOR EACH ROW EXECUTE FUNCTION public.keep_job()`);
  const keepJob = (body: string) =>
    sql(`CREATE OR REPLACE FUNCTION public.keep_job() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; END $$`);
  const worker = await startWorker();
  try {
    // One place asks for a job, and does not hear of it before all else is over.
    while ((await sql("SELECT 1 FROM pg_locks WHERE objid = $1 AND NOT granted", [ANSWER])).length === 0);
    for (const lock of SLOW) await queueMail(tenant.context.db, { ...mail, subject: `${lock}` });
    while ((await sql("SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL")).length < SLOW.length);
    await keepJob("RAISE EXCEPTION 'not to be written down'");
    await queueMail(tenant.context.db, { ...mail, subject: "1" });
    await unwritten;
    await keepJob("RETURN OLD");
    for (const lock of SLOW) {
      const before = await rowsOf("graphile_worker._private_jobs");
      await release(lock);
      while ((await rowsOf("graphile_worker._private_jobs")) === before);
    }
    await queueMail(tenant.context.db, { ...mail, subject: "2" });
    while (!(await subjects()).includes("2"));
    expect(await subjects()).toEqual(["1", "2", ...SLOW.map(String)]);
    // Its timetable has ended too.
    expect(debug.mock.calls.filter((words) => JSON.stringify(words).includes("Runner stopping"))).toHaveLength(1);
    await release(ANSWER);
    const again = () => sql("SELECT 1 FROM graphile_worker._private_jobs WHERE id = $1 AND attempts = 2", [late?.id]);
    while ((await again()).length === 0) await freeJobs();
    await release(GIVEN_LATE);
  } finally {
    slow.release(true);
    await worker.stop();
    await sql("DROP FUNCTION public.wait_if_slow, public.answer_late, public.keep_job CASCADE");
    await sql("DELETE FROM graphile_worker._private_jobs");
    vi.restoreAllMocks();
  }
  expect(await subjects()).toContain(`${GIVEN_LATE}`);
  expect(await sql("SELECT last_value::int AS begun FROM public.given_late")).toEqual([{ begun: 1 }]);
});

test("a job that takes long is left to the worker that is at it", async () => {
  const tenant = await makeTenant();
  const begun = () =>
    sql<{ attempts: number; held: boolean }>(
      `SELECT attempts, NOT pg_try_advisory_xact_lock(hashtextextended('worker:' || locked_by, 0)) AS held
       FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL`,
    );
  const begin = (ago: string) => sql("UPDATE graphile_worker._private_jobs SET locked_at = now() - $1::interval", [ago]);
  const subjects = () => sql("SELECT subject FROM mails WHERE account_id = $1 ORDER BY id", [tenant.context.scope.accountId]);
  const slow = await ownerPool().connect();
  await slow.query("BEGIN; LOCK TABLE mails IN SHARE MODE");
  await queueMail(tenant.context.db, { ...mail, subject: "Slow" });
  const worker = await startWorker();
  try {
    while ((await begun()).length === 0);
    for (let look = 0; look < 200 && !(await begun())[0]?.held; look++);
    for (const ago of ["3 seconds", "31 seconds"]) {
      await begin(ago);
      await freeJobs();
      expect([ago, await begun()]).toEqual([ago, [{ attempts: 1, held: true }]]);
    }
    await slow.query("ROLLBACK");
    while ((await subjects()).length < 1);
  } finally {
    slow.release(true);
    await worker.stop();
  }
});

test("a worker whose lease was cut while it is at a job keeps that job", async () => {
  const tenant = await makeTenant();
  const LEASES = "datname = current_database() AND query LIKE 'SELECT pg_advisory_lock(hashtextextended%'";
  const leases = async () => (await sql(`SELECT 1 FROM pg_stat_activity WHERE ${LEASES}`)).length;
  const begun = () => sql<{ attempts: number }>("SELECT attempts FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL");
  const slow = await ownerPool().connect();
  await slow.query("BEGIN; LOCK TABLE mails IN SHARE MODE");
  await queueMail(tenant.context.db, mail);
  const worker = await startWorker();
  try {
    while ((await begun()).length === 0 || (await leases()) < 4);
    await sql("UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '3 seconds'");
    await sql(`SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE ${LEASES}`);
    await freeJobs();
    expect(await begun()).toEqual([{ attempts: 1 }]);
    await slow.query("ROLLBACK");
  } finally {
    slow.release(true);
    await worker.stop();
    await sql("DELETE FROM graphile_worker._private_jobs");
  }
});

test("a job that a living worker was given and never heard of is given back", async () => {
  const tenant = await makeTenant();
  const begun = () =>
    sql<{ id: string; by: string | null }>("SELECT id::text, locked_by AS by FROM graphile_worker._private_jobs ORDER BY id");
  for (const _ of [1, 2, 3]) await queueMail(tenant.context.db, mail);
  await sql("UPDATE graphile_worker._private_jobs SET locked_by = 'alive', locked_at = now() - interval '31 seconds'");
  const [first, second, third] = (await begun()).map(({ id }) => id);
  await sql("UPDATE graphile_worker._private_jobs SET locked_at = now() WHERE id = $1", [second]);
  await freeUnheardJobs("another", []);
  await freeUnheardJobs("alive", [first ?? ""]);
  expect(await begun()).toEqual([
    { id: first, by: "alive" },
    { id: second, by: "alive" },
    { id: third, by: null },
  ]);
  await sql("DELETE FROM graphile_worker._private_jobs");
});

test("whoever waits until a worker does nothing is told when its last job is over", async () => {
  const events: WorkerEvents = new EventEmitter();
  const underWay = jobsUnderWay(events);
  await underWay.none();
  const heard: string[] = [];
  const tell = async (what: "job:start" | "job:complete", id: string) => {
    events.emit(what, { job: { id } } as never);
    await Promise.resolve();
    await Promise.resolve();
    heard.push(`${what} ${id}`);
  };
  await tell("job:start", "1");
  await tell("job:start", "2");
  const waiting = underWay.none().then(() => heard.push("none"));
  await tell("job:complete", "1");
  await tell("job:complete", "2");
  await waiting;
  expect(heard).toEqual(["job:start 1", "job:start 2", "job:complete 1", "none", "job:complete 2"]);
});

test("what a worker is at, it is at for a while after it is over", () => {
  const events: WorkerEvents = new EventEmitter();
  const underWay = jobsUnderWay(events);
  const tell = (what: "job:start" | "job:complete", id: string) => events.emit(what, { job: { id } } as never);
  const now = vi.spyOn(Date, "now").mockReturnValue(0);
  for (const id of ["1", "2", "3"]) tell("job:start", id);
  for (const id of ["1", "2"]) tell("job:complete", id);
  tell("job:start", "2");
  expect(underWay.ids()).toEqual(["1", "2", "3"]);
  now.mockReturnValue(60_001);
  expect(underWay.ids()).toEqual(["2", "3"]);
  vi.restoreAllMocks();
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
