import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { CSV, ended, idOf, pending, upload } from "@/lib/testing/import-wire";
import { makeDryRun } from "@/lib/testing/make-dry-run";
import { makeTenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, unauthorized } from "@/lib/testing/refusals";
import { runJobs } from "@/lib/testing/run-jobs";
import { rowsOf } from "@/lib/testing/sql";

const run = (token: string, id: unknown) => answer(call("POST", `/api/imports/${id}/run`, { token }));
const get = (token: string, path: string) => answer(call("GET", path, { token }));

describe("POST /api/imports/:id/run", () => {
  describe("202", () => {
    test("what a dry run has counted is imported, once", async () => {
      const tenant = await makeTenant();
      const { apiToken, site } = tenant;
      const dryId = idOf(await upload(tenant, "&dry_run=true"));
      await runJobs();
      const dry = { ...ended(tenant), dry_run: true, can_run: true };
      expect(await get(apiToken, `/api/imports/${dryId}`)).toEqual({ status: 200, body: { import: dry } });
      expect((await get(apiToken, `/api/site_users?site_id=${site.id}`)).body).toMatchObject({ site_users: [] });

      const [first, second] = await Promise.all([run(apiToken, dryId), run(apiToken, dryId)]);
      const [real, again] = first.status === 202 ? [first, second] : [second, first];
      expect(real).toEqual({ status: 202, body: { import: pending(tenant) } });
      expect(again).toEqual(invalid("Import has no file any more: it is kept for an hour. Upload it again"));
      await runJobs();
      expect(await get(apiToken, `/api/imports/${idOf(real)}`)).toEqual({ status: 200, body: { import: ended(tenant) } });
      expect((await get(apiToken, `/api/site_users?site_id=${site.id}`)).body).toMatchObject({
        site_users: [{ email: "jane@example.com" }],
      });
      expect(await rowsOf("stored_files")).toBe(0);
    });
  });

  describe("400", () => {
    test("an id that is none", async () => {
      expect(await run((await makeTenant()).apiToken, "x")).toEqual(badRequest("ID must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a credential", async () => expect(await run("gma_x", 1)).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's import does not exist", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      expect(await run(tenant.apiToken, (await makeDryRun(stranger)).id)).toEqual(notFound);
    });
  });

  describe("422", () => {
    test("one that is no dry run, or not at its end", async () => {
      const tenant = await makeTenant();
      expect(await run(tenant.apiToken, idOf(await upload(tenant)))).toEqual(invalid("Import is no dry run"));
      expect(await run(tenant.apiToken, idOf(await upload(tenant, "&dry_run=1", CSV)))).toEqual(invalid("Import is not done"));
    });
  });
});
