import { describe, expect, test } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { connections } from "./client";
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
});
