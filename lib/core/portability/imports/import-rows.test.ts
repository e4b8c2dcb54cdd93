import { afterEach, expect, test, vi } from "vitest";
import { connections } from "@/lib/db/client";
import { bytesOf } from "@/lib/testing/import-file";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { beginImport } from "./begin-import";
import { getImport } from "./get-import";
import { workImport } from "./work-import";

afterEach(() => vi.restoreAllMocks());

const BATCH_ROWS = 500;

/** A file whose first and second batch begin with given rows. */
function file(first: readonly string[], second: readonly string[]): string {
  const filler = Array.from({ length: BATCH_ROWS - first.length }, (_, index) => `f${index},filler${index}@example.com`);
  return ["external_id,email", ...first, ...filler, ...second].join("\n");
}

async function imported({ context, account, site }: Tenant, text: string) {
  const options = { dryRun: false, fileName: null, createdBy: null, options: {}, byCaller: true };
  const { id } = await beginImport(context, bytesOf(text), options);
  await workImport(context, id);
  const { countNew, countUpdate, refused } = await getImport(account, id);
  const users = await sql<{ external_id: string; email: string }>(
    "SELECT external_id, email FROM site_users WHERE site_id = $1 AND email NOT LIKE 'filler%' ORDER BY email",
    [site.id],
  );
  return { countNew, countUpdate, refused, users: users.map(({ external_id, email }) => `${external_id},${email}`) };
}

/** Holds the statement that writes the first batch until the second one is settled, and then lets something happen first. */
function whileSettledEarly(happens: () => Promise<unknown> = async () => undefined): void {
  const { scoped: pool } = connections();
  const real = pool.query.bind(pool) as (...given: unknown[]) => Promise<unknown>;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let lookedUp = 0;
  let held = false;
  vi.spyOn(pool, "query").mockImplementation((async (...given: unknown[]) => {
    const [{ text = "" }] = given as [{ text?: string }];
    if (text.includes("SET rows_done") && !held) {
      held = true;
      await settled;
      await happens();
    }
    const answer = await real(...given);
    if (text.includes("JOIN LATERAL") && text.includes("import_keys") && ++lookedUp === 2) settle();
    return answer;
  }) as never);
}

test("a row that repeats one of the batch that is still being written is refused, with its number", async () => {
  const tenant = await makeTenant();
  whileSettledEarly();
  const text = file(["1,jane@example.com", "2,joe@example.com"], ["3,jane@example.com", "2,jo@example.com", "4,jill@example.com"]);
  expect(await imported(tenant, text)).toEqual({
    countNew: 501,
    countUpdate: 0,
    refused: [
      { row: 501, refused: true, messages: ["Email repeats that of row 1: the first one counts"] },
      { row: 502, refused: true, messages: ["External ID repeats that of row 2: the first one counts"] },
    ],
    users: ["1,jane@example.com", "4,jill@example.com", "2,joe@example.com"],
  });
});

test("a batch is settled anew when the one before it came to something else", async () => {
  const tenant = await makeTenant();
  whileSettledEarly(async () => {
    const { id } = await makeUser(tenant, "jane@example.com");
    await sql("UPDATE site_users SET external_id = 'other' WHERE id = $1", [id]);
  });
  // Row 1 turns out to name somebody else's address. So row 501 repeats nothing.
  expect(await imported(tenant, file(["1,jane@example.com"], ["1,janet@example.com"]))).toEqual({
    countNew: 500,
    countUpdate: 0,
    refused: [{ row: 1, refused: true, messages: ["Email belongs to a user with another external ID"] }],
    users: ["other,jane@example.com", "1,janet@example.com"],
  });
});

test("an address that a user has given up is free for the batch behind", async () => {
  const tenant = await makeTenant();
  const { id } = await makeUser(tenant, "jane@example.com");
  await sql("UPDATE site_users SET external_id = '1' WHERE id = $1", [id]);
  expect(await imported(tenant, file(["1,janet@example.com"], ["2,jane@example.com"]))).toEqual({
    countNew: 500,
    countUpdate: 1,
    refused: [],
    users: ["2,jane@example.com", "1,janet@example.com"],
  });
});
