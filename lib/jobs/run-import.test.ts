import { expect, test } from "vitest";
import { beginImport } from "@/lib/core/portability/imports/begin-import";
import { bytesOf } from "@/lib/testing/import-file";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { ownerPool, sql } from "@/lib/testing/sql";
import { runImport } from "./run-import";

const never = new AbortController().signal;
const FILE = "email\njane@example.com\n";

async function begin({ context }: Tenant) {
  const { id } = await beginImport(context, bytesOf(FILE), { dryRun: false, fileName: null, createdBy: null, options: {}, byCaller: true });
  return { id, run: () => runImport(context, { importId: String(id) }, never) };
}

const statuses = async () =>
  (await sql<{ status: string }>("SELECT status::text FROM imports ORDER BY created_at")).map(({ status }) => status);

test("an account has one import worked on at a time, and not all places are for imports; the others ask again", async () => {
  const tenant = await makeTenant();
  const sameAccount = await addSite(tenant, {});
  const imports = [await begin(tenant), await begin(sameAccount), await begin(await makeTenant()), await begin(await makeTenant())];
  const held = await ownerPool().connect();
  await held.query("BEGIN; LOCK imports IN SHARE MODE");
  const work = imports.map(({ run }) => run());
  await Promise.all([work[1], work[3]]);
  await held.query("COMMIT");
  held.release();
  await Promise.all(work);
  expect(await statuses()).toEqual(["done", "pending", "done", "pending"]);
  const jobs = `SELECT key, run_at > now() + interval '5 seconds' AS later FROM graphile_worker.jobs WHERE task_identifier = 'run-import'`;
  const queued = [imports[1], imports[3]].map((begun) => ({ key: `run-import:${begun?.id}`, later: true }));
  expect(await sql(jobs)).toEqual(expect.arrayContaining(queued));
  await imports[1]?.run();
  expect(await statuses()).toEqual(["done", "done", "done", "pending"]);
});
