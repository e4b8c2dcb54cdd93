import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { log } from "@/lib/kernel/log";
import { schemaDrift, schemaFromEmpty } from "./diff";
import { migrate } from "./migrate";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
log.level = "silent";

const dataDir = mkdtempSync(join(tmpdir(), "signin-diff-"));
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let url: string;
let databases = 0;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataDir });
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  databases += 1;
  await run(server.url, `CREATE DATABASE test_${databases}`);
  const address = new URL(server.url);
  address.pathname = `/test_${databases}`;
  url = address.href;
});

async function run(address: string, sql: string): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

test("the migrations build exactly what schema.prisma says", async () => {
  await migrate(url);
  expect(await schemaDrift(url)).toBe("");
});

// The comparison has a way of failing that looks like success: the engine panics and reports no difference. So each kind of drift must be seen.
test.each([
  [
    "a dropped foreign key",
    "ALTER TABLE mails DROP CONSTRAINT mails_account_id_site_id_fkey",
    'ADD CONSTRAINT "mails_account_id_site_id_fkey"',
  ],
  ["a dropped index", "DROP INDEX sites_account_id_id_key CASCADE", 'CREATE UNIQUE INDEX "sites_account_id_id_key"'],
  ["a dropped column", "ALTER TABLE site_users DROP COLUMN name", 'ADD COLUMN     "name" TEXT'],
  ["a changed default", "ALTER TABLE sites ALTER callback_token_minutes SET DEFAULT 3", '"callback_token_minutes" SET DEFAULT 2'],
  ["a default that no longer fails closed", "ALTER TABLE sites ALTER account_id DROP DEFAULT", "current_setting('app.account_id'::text)"],
  ["a column that may be empty", "ALTER TABLE sites ALTER slug DROP NOT NULL", '"slug" SET NOT NULL'],
  ["a table too many", "CREATE TABLE stray (id int)", 'DROP TABLE "stray"'],
])("%s is seen", async (_, change, sql) => {
  await migrate(url);
  await run(url, change);
  expect(await schemaDrift(url)).toContain(sql);
});

test("the SQL from nothing builds the same", async () => {
  // The schema cannot name extensions.
  await run(url, `CREATE EXTENSION pg_trgm; ${await schemaFromEmpty(url)}`);
  expect(await schemaDrift(url)).toBe("");
});
