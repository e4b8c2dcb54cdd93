import { beforeAll, expect, test, vi } from "vitest";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { connections } from "./client";
import { queryPlanned } from "./query";

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
