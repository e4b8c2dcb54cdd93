import { hash as bcrypt } from "bcryptjs";
import { describe, expect, test } from "vitest";
import { importFile } from "@/lib/testing/import-file";
import { makeTenant } from "@/lib/testing/make-tenant";
import { rowsOf, sql } from "@/lib/testing/sql";

type Row = Record<string, unknown>;

const users = (siteId: bigint) => sql<Row>("SELECT * FROM site_users WHERE site_id = $1 ORDER BY email_canonical", [siteId]);

describe("a CSV file", () => {
  test("becomes users, and what cannot become one is told with its row", async () => {
    const tenant = await makeTenant();
    const hash = await bcrypt("a password of old", 4);
    const csv = [
      "id,email,email_verified,first_name,last_name,password_hash,plan",
      `7,Jane@Example.com,true,Jane,Doe,${hash},pro`,
      "8,no address,,,,,",
      "9,jane@example.com,,,,,",
      "10,joe@example.com,false,Joe,,,",
    ].join("\n");
    const done = await importFile(tenant, csv);
    expect(done).toMatchObject({
      status: "done",
      problem: null,
      rowsDone: 4,
      countNew: 2,
      countUpdate: 0,
      countSkip: 0,
      countRefuse: 2,
      fileId: null,
    });
    expect(done.refused).toEqual([
      { row: 2, refused: true, messages: ["Email is invalid"] },
      { row: 3, refused: true, messages: ["Email repeats that of row 1: the first one counts"] },
    ]);
    expect(await users(tenant.site.id)).toMatchObject([
      {
        external_id: "7",
        email: "Jane@example.com",
        email_verified_at: expect.any(Date),
        name: "Jane Doe",
        first_name: "Jane",
        password_sealed: expect.any(Buffer),
      },
      { external_id: "10", email: "joe@example.com", email_verified_at: null, name: "Joe", password_sealed: null },
    ]);
    expect(await rowsOf("stored_file_chunks")).toBe(0);
    expect(await rowsOf("import_keys")).toBe(0);
  });
});
