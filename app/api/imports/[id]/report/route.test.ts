import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { idOf, upload } from "@/lib/testing/import-wire";
import { makeDryRun } from "@/lib/testing/make-dry-run";
import { makeTenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { runJobs } from "@/lib/testing/run-jobs";

const report = (token: string, id: unknown) => call("GET", `/api/imports/${id}/report`, { token });

describe("GET /api/imports/:id/report", () => {
  describe("200", () => {
    test("all rows that something is to be said about, as CSV that no spreadsheet computes with", async () => {
      const tenant = await makeTenant();
      const id = idOf(await upload(tenant, "", "email,username\n=cmd,\njane@example.com,a b\njoe@example.com,\n"));
      await runJobs();
      const response = await report(tenant.apiToken, id);
      expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      expect(response.headers.get("content-disposition")).toBe(`attachment; filename="import-${id}.csv"`);
      expect(await response.text()).toBe(
        "row,outcome,messages\r\n1,refused,Email is invalid\r\n2,noted,Username must not contain spaces or @: it is left out\r\n",
      );
    });

    test("a message that quotes the file begins no formula", async () => {
      const tenant = await makeTenant();
      const { id } = await makeDryRun(tenant);
      await tenant.context.db.importNote.create({ data: { importId: id, row: 1, refused: true, messages: ["=1+1", "x"] } });
      expect(await (await report(tenant.apiToken, id)).text()).toBe("row,outcome,messages\r\n1,refused,'=1+1; x\r\n");
    });
  });

  describe("400", () => {
    test("an id that is none", async () => {
      expect(await answer(report((await makeTenant()).apiToken, "x"))).toEqual(badRequest("ID must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a credential", async () => expect(await answer(report("gma_x", 1))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's import does not exist", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      expect(await answer(report(tenant.apiToken, (await makeDryRun(stranger)).id))).toEqual(notFound);
    });
  });
});
