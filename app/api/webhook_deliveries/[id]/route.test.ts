import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { addedEndpoint, deliveriesOf, happen } from "@/lib/testing/webhook-wire";

const get = ({ apiToken }: Tenant, id: unknown) => answer(call("GET", `/api/webhook_deliveries/${id}`, { token: apiToken }));

/** A customer and what waits for their endpoint. */
async function queued() {
  const tenant = await makeTenant();
  const { id: endpointId } = await addedEndpoint(tenant);
  await happen(tenant.context.db, "session.ended");
  return { tenant, endpointId, delivery: (await deliveriesOf(tenant))[0] };
}

describe("GET /api/webhook_deliveries/:id", () => {
  describe("200", () => {
    test("with what is sent", async () => {
      const { tenant, endpointId, delivery } = await queued();
      const site_id = Number(tenant.site.id);
      expect(await get(tenant, delivery?.id)).toEqual({
        status: 200,
        body: {
          webhook_delivery: {
            ...delivery,
            webhook_endpoint_id: endpointId,
            next_attempt_at: TIME,
            body: expect.stringMatching(new RegExp(`^{"type":"session.ended","timestamp":"[^"]+","data":{"site_id":${site_id}}}$`)),
            attempts: [],
          },
        },
      });
    });
  });

  describe("400", () => {
    test("what is no id", async () => expect(await get(await makeTenant(), "x")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("GET", "/api/webhook_deliveries/1"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", async () => {
      const [tenant, { delivery }] = [await makeTenant(), await queued()];
      for (const unknown of [delivery?.id, 1]) expect(await get(tenant, unknown)).toEqual(notFound);
    });
  });
});
