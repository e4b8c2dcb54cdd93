import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { commandLine } from "./embedded/processes";
import { attachEmbeddedPostgres, DatabaseInUseError, startEmbeddedPostgres } from "./embedded-postgres";

const root = join(import.meta.dirname, "../..");
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const asRoot = process.getuid?.() === 0;
let programFolder: string;
let program: string;
let base: string;
let dataDir: string;
const cleanUp: (() => unknown)[] = [];

/** Starts the database in another process that can be killed, and says the address once it runs. */
beforeAll(async () => {
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  programFolder = mkdtempSync(join(root, "node_modules/.cache/owner-"));
  program = join(programFolder, "owner.mjs");
  const contents = `import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
    const { url } = await startEmbeddedPostgres({ dataDir: process.argv[2] });
    console.log(url);
    process.stdin.resume().on("end", () => process.exit(3));`;
  const stdin = { contents, resolveDir: root, loader: "ts" } as const;
  await build({ stdin, bundle: true, packages: "external", format: "esm", platform: "node", outfile: program, logLevel: "error" });
});
afterAll(() => rmSync(programFolder, { recursive: true, force: true }));

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "signin-db-"));
  dataDir = join(base, "data");
});
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  rmSync(base, { recursive: true, force: true });
});

async function start(role: "server" | "command" = "server") {
  const database = await startEmbeddedPostgres({ dataDir, role });
  cleanUp.push(database.stop);
  return database;
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  cleanUp.push(() => child.kill("SIGKILL"));
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, url: line.toString().trim() };
}

async function killHard(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

const folder = () => realpathSync(join(dataDir, "postgres"));
const postmaster = () => Number(readFileSync(join(folder(), "postmaster.pid"), "utf8").split("\n")[0]);

test("the first start makes a database, the next one finds it again", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept (id int)");
  await first.stop();
  expect(existsSync(join(folder(), "postmaster.pid"))).toBe(false);
  await expect(query(first.url, "SELECT 1")).rejects.toMatchObject({ code: "ENOENT" });

  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "SELECT count(*)::int AS rows FROM kept")).toEqual([{ rows: 0 }]);
});

test("what a start that was killed half-way left is cleared away", async () => {
  mkdirSync(join(dataDir, "postgres.new-dead01/base"), { recursive: true });
  writeFileSync(join(dataDir, "postgres.new-dead01.password"), "");
  writeFileSync(join(dataDir, "starting-999999-00000000"), "1");
  expect(await attachEmbeddedPostgres({ dataDir })).toBeNull();
  await start();
  expect(readdirSync(dataDir).sort()).toEqual(["database-url", "postgres", "postgres.log"]);
});

test("it is safe and quiet: one address, nothing on the network, no superuser, no file that others may read", async () => {
  const { url } = await start();
  const [found] = await query(
    url,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit, current_setting('TimeZone') AS zone,
       current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS listens, usesuper, passwd
     FROM pg_user WHERE usename = current_user`,
  );
  const expected = { fsync: "on", synchronous_commit: "on", zone: "UTC", encoding: "UTF8", listens: "", usesuper: false };
  expect(found).toMatchObject(expected);
  const wrong = new URL(url);
  wrong.password = "wrong";
  await expect(query(wrong.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  for (const file of ["database-url", "postgres.log", "postgres/signin-password"]) {
    expect([file, statSync(join(dataDir, file)).mode & 0o777]).toEqual([file, 0o600]);
  }
  expect(statSync(folder()).mode & 0o777).toBe(0o700);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(dataDir, "database-url"), "utf8").trim()).toBe(url);
});

test("a second owner is refused and the first goes on", async () => {
  const { child, url } = await startElsewhere();
  const refused = startEmbeddedPostgres({ dataDir });
  await expect(refused).rejects.toThrow(DatabaseInUseError);
  await expect(refused).rejects.toThrow(`pid ${child.pid}`);
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await killHard(child);
  await start();
});

test("of two first starts at once one wins and nothing is left behind", async () => {
  const results = await Promise.allSettled([startEmbeddedPostgres({ dataDir }), startEmbeddedPostgres({ dataDir })]);
  const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  for (const { stop } of won) cleanUp.push(stop);
  expect(won).toHaveLength(1);
  expect(results.find((result) => result.status === "rejected")).toMatchObject({ reason: expect.any(DatabaseInUseError) });
  expect(readdirSync(dataDir).sort()).toEqual(["database-url", "postgres", "postgres.log"]);
});

test("a server that outlived its killed owner is taken over", async () => {
  const { child, url } = await startElsewhere();
  await query(url, "CREATE TABLE kept (id int)");
  const running = postmaster();
  await killHard(child);
  expect(await attachEmbeddedPostgres({ dataDir })).toBeNull();

  const database = await start();
  expect(postmaster()).toBe(running);
  expect(await query(database.url, "SELECT * FROM kept")).toEqual([]);
  await database.stop();
  expect(commandLine(running)).toBe("");
});

test("an owner that exits without stopping it takes it along", async () => {
  const { child } = await startElsewhere();
  const running = postmaster();
  child.stdin?.end();
  await expect.poll(() => commandLine(running), { timeout: 10_000 }).toBe("");
  expect(child.exitCode).toBe(3);
});

test("after a hard kill of both, what was committed is there again", async () => {
  const { child, url } = await startElsewhere();
  await query(url, "CREATE TABLE kept AS SELECT 7 AS id");
  process.kill(postmaster(), "SIGKILL");
  await killHard(child);
  const database = await start();
  expect(await query(database.url, "SELECT id FROM kept")).toEqual([{ id: 7 }]);
});

test("a pid file whose number belongs to another process by now does not keep it from starting", async () => {
  const first = await start();
  const dead = postmaster();
  const pidFile = readFileSync(join(folder(), "postmaster.pid"), "utf8");
  await first.stop();
  const { uid, gid } = statSync(folder());
  const stranger = spawn("sleep", ["1000"], asRoot ? { uid, gid } : {});
  cleanUp.push(() => stranger.kill());
  writeFileSync(join(folder(), "postmaster.pid"), pidFile.replace(String(dead), String(stranger.pid)));
  await start();
  expect(stranger.exitCode).toBeNull();
});

test("a server that dies under its owner comes back at the same address", async () => {
  const { url } = await start();
  const dead = postmaster();
  process.kill(dead, "SIGKILL");
  await expect.poll(() => query(url, "SELECT 1 AS one").catch(() => null), { timeout: 20_000 }).toEqual([{ one: 1 }]);
  expect(postmaster()).not.toBe(dead);
  // It is owned again, not only running.
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(DatabaseInUseError);
});

test("a command joins a running server, and waits for one that is starting", async () => {
  expect(await attachEmbeddedPostgres({ dataDir })).toBeNull();
  const starting = start();
  const announced = () => existsSync(dataDir) && readdirSync(dataDir).join();
  await expect.poll(announced, { interval: 1 }).toMatch(new RegExp(`starting-${process.pid}-[0-9a-f]+(,|$)`));
  const early = await attachEmbeddedPostgres({ dataDir });
  const { url, stop } = await starting;
  expect(early?.url).toBe(url);
  const late = await attachEmbeddedPostgres({ dataDir });
  expect(late?.url).toBe(url);
  await early?.detach();
  await late?.detach();
  await stop();
  expect(await attachEmbeddedPostgres({ dataDir })).toBeNull();
});

test("a command that runs the database ends it only when no other command uses it", async () => {
  const { stop, url } = await start("command");
  const guest = await attachEmbeddedPostgres({ dataDir });
  let stopped = false;
  const stopping = stop().then(() => {
    stopped = true;
  });
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(stopped).toBe(false);
  await guest?.detach();
  await stopping;
  expect(existsSync(join(folder(), "postmaster.pid"))).toBe(false);
});

test("a server waits for a command that runs the database", async () => {
  const { stop } = await start("command");
  const server = start("server");
  await stop();
  const { url } = await server;
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test.runIf(asRoot)("below a folder that only root may enter it works, and stays there", async () => {
  chmodSync(base, 0o700);
  const { url } = await start();
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(folder()).toBe(join(realpathSync(dataDir), "postgres"));
  expect(statSync(folder()).uid).not.toBe(0);
});

test("connections that are just being closed end in peace", async () => {
  const { url, stop } = await start();
  const errors: Error[] = [];
  const clients = Array.from({ length: 10 }, () => new pg.Client(url).on("error", (error) => errors.push(error)));
  await Promise.all(clients.map((client) => client.connect()));
  const ended = Promise.all(clients.map((client) => client.end()));
  await stop();
  await ended;
  expect(errors).toEqual([]);
});

test("a path that is too long for a socket works as well", async () => {
  dataDir = join(base, "a-folder-with-a-rather-long-name".repeat(4));
  const { url } = await start();
  cleanUp.unshift(() => rmSync(new URL(url).searchParams.get("host") ?? "", { recursive: true, force: true }));
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});
