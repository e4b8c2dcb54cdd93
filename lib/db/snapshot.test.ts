import { afterEach, describe, expect, test, vi } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { connections } from "./client";
import { settings } from "./parameters";
import { inSnapshot, type Snapshot } from "./snapshot";

const NUMBERS = "SELECT n FROM generate_series(1, $1::int) n";

async function all<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Nobody is connected for long reads and in the middle of something. */
const expectAllFree = () => {
  const { totalCount, idleCount } = connections().longReads;
  expect(totalCount - idleCount).toBe(0);
};

describe("a snapshot", () => {
  test("gives all rows, in batches and in order", async () => {
    const { scope } = (await makeTenant()).context;
    for (const count of [0, 1, 999, 1_000, 1_001, 2_500]) {
      const batches = await all(inSnapshot(scope, (snapshot) => snapshot.rows<{ n: number }>(NUMBERS, [count])));
      expect(batches.flat().map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      expect(batches.every(({ length }) => length > 0 && length <= 1_000)).toBe(true);
    }
    expectAllFree();
  });

  test("is one moment, also for a statement that begins later, and its moment is told", async () => {
    const { context, site } = await makeTenant();
    const names: unknown[] = [];
    const text = "SELECT name FROM sites WHERE account_id = $1 AND id = $2";
    async function* twice({ rows, scope, at }: Snapshot) {
      yield* rows(text, [scope.accountId, scope.siteId]);
      await sql("UPDATE sites SET name = 'Changed' WHERE id = $1", [site.id]);
      yield* rows(text, [scope.accountId, scope.siteId]);
      yield [at];
    }
    for await (const batch of inSnapshot(context.scope, twice)) names.push(...batch);
    expect(names).toEqual([{ name: "Acme" }, { name: "Acme" }, expect.any(Date)]);
    expect(await sql(text, [context.scope.accountId, site.id])).toEqual([{ name: "Changed" }]);
  });

  test("writes nothing", async () => {
    const { scope } = (await makeTenant()).context;
    const written = inSnapshot(scope, ({ rows }) => rows("WITH w AS (UPDATE sites SET name = 'X' RETURNING 1) SELECT * FROM w", []));
    await expect(all(written)).rejects.toThrow();
    expectAllFree();
  });

  test("is over for whoever stops reading, and its connection serves the next one", async () => {
    const { scope } = (await makeTenant()).context;
    let kept: Snapshot | undefined;
    const begin = () =>
      inSnapshot(scope, (snapshot) => {
        kept = snapshot;
        return snapshot.rows<{ n: number }>(NUMBERS, [1_000_000]);
      });
    for (let time = 0; time < 6; time += 1) {
      for await (const [row] of begin()) {
        expect(row).toEqual({ n: 1 });
        break;
      }
    }
    expectAllFree();
    await expect(all((kept as Snapshot).rows(NUMBERS, [1]))).rejects.toThrow("The snapshot is over");
  });

  test("fails with its statement or its reader, and its connection serves the next one", async () => {
    const { scope } = (await makeTenant()).context;
    await expect(all(inSnapshot(scope, ({ rows }) => rows("SELECT 1 / (n - 1500) FROM generate_series(1, 3000) n", [])))).rejects.toThrow(
      "division by zero",
    );
    await expect(
      all(
        inSnapshot(scope, async function* failing({ rows }) {
          yield* rows(NUMBERS, [5_000]);
          throw new Error("the reader");
        }),
      ),
    ).rejects.toThrow("the reader");
    expectAllFree();
  });

  test("whose connection dies between two batches fails for its reader, and for nobody else", async () => {
    const { scope } = (await makeTenant()).context;
    const reading = inSnapshot(scope, async function* dying({ rows }) {
      for await (const [row] of rows<{ pid: number }>("SELECT pg_backend_pid() AS pid FROM generate_series(1, 200)", [])) yield row?.pid;
      yield* rows(NUMBERS, [1]);
    });
    const { value: pid } = await reading.next();
    const gone = new Promise((resolve) => connections().longReads.once("remove", resolve));
    await sql("SELECT pg_terminate_backend($1)", [pid]);
    await gone;
    expectAllFree();
    await expect(reading.next()).rejects.toThrow("The snapshot is over");
  });
});

describe("a copy of a snapshot", () => {
  afterEach(() => vi.useRealTimers());

  const MANY = "COPY (SELECT n, repeat('x', 200) FROM generate_series(1, 100000) n) TO STDOUT (FORMAT csv)";

  async function csv(select: string, values: unknown[] = []): Promise<string> {
    const { scope } = (await makeTenant()).context;
    return Buffer.concat(
      await all(inSnapshot(scope, ({ copy }) => copy(`COPY (${select}) TO STDOUT (FORMAT csv)`, values, []))),
    ).toString();
  }

  test("gives every line, ended with CRLF, whatever it holds and however long it is", async () => {
    expect(await csv("SELECT 1 WHERE false")).toBe("");
    expect(await csv(String.raw`SELECT 1, E'two\nlines', E'\r\n', '', NULL, E'\\.'`)).toBe('1,"two\nlines","\'\r\n","",,\\.\r\n');
    const lengths = [0, 65_533, 65_534, 65_535, 1_000_000, 1];
    const found = await csv(`SELECT repeat('é', n) || '.' FROM unnest('{${lengths}}'::int[]) n`);
    expect(found.split("\r\n").map(({ length }) => length)).toEqual([...lengths.map((length) => length + 1), 0]);
    expect((await csv("SELECT n FROM generate_series(1, 50000) n")).split("\r\n")).toHaveLength(50_001);
  });

  test.each([
    "'; DROP TABLE sites; --",
    "' OR ''='",
    String.raw`\'; SELECT 1; --`,
    'a "quoted" one',
    "$1 $$ {p1}",
    "two\nlines",
    "Ünï 🎉",
    "",
  ])("takes the value %j for what it is", async (text) => {
    const { values, add } = settings();
    const at = new Date("2024-01-02T03:04:05.678Z");
    const selected = `SELECT ${add(text)} = convert_from('\\x${Buffer.from(text).toString("hex")}', 'UTF8'), ${add(42n)} + 1, ${add(at)}`;
    expect(selected).not.toContain("DROP");
    expect(await csv(selected, values)).toBe("t,43,2024-01-02 03:04:05.678+00\r\n");
  });

  test("fails with its statement, its values or its reader, and nobody keeps its place", async () => {
    const { scope } = (await makeTenant()).context;
    await expect(csv("SELECT 1 / (n - 90000) FROM generate_series(1, 100000) n")).rejects.toThrow("division by zero");
    await expect(csv("SELECT nothing")).rejects.toThrow('column "nothing" does not exist');
    await expect(csv("SELECT 1", ["\0"])).rejects.toThrow("invalid byte sequence");
    for (let time = 0; time < 6; time += 1) {
      for await (const block of inSnapshot(scope, ({ copy }) => copy(MANY, [], []))) {
        expect(block.toString()).toMatch(/^1,x{200}\r\n/);
        break;
      }
      expectAllFree();
    }
  });

  test("is one of so many for its account, until it ends, is left, fails, or its connection does", async () => {
    const [{ scope }, other] = [(await makeTenant()).context, (await makeTenant()).context];
    const read = (from = scope) => inSnapshot(from, ({ copy }) => copy(MANY, [], []), { atMost: 1 });
    const first = read();
    await first.next();
    await expect(read().next()).rejects.toMatchObject({ code: "too_many_requests", retryAfterS: 5 });
    await read(other.scope).return(undefined);
    await first.return(undefined);
    await all(read());
    await expect(all(inSnapshot(scope, ({ copy }) => copy("nonsense", [], []), { atMost: 1 }))).rejects.toThrow("syntax error");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const stuck = read();
    await stuck.next();
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    await all(read());
    await expect(all(stuck)).rejects.toThrow("Connection terminated");
  });

  test("is over in an hour, however steadily it is read", async () => {
    const { scope } = (await makeTenant()).context;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const reading = inSnapshot(scope, ({ copy }) => copy(MANY, [], []));
    for (let minutes = 0; minutes < 60; minutes += 1) {
      await reading.next();
      vi.advanceTimersByTime(59_999);
    }
    await reading.next();
    vi.advanceTimersByTime(60);
    expectAllFree();
    vi.useRealTimers();
    await expect(all(reading)).rejects.toThrow("Connection terminated");
  });

  test("of somebody who does not read on is over in a minute", async () => {
    const { scope } = (await makeTenant()).context;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const reading = inSnapshot(scope, ({ copy }) => copy(MANY, [], []));
    await reading.next();
    vi.advanceTimersByTime(59_000);
    await reading.next();
    vi.advanceTimersByTime(59_000);
    expect(connections().longReads.totalCount - connections().longReads.idleCount).toBe(1);
    vi.advanceTimersByTime(1_000);
    expectAllFree();
    vi.useRealTimers();
    await expect(all(reading)).rejects.toThrow("Connection terminated");
  });
});
