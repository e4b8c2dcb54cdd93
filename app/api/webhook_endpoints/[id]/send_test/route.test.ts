import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { changingNothing } from "@/lib/testing/unchanged";
import { addedEndpoint, ask, WEBHOOK_URL } from "@/lib/testing/webhook-wire";

describe("POST /api/webhook_endpoints/:id/send_test", () => {
  describe("202", () => {
    test("a test waits to be sent, whatever the endpoint is told of", async () => {
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant, { url: WEBHOOK_URL, event_types: ["site_user.created"] });
      const delivery = {
        id: expect.any(Number),
        site_id: Number(tenant.site.id),
        webhook_endpoint_id: id,
        webhook_id: expect.stringMatching(/^evt_\d+$/),
        event_type: "webhook_endpoint.tested",
        state: "pending",
        attempt_count: 0,
        last_status: null,
        next_attempt_at: TIME,
        created_at: TIME,
        finished_at: null,
      };
      expect(await ask(tenant, `webhook_endpoints/${id}/send_test`)).toEqual({ status: 202, body: { webhook_delivery: delivery } });
    });
  });

  describe("422", () => {
    test("an endpoint that is off", async () => {
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant, { url: WEBHOOK_URL, enabled: false });
      await changingNothing(async () =>
        expect(await ask(tenant, `webhook_endpoints/${id}/send_test`)).toEqual(invalid("The endpoint is off; turn it on first")),
      );
    });
  });

  describe("400", () => {
    test("what is no id", async () =>
      expect(await ask(await makeTenant(), "webhook_endpoints/x/send_test")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("POST", "/api/webhook_endpoints/1/send_test"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", async () => {
      const [tenant, { id }] = [await makeTenant(), await addedEndpoint(await makeTenant())];
      await changingNothing(async () => {
        for (const unknown of [id, 1]) expect(await ask(tenant, `webhook_endpoints/${unknown}/send_test`)).toEqual(notFound);
      });
    });
  });
});
