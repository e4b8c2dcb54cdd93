import { describe, expect, test } from "vitest";
import { connections } from "@/lib/db/client";
import { tendExports } from "@/lib/db/system-db";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { isGoodExportLink, newExportLink } from "@/lib/kernel/export-link";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { rowsOf, sql } from "@/lib/testing/sql";
import { deleteSiteUser } from "../../site-users/delete-site-user";
import { siteUsers } from "../bundle/parts/site-users";
import { readBundle } from "../bundle/read-bundle";
import { readFile } from "../files/read-file";
import { writeFile } from "../files/write-file";
import { beginExport } from "./begin-export";
import { getExport } from "./get-export";
import { openExport } from "./open-export";
import { takeUpExport } from "./take-up-export";
import { workExport } from "./work-export";

const never = new AbortController().signal;

const begin = ({ account, site }: Tenant) => beginExport(account, site.id, {}, null);

async function usersIn(tenant: Tenant, id: bigint): Promise<bigint[]> {
  const { fileId, bytes } = await getExport(tenant.account, id);
  const read = (from: number, to: number) => readFile(tenant.context, fileId ?? 0n, { from, to });
  const ids: bigint[] = [];
  for await (const row of (await readBundle({ bytes: Number(bytes), read })).rows(siteUsers))
    if ("value" in row) ids.push(BigInt(row.value.id));
  return ids;
}

const files = ({ site }: Tenant) => rowsOf(`stored_files WHERE site_id = ${site.id}`);
const abandon = (id: bigint) => sql("UPDATE exports SET worked_at = now() - interval '3 minutes' WHERE id = $1", [id]);

describe("an export whose process was killed", () => {
  test("is begun anew, and nothing of the first attempt is left", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const { id } = await begin(tenant);
    await takeUpExport(tenant.context, id);
    const begun = (fileId: bigint) => tenant.context.db.export.updateMany({ where: { id }, data: { fileId, rowsDone: 1 } });
    async function* half() {
      yield Buffer.alloc(3_000_000);
    }
    await writeFile(tenant.context, half(), { begun });
    await tendExports();
    expect(await getExport(tenant.account, id)).toMatchObject({ status: "running", rowsDone: 1 });
    await abandon(id);
    await tendExports();
    await runJobs();
    expect(await getExport(tenant.account, id)).toMatchObject({ status: "done", rowsDone: 4, rowsTotal: 4 });
    expect(await usersIn(tenant, id)).toEqual([user.id]);
    expect(await files(tenant)).toBe(1);
  });

  test("is given up when that happens again and again, and the next one may begin", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    await takeUpExport(tenant.context, id);
    for (let time = 0; time < 6; time += 1) {
      await abandon(id);
      await tendExports();
    }
    expect(await getExport(tenant.account, id)).toMatchObject({ status: "failed", problem: "Stopped several times before its end" });
    expect((await begin(tenant)).status).toBe("pending");
    await runJobs();
  });
});

test("an export that waits for its turn longer than others work is not given up, and queued once", async () => {
  const tenant = await makeTenant();
  const { id } = await begin(tenant);
  for (let time = 0; time < 7; time += 1) {
    await abandon(id);
    await tendExports();
  }
  expect(await rowsOf("graphile_worker._private_jobs WHERE locked_at IS NULL")).toBe(1);
  await runJobs();
  expect((await getExport(tenant.account, id)).status).toBe("done");
});

test("an export that is asked to stop leaves nothing and is begun anew", async () => {
  const tenant = await makeTenant();
  await makeUser(tenant);
  const { id } = await begin(tenant);
  await workExport(tenant.context, id, AbortSignal.abort());
  expect(await getExport(tenant.account, id)).toMatchObject({ status: "running", fileId: null });
  expect(await files(tenant)).toBe(0);
  const { totalCount, idleCount } = connections().longReads;
  expect(totalCount - idleCount).toBe(0);
  await tendExports();
  await runJobs();
  expect((await getExport(tenant.account, id)).status).toBe("done");
});

test("a finished export is not written again", async () => {
  const tenant = await makeTenant();
  const { id } = await begin(tenant);
  await runJobs();
  const done = await getExport(tenant.account, id);
  await workExport(tenant.context, id, never);
  expect(await getExport(tenant.account, id)).toEqual(done);
});

describe("the file of an export", () => {
  test("goes when a user of the site is deleted, and says why", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const { id } = await begin(tenant);
    await runJobs();
    const link = newExportLink(id);
    expect((await openExport(link, NO_CLIENT)).bytes).toBeGreaterThan(0);
    await deleteSiteUser(tenant.account, user.id);
    const problem = "The file is deleted, because a user who was in it is";
    expect(await getExport(tenant.account, id)).toMatchObject({ status: "done", fileId: null, problem });
    expect(await files(tenant)).toBe(0);
    expect(isGoodExportLink(link)).toBe(true);
    await expect(openExport(link, NO_CLIENT)).rejects.toMatchObject({ code: "not_found" });
  });

  test("never holds a user who was deleted while it was written", async () => {
    const tenant = await makeTenant();
    for (let time = 0; time < 8; time += 1) {
      const [gone, stays] = [await makeUser(tenant), await makeUser(tenant)];
      const { id } = await begin(tenant);
      const written = workExport(tenant.context, id, never);
      await Promise.all(Array.from({ length: time }, () => sql("SELECT 1")));
      await Promise.all([written, deleteSiteUser(tenant.account, gone.id)]);
      await tendExports();
      await runJobs();
      const { status, fileId } = await getExport(tenant.account, id);
      expect(status).toBe("done");
      if (fileId !== null) expect(await usersIn(tenant, id)).toEqual([stays.id]);
      expect(await files(tenant)).toBe(fileId === null ? 0 : 1);
      await deleteSiteUser(tenant.account, stays.id);
    }
  });

  test("goes after a day", async () => {
    const tenant = await makeTenant();
    const { id } = await begin(tenant);
    await runJobs();
    await sql("UPDATE exports SET finished_at = now() - interval '23 hours 59 minutes' WHERE id = $1", [id]);
    await tendExports();
    expect(await files(tenant)).toBe(1);
    await sql("UPDATE exports SET finished_at = now() - interval '24 hours 1 minute' WHERE id = $1", [id]);
    await tendExports();
    expect(await files(tenant)).toBe(0);
    expect(await getExport(tenant.account, id)).toMatchObject({ status: "done", fileId: null });
  });
});
