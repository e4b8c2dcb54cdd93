import { describe, expect, test, vi } from "vitest";
import { connections } from "@/lib/db/client";
import { tendImports } from "@/lib/db/system-db";
import { bytesOf } from "@/lib/testing/import-file";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { rowsOf, sql } from "@/lib/testing/sql";
import { beginImport } from "./begin-import";
import { getImport } from "./get-import";
import { workImport } from "./work-import";

const ROWS = 1_300;

/** A file of three batches: one row in ten is wrong, and row 1,001 repeats the first one. */
const FILE = [
  "external_id,email,username",
  ...Array.from({ length: ROWS }, (_, index) => {
    if (index === 1_000) return "again,user0@example.com,";
    return index % 10 === 9 ? `${index},nobody,` : `${index},user${index}@example.com,u${index % 700}`;
  }),
].join("\n");

const begin = ({ context }: Tenant, file = FILE, dryRun = false) =>
  beginImport(context, bytesOf(file), { dryRun, fileName: null, createdBy: null, options: {}, byCaller: true });

/** Everything that an import comes to, without what is random. */
async function result({ account, site }: Tenant, id: bigint) {
  const { createdAt: _, startedAt: __, finishedAt: ___, id: ____, siteId: _____, ...rest } = await getImport(account, id);
  const users = await sql("SELECT external_id, email, username FROM site_users WHERE site_id = $1 ORDER BY email_canonical", [site.id]);
  return { ...rest, users };
}

/** What the same file comes to when nothing happens on the way. */
async function undisturbed() {
  const tenant = await makeTenant();
  const { id } = await begin(tenant);
  await workImport(tenant.context, id);
  return result(tenant, id);
}

const statusOf = async (id: bigint) =>
  (await sql<{ status: string; rows_done: number }>("SELECT status, rows_done FROM imports WHERE id = $1", [id]))[0];

describe("an import", () => {
  test("of many batches counts every row once, and knows repetitions across them", async () => {
    const { users, refused, noted, ...rest } = await undisturbed();
    expect(rest).toMatchObject({ status: "done", rowsDone: ROWS, countNew: 1_169, countUpdate: 0, countSkip: 0, countRefuse: 131 });
    expect(users).toHaveLength(1_169);
    expect(refused).toHaveLength(100);
    expect(refused[0]).toEqual({ row: 10, refused: true, messages: ["Email is invalid"] });
    expect(noted[0]).toEqual({ row: 701, refused: false, messages: ["Username has already been taken: this user has none"] });
    const repeated = await sql("SELECT messages FROM import_notes WHERE row = 1001");
    expect(repeated).toEqual([{ messages: ["Email repeats that of row 1: the first one counts"] }]);
  });

  test("that is asked to stop goes on behind the batch that was under way, and comes to the same", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    const stopping = new AbortController();
    await workImport(tenant.context, id, { stopping: stopping.signal, progress: () => stopping.abort() });
    expect(await statusOf(id)).toEqual({ status: "running", rows_done: 500 });
    await runJobs();
    expect(await result(tenant, id)).toEqual(await undisturbed());
  });

  test("whose process is killed in the middle of a batch is found, gone on with, and comes to the same", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    const { scoped: pool } = connections();
    const real = pool.query.bind(pool) as (...given: unknown[]) => unknown;
    let batches = 0;
    // What kill -9 leaves: the statement of the second batch never came to its end.
    const spy = vi.spyOn(pool, "query").mockImplementation((async (...given: unknown[]) => {
      const [asked] = given as [{ text?: string }];
      if (asked.text?.includes("SET rows_done") && ++batches === 2) throw new Error("killed");
      return real(...given);
    }) as never);
    await expect(workImport(tenant.context, id)).rejects.toThrow("killed");
    spy.mockRestore();
    expect(await statusOf(id)).toEqual({ status: "running", rows_done: 500 });

    await tendImports();
    await runJobs();
    expect(await statusOf(id)).toEqual({ status: "running", rows_done: 500 });
    await sql("UPDATE imports SET worked_at = now() - interval '3 minutes' WHERE id = $1", [id]);
    await tendImports();
    await runJobs();
    expect(await result(tenant, id)).toEqual(await undisturbed());
  });

  test("that two work on at once comes to the same as well", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    await Promise.all([workImport(tenant.context, id), workImport(tenant.context, id)]);
    await workImport(tenant.context, id);
    expect(await result(tenant, id)).toEqual(await undisturbed());
  });

  test("that meets somebody who has just signed up takes them for who they are", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant, "external_id,email\n1,jane@example.com\n");
    const { scoped: pool } = connections();
    const real = pool.query.bind(pool) as (...given: unknown[]) => unknown;
    let met = false;
    const spy = vi.spyOn(pool, "query").mockImplementation((async (...given: unknown[]) => {
      const [asked] = given as [{ text?: string }];
      if (asked.text?.includes("SET rows_done") && !met) {
        met = true;
        await makeUser(tenant, "jane@example.com");
      }
      return real(...given);
    }) as never);
    await workImport(tenant.context, id);
    spy.mockRestore();
    expect(await result(tenant, id)).toMatchObject({ status: "done", countNew: 0, countUpdate: 1, users: [{ external_id: "1" }] });
  });

  test("whose batch is chosen to end a deadlock writes it again", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    const { scoped: pool } = connections();
    const real = pool.query.bind(pool) as (...given: unknown[]) => unknown;
    let batches = 0;
    const spy = vi.spyOn(pool, "query").mockImplementation((async (...given: unknown[]) => {
      const [asked] = given as [{ text?: string }];
      if (asked.text?.includes("SET rows_done") && ++batches === 2) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
      return real(...given);
    }) as never);
    await workImport(tenant.context, id);
    spy.mockRestore();
    expect(await result(tenant, id)).toEqual(await undisturbed());
  });

  test("that is long over one batch is not taken for one that was left", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    const { scoped: pool } = connections();
    const real = pool.query.bind(pool) as (...given: unknown[]) => unknown;
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const spy = vi.spyOn(pool, "query").mockImplementation((async (...given: unknown[]) => {
      const [asked] = given as [{ text?: string }];
      if (asked.text?.includes("SET rows_done")) {
        spy.mockRestore();
        await sql("UPDATE imports SET worked_at = now() - interval '3 minutes' WHERE id = $1", [id]);
        vi.advanceTimersByTime(30_000);
        await vi.waitFor(async () => {
          expect(await rowsOf(`imports WHERE id = ${id} AND worked_at > now() - interval '1 minute'`)).toBe(1);
        });
      }
      return real(...given);
    }) as never);
    await workImport(tenant.context, id).finally(() => vi.useRealTimers());
    expect(await statusOf(id)).toEqual({ status: "done", rows_done: ROWS });
  });

  test("that never gets on is given up, and its file deleted", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    await sql("UPDATE imports SET worked_at = now() - interval '3 minutes', stalls = 5 WHERE id = $1", [id]);
    await tendImports();
    expect(await getImport(tenant.account, id)).toMatchObject({
      status: "failed",
      problem: "Stopped here several times, and not because of the file",
      fileId: null,
    });
    expect(await rowsOf("stored_file_chunks")).toBe(0);
  });

  test("that waits for its turn longer than others work is not given up, and queued once", async () => {
    const tenant = await makeTenant();
    const { id } = await beginImport(tenant.context, bytesOf(FILE), { dryRun: false, fileName: null, createdBy: null, options: {} });
    for (let time = 0; time < 7; time++) {
      await sql("UPDATE imports SET worked_at = now() - interval '3 minutes' WHERE id = $1", [id]);
      await tendImports();
    }
    expect(await rowsOf("graphile_worker._private_jobs WHERE locked_at IS NULL")).toBe(1);
    await runJobs();
    expect(await result(tenant, id)).toEqual(await undisturbed());
  });

  test("for counting only keeps its file for an hour", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant, "email\njane@example.com\n", true);
    await workImport(tenant.context, id);
    await tendImports();
    expect(await getImport(tenant.account, id)).toMatchObject({ status: "done", fileId: expect.any(BigInt) });
    await sql("UPDATE imports SET finished_at = now() - interval '61 minutes' WHERE id = $1", [id]);
    await tendImports();
    expect(await getImport(tenant.account, id)).toMatchObject({ status: "done", fileId: null });
    expect(await rowsOf("stored_file_chunks")).toBe(0);
  });
});
