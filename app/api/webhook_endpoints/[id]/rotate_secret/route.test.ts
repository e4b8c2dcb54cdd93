import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, conflict, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { addedEndpoint, ask, endpointByApi } from "@/lib/testing/webhook-wire";

const rotate = (tenant: Tenant, id: unknown, json: unknown = {}) => ask(tenant, `webhook_endpoints/${id}/rotate_secret`, json);
const told = ({ body }: { body: unknown }) => (body as { webhook_endpoint: Record<string, string> }).webhook_endpoint;

describe("POST /api/webhook_endpoints/:id/rotate_secret", () => {
  describe("200", () => {
    test("a new secret; the one before signs for a day, or as long as is said, or no more", async () => {
      const tenant = await makeTenant();
      const { id, secret } = await addedEndpoint(tenant);
      const rotated = await rotate(tenant, id);
      expect(rotated).toMatchObject({ status: 200, body: { webhook_endpoint: { id, previous_secret_until: TIME } } });
      expect(told(rotated).secret).not.toBe(secret);
      const hours = (until: string | undefined) => Math.round((Date.parse(until ?? "") - Date.now()) / 3_600_000);
      expect(hours(told(rotated).previous_secret_until)).toBe(24);
      expect(hours(told(await rotate(tenant, id, { overlap_hours: 2 })).previous_secret_until)).toBe(2);
      const last = await rotate(tenant, id, { overlap_hours: 0 });
      expect(last).toMatchObject({ status: 200, body: { webhook_endpoint: { previous_secret_until: null } } });
      expect(await endpointByApi(tenant, id)).toEqual({ status: 200, body: last.body });
    });
  });

  describe("409", () => {
    test("when somebody else was quicker", async () => {
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant);
      let second: ReturnType<typeof rotate> | undefined;
      await tenant.context.db.$transaction(async (db) => {
        await db.webhookEndpoint.updateMany({ where: { id: BigInt(id) }, data: { secretSealed: new Uint8Array(8) } });
        second = rotate(tenant, id);
        const waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        while ((await sql(waits)).length === 0);
      });
      expect(await second).toEqual(conflict("Somebody else changed this at the same time; try again"));
    });
  });

  describe("422", () => {
    test("an overlap that is none", async () => {
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant);
      await changingNothing(async () => {
        for (const overlap_hours of [-1, 169])
          expect(await rotate(tenant, id, { overlap_hours })).toEqual(invalid("Overlap hours must be 0 to 168"));
        expect(await rotate(tenant, id, { overlap_hours: "1" })).toEqual(invalid("Overlap hours must be a whole number"));
      });
    });
  });

  describe("400", () => {
    test("what is no id", async () => expect(await rotate(await makeTenant(), "x")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () =>
      expect(await answer(call("POST", "/api/webhook_endpoints/1/rotate_secret", { json: {} }))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", async () => {
      const [tenant, { id }] = [await makeTenant(), await addedEndpoint(await makeTenant())];
      await changingNothing(async () => {
        for (const unknown of [id, 1]) expect(await rotate(tenant, unknown)).toEqual(notFound);
      });
    });
  });

  describe("413", () => {
    test("too much", async () => expect(await rotate(await makeTenant(), 1, { overlap_hours: "x".repeat(70_000) })).toEqual(tooLarge));
  });
});
