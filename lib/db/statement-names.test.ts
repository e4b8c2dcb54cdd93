import { expect, test } from "vitest";
import { connections } from "./client";
import { MOST_NAMED, statementNames } from "./statement-names";

test("each text has a name of its own, up to so many: the others have none", () => {
  const nameOf = statementNames(2);
  const [one, two] = [nameOf({ sql: "SELECT 1" }), nameOf({ sql: "SELECT 2" })];
  expect([one, two]).toEqual([expect.stringMatching(/^prisma-[\w-]{27}$/), expect.stringMatching(/^prisma-[\w-]{27}$/)]);
  expect(one).not.toBe(two);
  expect(["SELECT 3", "SELECT 1", "SELECT 2", "SELECT 3"].map((sql) => nameOf({ sql }))).toEqual(["", one, two, ""]);
});

test("a connection keeps no more of them than that, and what has none is answered as well", async () => {
  const { prisma, scoped } = connections();
  for (let n = 0; n <= MOST_NAMED; n++) expect(await prisma.$queryRawUnsafe(`SELECT ${n} AS n WHERE $1`, true)).toEqual([{ n }]);
  const { rows } = await scoped.query("SELECT count(*)::int AS count FROM pg_prepared_statements WHERE name LIKE 'prisma-%'");
  expect(rows[0].count).toBeLessThanOrEqual(MOST_NAMED);
});
