import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { beforeAll, expect, test, vi } from "vitest";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { connections } from "./client";
import { queryPlanned } from "./query";
import type { TenantDb } from "./tenant-db";

let mine: Tenant;
let sibling: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  mine = await makeTenant();
  sibling = await addSite(mine);
  theirs = await makeTenant();
});

test("what Prisma does in several statements is one scope's as well, while everybody waits for connections", async () => {
  const tenants = [mine, theirs, sibling];
  const asked = Array.from({ length: 60 }, (_, at) => tenants[at % 3] as Tenant);
  const found = await Promise.all(
    asked.map(({ context, site }, at) => {
      if (at % 2) return context.db.site.update({ where: { id: site.id }, data: { name: "Acme" }, select: { id: true } });
      return context.db.$transaction((db) => db.site.findFirstOrThrow({ select: { id: true } }), {
        isolationLevel: "Serializable",
        maxWait: 15_000,
        timeout: 15_000,
      });
    }),
  );
  expect(found).toEqual(asked.map(({ site }) => ({ id: site.id })));
});

/** What somebody in a scope may wait for that is none of the database's. */
const WAITS: readonly (() => unknown)[] = [
  () => undefined,
  () => new Promise(process.nextTick),
  () => new Promise(setImmediate),
  () => new Promise((done) => setTimeout(done, 1)),
  () => readFile("package.json"),
  () => crypto.subtle.digest("SHA-256", new Uint8Array(1)),
  async () => {
    for await (const _ of Readable.from([1, 2])) await new Promise(setImmediate);
  },
];

test("nobody loses their scope, and nobody gets another's, while scopes begin, end and are none at all", async () => {
  const site = (tenant: Tenant) => ({ id: tenant.site.id });
  const ask = async (db: TenantDb) => db.site.findFirst({ select: { id: true } });
  const LONG = { maxWait: 15_000, timeout: 15_000 };
  let turn = 0;
  const wait = () => (WAITS[turn++ % WAITS.length] as () => unknown)();
  /** In one statement, in a transaction that waits between two, and as a generator whose turns are asked for from outside. */
  const ways: readonly ((tenant: Tenant) => Promise<unknown[]>)[] = [
    async ({ context: { db } }) => [await wait(), await ask(db), await wait(), await ask(db)],
    ({ context: { db } }) => db.$transaction(async (tx) => [await wait(), await ask(tx), await wait(), await ask(tx)], LONG),
    async ({ context: { db } }) => {
      async function* turns() {
        for (let at = 0; at < 3; at++) yield [await wait(), await ask(db)];
      }
      const found: unknown[] = [];
      for await (const each of turns()) found.push(...each);
      return found;
    },
  ];
  const asked = async (at: number) => {
    const tenant = [mine, theirs, sibling][at % 3] as Tenant;
    const found = await (ways[Math.floor(at / 3) % ways.length] as (typeof ways)[number])(tenant);
    const told = found.filter((each) => typeof each === "object" && each !== null && "id" in each);
    expect([told.length > 1, told]).toEqual([true, told.map(() => site(tenant))]);
  };
  // Alone, so that each is the last to end; then one that begins as another ends; then all at once.
  for (let at = 0; at < 9; at++) await asked(at);
  for (let at = 0; at < 9; at++) await Promise.all([asked(at), asked(at + 1)]);
  await Promise.all(Array.from({ length: 60 }, (_, at) => asked((at * 5) % 9)));
});

test("what a scope has left behind is in no other's, whoever calls it and whenever", async () => {
  const all = "SELECT id FROM sites ORDER BY id";
  /** Which sites are seen from here; null: in no scope, so that nothing may be asked. */
  const idsSeen = () =>
    connections()
      .scoped.query<{ id: string }>({ text: all })
      .then(
        ({ rows }) => rows.map(({ id }) => id),
        () => null,
      );
  const [own, others] = [[String(mine.site.id)], [String(theirs.site.id)]];
  let resume = () => {};
  const resumed = new Promise<void>((done) => {
    resume = done;
  });
  const emitter = new EventEmitter();
  const heard = new Promise<unknown>((done) => emitter.once("go", () => void idsSeen().then(done)));
  let later: Promise<unknown> | undefined;
  await theirs.context.db.$transaction(async (db) => {
    await db.site.findFirst({ select: { id: true } });
    later = resumed.then(idsSeen);
  });
  expect(await idsSeen()).toBeNull();
  await mine.context.db.$transaction(async (db) => {
    await db.site.findFirst({ select: { id: true } });
    resume();
    // It goes on in what it was begun in, or in nothing.
    expect([null, others]).toContainEqual(await later);
  });
  expect(await idsSeen()).toBeNull();
  // What was begun outside of all scopes, and is called from within one, is not let in by more than that one.
  await mine.context.db.$transaction(async () => emitter.emit("go"));
  expect([null, own]).toContainEqual(await heard);
});

/** Has the owner do something to whoever is asleep in a statement. */
const toSleeper = (what: string) =>
  vi.waitUntil(
    async () =>
      (await sql(`SELECT ${what}(pid) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(60)'`)).length === 1,
    {
      timeout: 15_000,
    },
  );

test.each([
  ["is cancelled", "SELECT pg_sleep(60)", { code: "57014" }, "pg_cancel_backend"],
  ["loses its connection", "SELECT pg_sleep(60)", { code: "57P01" }, "pg_terminate_backend"],
  ["ends another one", "SELECT pg_terminate_backend(pg_backend_pid())", { code: "42501" }],
  ["is two", "SELECT 1; SELECT 2", { code: "42601" }],
  ["ends the transaction that it is told its scope in", "COMMIT", null],
  ["is none", "", null],
  ["makes connections forget what they have prepared", "DEALLOCATE ALL", null],
])("a statement that %s leaves no scope behind, and nobody without one", async (_, text, fault, what = "") => {
  const done = queryPlanned(mine.context.scope, text, []);
  if (what) await Promise.all([toSleeper(what), expect(done).rejects.toMatchObject(fault as object)]);
  else await (fault ? expect(done).rejects.toMatchObject(fault) : done);
  for (const { context, site } of [theirs, mine]) {
    // What a connection has forgotten is an error, and never somebody else's rows; it is then closed, as any that has failed.
    const rows = await queryPlanned<{ id: bigint }>(context.scope, "SELECT id FROM sites", []).catch(({ code }) => code);
    if (rows !== "26000") expect(rows).toEqual([{ id: site.id }]);
    else expect(await queryPlanned(context.scope, "SELECT id FROM sites", [])).toEqual([{ id: site.id }]);
  }
  const { scoped } = connections();
  const idle = await Promise.all(Array.from({ length: scoped.totalCount }, () => scoped.connect()));
  const left = await Promise.all(
    idle.map((client) => client.query("SELECT nullif(current_setting('app.account_id', true), '') AS account")),
  );
  for (const client of idle) client.release();
  expect(left.flatMap(({ rows }) => rows)).toEqual(idle.map(() => ({ account: null })));
});

test("a scope cannot be entered on a connection of the system's: where a pooler mixes them up, nothing is shown", async () => {
  const { system } = connections();
  await expect(system.query("EXECUTE enter_scope ('1', '')")).rejects.toMatchObject({ code: "26000" });
});
