import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { exported } from "@/lib/testing/exports";
import { makeTenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";

describe("GET /api/exports/[id]", () => {
  describe("200", () => {
    test("the account's own", async () => {
      const tenant = await makeTenant();
      const { id } = await exported(tenant);
      expect(await answer(call("GET", `/api/exports/${id}`, { token: tenant.apiToken }))).toMatchObject({
        status: 200,
        body: { export: { id, site_id: Number(tenant.site.id), status: "done", progress: { done: 3, total: 3 } } },
      });
    });
  });

  describe("400", () => {
    test("what is no id", async () => {
      const { apiToken } = await makeTenant();
      expect(await answer(call("GET", "/api/exports/x", { token: apiToken }))).toEqual(badRequest("ID must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("GET", "/api/exports/1"))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's", async () => {
      const [mine, theirs] = [await makeTenant(), await makeTenant()];
      const { id } = await exported(theirs);
      expect(await answer(call("GET", `/api/exports/${id}`, { token: mine.apiToken }))).toEqual(notFound);
      expect(await answer(call("GET", "/api/exports/1", { token: mine.apiToken }))).toEqual(notFound);
    });
  });
});
