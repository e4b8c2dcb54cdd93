import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { recordEvent } from "@/lib/core/audit/record-event";
import { toAppError } from "@/lib/kernel/faults";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { query, queryAfter, type Whose } from "./query";

/** A statement that fails so many times and then tells how often it was done. */
beforeAll(async () => {
  await sql("CREATE SEQUENCE tries MINVALUE 0 START 1");
  await sql(`CREATE FUNCTION fail_first(times BIGINT, state TEXT) RETURNS BIGINT LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    DECLARE turn BIGINT := nextval('tries');
    BEGIN
      IF turn <= times THEN RAISE EXCEPTION 'not now' USING ERRCODE = state; END IF;
      RETURN turn;
    END $$`);
});
beforeEach(() => sql("ALTER SEQUENCE tries RESTART"));

const done = async (whose: Whose, times: number, state: string) =>
  (await query<{ turn: bigint }>(whose, "fail-first", "SELECT fail_first($1, $2) AS turn", [times, state]))[0]?.turn;
const tries = async () => Number((await sql<{ last_value: string }>("SELECT last_value FROM tries"))[0]?.last_value);

test("a statement that is chosen to end a deadlock, or lost a race, is done again three times, in a scope and outside", async () => {
  const { context } = await makeTenant();
  expect(await done("system", 3, "40P01")).toBe(4n);
  await sql("ALTER SEQUENCE tries RESTART");
  expect(await done(context.scope, 3, "40001")).toBe(4n);
});

test("one that loses a fourth time is told as busy, and one that fails otherwise at once", async () => {
  const fault = await done("system", 4, "40P01").catch(toAppError);
  expect([fault, await tries()]).toMatchObject([{ code: "unavailable", retryAfterS: 2 }, 4]);
  await sql("ALTER SEQUENCE tries RESTART");
  await expect(done("system", 4, "23514")).rejects.toMatchObject({ code: "23514" });
  expect(await tries()).toBe(1);
});

/** The names of prepared statements in a source: they stand by themselves before a statement, and are of several words. */
const namesIn = (source: string) => [...source.matchAll(/(?:^\s*|, |[{\s]name: )"([a-z]\w*(?:-\w+)+)",/gm)].map(([, name = ""]) => name);

const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at);

test("each statement has a name of its own: a connection that has prepared one fails at another of the same name", () => {
  const files = readdirSync("lib/db", { recursive: true, encoding: "utf8" }).filter(
    (file) => /(?<!\.test)\.ts$/.test(file) && !file.startsWith("generated"),
  );
  const names = files.flatMap((file) => namesIn(readFileSync(join("lib/db", file), "utf8")));
  expect(names.length).toBeGreaterThan(150);
  expect(twice(names)).toEqual([]);
  const found = namesIn('query("system", "a-b", `SELECT 1`, []);\n  queryAfter(scope, { name: "c-d", text: "SELECT 2" },\n    "a-b",\n');
  expect([found, twice(found)]).toEqual([["a-b", "c-d", "a-b"], ["a-b"]]);
});

test("so is a transaction of several: what was done in it before counts once, and none of it after a fourth time", async () => {
  const { context } = await makeTenant();
  const lock = { name: "no-lock", text: "SELECT 1", values: [] };
  expect(await queryAfter(context.scope, lock, "fail-after", "SELECT fail_first(3, '40P01') AS turn", [])).toEqual([{ turn: 4n }]);
  await sql(`CREATE FUNCTION fail_write() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM fail_first(3, ''40P01''); RETURN NEW; END'`);
  await sql("CREATE TRIGGER fail BEFORE UPDATE ON sites FOR EACH ROW EXECUTE FUNCTION fail_write()");
  const rename = async (name: string) => {
    await context.db.$transaction(async (db) => {
      await recordEvent(db, { type: "site.suspended" });
      await db.site.updateMany({ where: {}, data: { name } });
    });
  };
  const state = () =>
    sql(
      "SELECT name, (SELECT count(*)::int FROM audit_events WHERE site_id = sites.id AND type = 'site.suspended') AS events FROM sites WHERE id = $1",
      [context.scope.siteId],
    );
  await sql("ALTER SEQUENCE tries RESTART");
  await rename("third");
  expect(await state()).toMatchObject([{ name: "third", events: 1 }]);
  await sql("ALTER SEQUENCE tries RESTART WITH 0");
  expect(await rename("fourth").catch(toAppError)).toMatchObject({ code: "unavailable", retryAfterS: 2 });
  expect(await state()).toMatchObject([{ name: "third", events: 1 }]);
});
