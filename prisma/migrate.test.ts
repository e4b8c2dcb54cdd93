import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { log } from "@/lib/kernel/log";
import { migrate } from "./migrate";
import { type Migration, readMigrations } from "./migrations";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
log.level = "silent";

const dataDir = mkdtempSync(join(tmpdir(), "signin-migrate-"));
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
  await query(server.url, `CREATE DATABASE test_${databases}`);
  const address = new URL(server.url);
  address.pathname = `/test_${databases}`;
  url = address.href;
});

async function query<T extends pg.QueryResultRow>(address: string, sql: string): Promise<T[]> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const migration = (name: string, sql: string): Migration => ({ name, sql, sha256: createHash("sha256").update(sql).digest("hex") });
const applied = () => query(url, "SELECT name, sha256 FROM signin_migrations ORDER BY name");
const book = (migrations: readonly Migration[]) => migrations.map(({ name, sha256 }) => ({ name, sha256 }));

test("an empty database gets every migration and graphile-worker's tables, once", async () => {
  await migrate(url);
  const before = await query(url, "SELECT * FROM signin_migrations");
  expect(await applied()).toEqual(book(await readMigrations()));
  const tables = "SELECT to_regclass('public.site_users') IS NOT NULL AS ours, to_regclass('graphile_worker.jobs') IS NOT NULL AS worker";
  expect(await query(url, tables)).toEqual([{ ours: true, worker: true }]);
  await migrate(url);
  expect(await query(url, "SELECT * FROM signin_migrations")).toEqual(before);
});

test("when several migrate at once each step is done once and all of them succeed", async () => {
  const steps = [
    migration("0001_make", "CREATE TABLE counted (n int)"),
    migration("0002_count", "INSERT INTO counted SELECT count(*) FROM counted"),
  ];
  await Promise.all(Array.from({ length: 6 }, () => migrate(url, steps)));
  expect(await query(url, "SELECT n FROM counted")).toEqual([{ n: 0 }]);
  expect(await applied()).toEqual(book(steps));
});

test("a file that was changed after it had been applied is refused by name, and nothing else is applied", async () => {
  const first = migration("0001_make", "CREATE TABLE made (n int)");
  await migrate(url, [first]);
  const changed = migration("0001_make", "CREATE TABLE made (n bigint)");
  const next = migration("0002_next", "CREATE TABLE next_one (n int)");
  await expect(migrate(url, [changed, next])).rejects.toThrow("0001_make/migration.sql was changed");
  expect(await applied()).toEqual(book([first]));
});

test("a step that fails leaves nothing behind and can be mended", async () => {
  const broken = migration("0001_make", "CREATE TABLE made (n int); SELECT 1 / 0;");
  await expect(migrate(url, [broken])).rejects.toThrow("division by zero");
  expect(await applied()).toEqual([]);
  const mended = migration("0001_make", "CREATE TABLE made (n int);");
  await migrate(url, [mended]);
  expect(await applied()).toEqual(book([mended]));
});

test("a database that is ahead of the code is left as it is", async () => {
  const steps = [migration("0001_make", "CREATE TABLE made (n int)"), migration("0002_next", "CREATE TABLE next_one (n int)")];
  await migrate(url, steps);
  await migrate(url, steps.slice(0, 1));
  expect(await applied()).toEqual(book(steps));
});

test("a table that is in use is waited for without keeping its readers waiting", async () => {
  const make = migration("0001_make", "CREATE TABLE made (n int)");
  await migrate(url, [make]);
  const user = new pg.Client(url);
  await user.connect();
  await user.query("BEGIN");
  await user.query("SELECT * FROM made");
  const migrating = migrate(url, [make, migration("0002_change", "ALTER TABLE made ADD COLUMN m int")]);
  const waiting = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'ALTER%'";
  await expect.poll(() => query(server.url, waiting), { timeout: 10_000 }).toEqual([{ n: 1 }]);
  // This reader stands behind the waiting ALTER TABLE; it gets its turn although `user` never lets go.
  expect(await query(url, "SELECT * FROM made")).toEqual([]);
  await user.query("COMMIT");
  await user.end();
  await migrating;
  expect(await query(url, "SELECT m FROM made")).toEqual([]);
});

test("folders with a strange name or a number that is taken are refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signin-steps-"));
  const add = (name: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "migration.sql"), "SELECT 1;\r\n");
  };
  try {
    add("0001_one");
    add("0002_two");
    expect((await readMigrations(folder)).map(({ name, sql }) => [name, sql])).toEqual([
      ["0001_one", "SELECT 1;\n"],
      ["0002_two", "SELECT 1;\n"],
    ]);
    add("0002_too");
    await expect(readMigrations(folder)).rejects.toThrow("number 0002");
    add("01_short");
    rmSync(join(folder, "0002_too"), { recursive: true });
    await expect(readMigrations(folder)).rejects.toThrow("01_short must be named NNNN_name");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
