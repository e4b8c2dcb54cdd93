import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConfigurationError, env, readSettings } from "@/lib/kernel/env";
import { newKey } from "@/lib/kernel/secrets";
import { boot, type Database, openDatabaseForCli, setListeningPort } from "./boot";
import { checkServer } from "./check-server";
import { loadKeys } from "./keys";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dataDir: string;
const open: Database[] = [];

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), "signin-boot-")), "data");
});
afterEach(async () => {
  for (const database of open.splice(0).reverse()) await database.close();
  rmSync(join(dataDir, ".."), { recursive: true, force: true });
});

const source = () => ({ DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "silent" });

test("a boot without any setting makes keys and a migrated database, and configures the process", async () => {
  const { settings, database } = await boot(source());
  open.push(database);
  expect(database.embedded).toBe(true);
  expect(env()).toMatchObject({ databaseUrl: database.url, keys: [{ id: expect.any(String) }], DATA_DIR: dataDir });
  setListeningPort(settings, 4711);
  expect(env()).toMatchObject({ PORT: 4711, appUrl: "http://localhost:4711" });
  setListeningPort({ APP_URL: "https://id.example" }, 4712);
  expect(env().appUrl).toBe("http://localhost:4711");
  const client = new pg.Client(database.url);
  await client.connect();
  expect((await client.query("SELECT count(*)::int AS sites FROM sites")).rows).toEqual([{ sites: 0 }]);
  await client.end();
});

test("a database of one's own is used and left alone", async () => {
  const own = await boot(source());
  open.push(own.database);
  const elsewhere = {
    ...source(),
    DATA_DIR: join(dataDir, "unused"),
    DATABASE_URL: own.database.url,
    SIGNIN_KEYS: newKey(),
    APP_URL: "https://id.example",
  };
  const { database } = await boot(elsewhere);
  await database.close();
  expect(database).toMatchObject({ url: own.database.url, embedded: false });
  expect(env().appUrl).toBe("https://id.example");
  expect(existsSync(join(dataDir, "unused"))).toBe(false);
  await checkServer(own.database.url);
});

test("a command joins the server's database, and otherwise starts it and stops it again", async () => {
  const alone = await openDatabaseForCli(readSettings(source()));
  const url = alone.url;
  await alone.close();
  await expect(new pg.Client(url).connect()).rejects.toMatchObject({ code: "ENOENT" });

  const server = await boot(source());
  open.push(server.database);
  const joined = await openDatabaseForCli(readSettings(source()));
  expect(joined).toMatchObject({ url: server.database.url, embedded: true });
  await joined.close();
  await checkServer(server.database.url);
});

test("two commands at once share one database", async () => {
  const both = await Promise.all([1, 2].map(() => openDatabaseForCli(readSettings(source()))));
  const [first, second] = both;
  expect(first?.url).toBe(second?.url);
  await Promise.all(both.map((database) => database.close()));
  await expect(checkServer(first?.url ?? "")).rejects.toThrow(ConfigurationError);
});

test("a database that does not take connections is named", async () => {
  await expect(checkServer("postgres://nobody:wrong@127.0.0.1:1/none", 300)).rejects.toThrow("DATABASE_URL: the database does not");
});

test("keys are made once, for the owner only, and everybody gets the same", async () => {
  const settings = { DATA_DIR: dataDir, SIGNIN_KEYS: undefined };
  const rings = await Promise.all(Array.from({ length: 5 }, () => loadKeys(settings)));
  expect(new Set(rings.map((ring) => JSON.stringify(ring))).size).toBe(1);
  expect(statSync(join(dataDir, "keys")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, "keys"), "utf8")).toMatch(/^k[0-9a-f]{8}:[A-Za-z0-9_-]{43}\n$/);
  writeFileSync(join(dataDir, "keys"), "k1:short\n");
  await expect(loadKeys(settings)).rejects.toThrow(`${join(dataDir, "keys")}: must be`);
});
