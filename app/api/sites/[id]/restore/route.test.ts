import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { notFound, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const restore = (tenant: Tenant, id: unknown) => answer(call("POST", `/api/sites/${id}/restore`, { token: tenant.apiToken }));
const read = (tenant: Tenant, path: string) => answer(call("GET", path, { token: tenant.apiToken }));
const remove = (tenant: Tenant) => answer(call("DELETE", `/api/sites/${tenant.site.id}`, { token: tenant.apiToken }));
const listed = async (tenant: Tenant, query: string) =>
  ((await read(tenant, `/api/sites${query}`)).body as { sites: { id: number; deleted_at: string | null }[] }).sites;

describe("POST /api/sites/:id/restore", () => {
  describe("200", () => {
    test("brings a deleted site back as it was, by id and by slug, with its users", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      const before = await read(tenant, `/api/sites/${tenant.site.id}`);
      for (const ref of [tenant.site.id, tenant.site.slug]) {
        await remove(tenant);
        expect(await read(tenant, `/api/site_users/${user.id}`)).toEqual(notFound);
        expect([await listed(tenant, ""), await listed(tenant, "?deleted=true")]).toEqual([
          [],
          [expect.objectContaining({ id: Number(tenant.site.id), deleted_at: expect.stringMatching(/Z$/) })],
        ]);
        const { status, body } = await restore(tenant, ref);
        expect([status, body]).toEqual([200, { site: { ...(before.body as { site: object }).site, updated_at: expect.any(String) } }]);
        expect([await listed(tenant, "?deleted=true"), (await listed(tenant, "")).length]).toEqual([[], 1]);
      }
      const form = { email: user.email, password: PASSWORD };
      expect((await call("POST", `/${tenant.site.slug}/login`, { form })).status).toBe(303);
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      expect(await answer(call("POST", `/api/sites/${site.id}/restore`))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("for a site that is not deleted, one that never was, somebody else's, and after a week", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      await remove(other);
      await changingNothing(async () => {
        for (const id of [tenant.site.id, tenant.site.slug, other.site.id, other.site.slug, 1, unique("nobody")])
          expect(await restore(tenant, id)).toEqual(notFound);
      });
      await remove(tenant);
      await sql("UPDATE sites SET deleted_at = now() - interval '7 days' WHERE id = $1", [tenant.site.id]);
      expect(await restore(tenant, tenant.site.id)).toEqual(notFound);
    });
  });
});
