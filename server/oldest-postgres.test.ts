import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { restoreBackup } from "@/lib/core/backups/restore-backup";
import { writeBackup } from "@/lib/core/backups/write-backup";
import { exportToFile } from "@/lib/core/portability/exports/export-to-file";
import { importFromFile } from "@/lib/core/portability/imports/import-from-file";
import { checkAccess, checkRoles } from "@/lib/db/access";
import { oldest } from "@/lib/db/check-server";
import { serverFacts } from "@/lib/db/server-facts";
import { tasks } from "@/lib/jobs/worker";
import { env } from "@/lib/kernel/env";
import { answer, call } from "@/lib/testing/call-route";
import { databaseOn, onServer } from "@/lib/testing/database-server";
import { addSite, makeTenant, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { furnish, type Recipe, RIGHT } from "@/lib/testing/right-requests";
import { runJobs } from "@/lib/testing/run-jobs";

/**
 * What the product asks of a database, asked of the oldest PostgreSQL that DATABASE_URL may lead to. The other files of this project run on it, too:
 * sign-in, sessions, dialects and races.
 */

test("this file has the oldest PostgreSQL that is promised", async () => {
  expect(Number.parseInt((await serverFacts()).version, 10)).toBe(oldest);
  await checkRoles(env().databaseUrl);
  await checkAccess(env().databaseUrl);
});

test("every request to the API is one that it can answer", async () => {
  const { tenant, refs } = await furnish();
  // What is read is there, and what is written is there until it is deleted; what a request before has changed may refuse the next one.
  const turn = (name: string) => ["GET", "POST", "PUT", "PATCH", "DELETE"].indexOf(name.split(" ")[0] ?? "");
  const failed: string[] = [];
  for (const name of Object.keys(RIGHT).toSorted((one, other) => turn(one) - turn(other))) {
    const { send, status } = RIGHT[name] as Recipe;
    const { path, json, file } = send(refs);
    const given = await call(name.split(" ")[0] ?? "", path, { token: tenant.apiToken, json, ...(file ? { body: file } : {}) });
    const body = await given.text();
    if (name.startsWith("GET") ? given.status !== status : given.status >= 500) failed.push(`${name}: ${given.status} ${body}`);
  }
  expect(failed).toEqual([]);
});

test("somebody signs up and in, and a site goes through a file, a bundle and a backup", async () => {
  const tenant = await makeTenant();
  const copy = await addSite(tenant);
  const folder = await mkdtemp(join(tmpdir(), "signin-oldest-"));
  const [table, bundle, backup] = ["users.csv", "site.zip", "all.zip"].map((name) => join(folder, name)) as [string, string, string];
  const email = `${unique("jane")}@example.com`;
  const comeIn = async (slug: string, page: string) => {
    const { status, headers } = await call("POST", `/${slug}/${page}`, { form: { email, password: PASSWORD } });
    return { status, token: new URL(headers.get("location") ?? "", "http://signin.localhost").searchParams.get("token") };
  };
  const into = (slug: string, path: string) => importFromFile(slug, path, { dryRun: false, options: {} }, () => undefined);
  try {
    expect(await comeIn(tenant.site.slug, "signup")).toMatchObject({ status: 303, token: expect.stringMatching(/^tkn_/) });
    const { token } = await comeIn(tenant.site.slug, "login");
    expect((await answer(call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken }))).status).toBe(200);
    await writeFile(table, "email,name\njoe@example.com,Ärger\nnobody,\n");
    expect(await into(tenant.site.slug, table)).toMatchObject({ status: "done", countNew: 1, countRefuse: 1 });
    const search = `/api/site_users?site_id=${tenant.site.id}&search=${encodeURIComponent("OE@exa")}`;
    expect(await answer(call("GET", search, { token: tenant.apiToken }))).toMatchObject({ body: { site_users: [{ name: "Ärger" }] } });
    await exportToFile(tenant.site.slug, bundle, { includeSecrets: true, recipient: null }, () => undefined);
    expect(await into(copy.site.slug, bundle)).toMatchObject({ status: "done", countNew: 2, countRefuse: 0 });
    expect((await comeIn(copy.site.slug, "login")).status).toBe(303);
    await runJobs();
    for (const name of ["sweep", "tend-imports", "tend-exports", "tend-deletions", "tend-webhooks"]) await tasks[name]?.({}, {} as never);
    const name = unique("restored").replaceAll("-", "_");
    await onServer(inject("databaseServer"), `CREATE DATABASE ${name}`);
    await writeBackup(backup, null);
    expect((await restoreBackup(databaseOn(inject("databaseServer"), name), backup, null)).rows).toBeGreaterThan(20);
    await onServer(inject("databaseServer"), `DROP DATABASE ${name}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
