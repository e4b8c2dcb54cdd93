import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant, unique } from "@/lib/testing/make-tenant";
import { notFound, unauthorized } from "@/lib/testing/refusals";
import { changingNothing } from "@/lib/testing/unchanged";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const act = (verb: "suspend" | "resume") => (tenant: Tenant, ref: unknown) =>
  answer(call("POST", `/api/sites/${ref}/${verb}`, { token: tenant.apiToken }));
const [suspend, resume] = [act("suspend"), act("resume")];
const read = async (tenant: Tenant) =>
  ((await answer(call("GET", `/api/sites/${tenant.site.id}`, { token: tenant.apiToken }))).body as { site: object }).site;

describe("POST /api/sites/:id/suspend", () => {
  describe("200", () => {
    test("keeps everybody out until it is resumed, by id and by slug; said twice it changes nothing", async () => {
      const tenant = await makeTenant();
      const site = await read(tenant);
      for (const ref of [tenant.site.id, tenant.site.slug]) {
        expect(await suspend(tenant, ref)).toEqual({
          status: 200,
          body: { site: { ...site, updated_at: TIME, suspension: { since: TIME, by: "customer", reason: null } } },
        });
        expect((await call("GET", `/${tenant.site.slug}/login`)).status).toBe(403);
        await resume(tenant, ref);
        expect((await call("GET", `/${tenant.site.slug}/login`)).status).toBe(200);
      }
      await suspend(tenant, tenant.site.id);
      await changingNothing(() => suspend(tenant, tenant.site.id));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      expect(await answer(call("POST", `/api/sites/${site.id}/suspend`))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site and none are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      await changingNothing(async () => {
        for (const ref of [other.site.id, other.site.slug, 1, unique("nobody")]) expect(await suspend(tenant, ref)).toEqual(notFound);
      });
    });
  });
});
