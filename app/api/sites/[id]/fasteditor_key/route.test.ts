import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant, unique } from "@/lib/testing/make-tenant";
import { conflict, notFound, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

type Made = { status: number; body: { api_key: string } };

const make = (tenant: Tenant, id: unknown = tenant.site.id) =>
  answer(call("POST", `/api/sites/${id}/fasteditor_key`, { token: tenant.apiToken })) as Promise<Made>;
const opens = async ({ site }: Tenant, key: string) => {
  const headers = { "x-api-key": key };
  const { status } = await call("POST", `/${site.slug}/fasteditor/forgot-password`, { json: { userName: "jane" }, headers });
  return status === 201;
};

describe("POST /api/sites/:id/fasteditor_key", () => {
  describe("201", () => {
    test("shows a new key once and keeps its hash; the one before it is over", async () => {
      const tenant = await makeTenant();
      const first = await make(tenant);
      expect(first).toEqual({ status: 201, body: { api_key: expect.stringMatching(/^fek_[\w-]{48}$/) } });
      expect(await opens(tenant, first.body.api_key)).toBe(true);
      const second = await make(tenant, tenant.site.slug);
      expect([await opens(tenant, first.body.api_key), await opens(tenant, second.body.api_key)]).toEqual([false, true]);
      const [row] = await sql<{ row: string }>("SELECT s::text AS row FROM sites s WHERE id = $1", [tenant.site.id]);
      expect(row?.row).not.toContain(second.body.api_key.slice(4));
      const read = await answer(call("GET", `/api/sites/${tenant.site.id}`, { token: tenant.apiToken }));
      expect(JSON.stringify(read)).not.toContain("fek_");
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      expect(await answer(call("POST", `/api/sites/${site.id}/fasteditor_key`))).toEqual(unauthorized);
    });
  });

  describe("403", () => {
    test("for a token that may only change sites, or only read secrets", async () => {
      const tenant = await makeTenant();
      for (const [granted, lacks] of [
        ["sites:write", "secrets:read"],
        ["secrets:read", "sites:write"],
      ]) {
        await sql("UPDATE api_tokens SET scopes = $2 WHERE account_id = $1", [tenant.account.scope.accountId, [granted]]);
        const refusal = { status: 403, body: { error: "Forbidden", messages: [`This API token lacks the scope ${lacks}`] } };
        await changingNothing(async () => expect(await make(tenant)).toEqual(refusal));
      }
    });
  });

  describe("404", () => {
    test("for somebody else's site, one that is deleted and one that never was", async () => {
      const [tenant, other, gone] = [await makeTenant(), await makeTenant(), await makeTenant()];
      await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [gone.site.id]);
      await changingNothing(async () => {
        for (const id of [other.site.id, other.site.slug, 1, unique("nobody")]) expect(await make(tenant, id)).toEqual(notFound);
        expect(await make(gone)).toEqual(notFound);
      });
    });
  });

  describe("409", () => {
    test("when several make one at once: whoever was given a key holds one that is good, or was told of the other", async () => {
      const tenant = await makeTenant();
      const made = await Promise.all(Array.from({ length: 8 }, () => make(tenant)));
      const keys = made.filter(({ status }) => status === 201).map(({ body }) => body.api_key);
      const good = await Promise.all(keys.map((key) => opens(tenant, key)));
      expect(good.filter(Boolean)).toHaveLength(1);
      for (const { status, body } of made) {
        if (status !== 201) expect({ status, body }).toEqual(conflict("Somebody else changed this at the same time; try again"));
      }
    });
  });
});
