import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { pending } from "@/lib/testing/import-wire";
import { makeDryRun } from "@/lib/testing/make-dry-run";
import { makeTenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";

const get = (token: string, id: unknown) => answer(call("GET", `/api/imports/${id}`, { token }));

describe("GET /api/imports/:id", () => {
  describe("200", () => {
    test("an import with the first hundred rows of each kind, and how many there are", async () => {
      const tenant = await makeTenant();
      const { id } = await makeDryRun(tenant);
      const { scope } = tenant.context;
      await sql(
        `INSERT INTO import_notes (account_id, site_id, import_id, row, refused, messages)
         SELECT $1, $2, $3, n, n % 2 = 0, ARRAY['Row ' || n] FROM generate_series(1, 240) n`,
        [scope.accountId, scope.siteId, id],
      );
      await sql("UPDATE imports SET count_refuse = 120 WHERE id = $1", [id]);
      const shown = (first: number) =>
        Array.from({ length: 100 }, (_, index) => ({ row: first + 2 * index, messages: [`Row ${first + 2 * index}`] }));
      expect(await get(tenant.apiToken, id)).toEqual({
        status: 200,
        body: {
          import: {
            ...pending(tenant),
            status: "done",
            dry_run: true,
            can_run: true,
            counts: { new: 1, update: 0, skip: 0, refuse: 120 },
            progress: { rows_done: 1, bytes_done: 0, bytes: 23 },
            finished_at: expect.any(String),
            errors: shown(2),
            errors_total: 120,
            notes: shown(1),
          },
        },
      });
    });
  });

  describe("400", () => {
    test("an id that is none", async () => {
      expect(await get((await makeTenant()).apiToken, "x")).toEqual(badRequest("ID must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a credential", async () => expect(await get("gma_x", 1)).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's import does not exist", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      const { id } = await makeDryRun(stranger);
      expect(await get(tenant.apiToken, id)).toEqual(notFound);
      expect(await get(tenant.apiToken, 1)).toEqual(notFound);
    });
  });
});
