import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { importFromFile } from "./import-from-file";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "signin-import-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a file of this machine is counted, then imported, and the terminal told", async () => {
  const { site } = await makeTenant();
  const path = join(folder, "users.csv");
  await writeFile(path, "email\njane@example.com\nnobody\n");
  const said: string[] = [];
  const run = (dryRun: boolean) => importFromFile(site.slug, path, { dryRun, options: {} }, (text) => said.push(text));
  const users = () => sql("SELECT email FROM site_users WHERE site_id = $1", [site.id]);
  expect(await run(true)).toMatchObject({ status: "done", fileName: "users.csv", countNew: 1, countRefuse: 1 });
  expect(await users()).toEqual([]);
  expect(await run(false)).toMatchObject({ status: "done", countNew: 1, countRefuse: 1 });
  expect(await users()).toEqual([{ email: "jane@example.com" }]);
  expect(said[0]).toBe(`\r[${"#".repeat(30)}] 2 rows`);
});

test("a site or a file that is not there is told", async () => {
  const { site } = await makeTenant();
  const run = (slug: string, path: string) => importFromFile(slug, path, { dryRun: false, options: {} }, () => undefined);
  await expect(run("nobody-s", "x")).rejects.toMatchObject({ issues: [{ path: "site" }] });
  await expect(run(site.slug, "")).rejects.toMatchObject({ issues: [{ path: "file" }] });
  await expect(run(site.slug, join(folder, "none.csv"))).rejects.toMatchObject({
    issues: [{ message: expect.stringContaining("ENOENT") }],
  });
});
