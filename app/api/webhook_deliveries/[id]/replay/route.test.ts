import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { addedEndpoint, ask, deliveriesOf, happen } from "@/lib/testing/webhook-wire";

const replay = (tenant: Tenant, id: unknown) => ask(tenant, `webhook_deliveries/${id}/replay`);

/** A customer and what has failed at their endpoint. */
async function failed() {
  const tenant = await makeTenant();
  await addedEndpoint(tenant);
  await happen(tenant.context.db, "session.ended");
  const over = "state = 'failed', tries = 10, finished_at = now(), next_attempt_at = NULL";
  await sql(`UPDATE webhook_deliveries SET ${over} WHERE site_id = $1`, [tenant.site.id]);
  return { tenant, delivery: (await deliveriesOf(tenant))[0] };
}

describe("POST /api/webhook_deliveries/:id/replay", () => {
  describe("202", () => {
    test("it waits to be sent as if nothing had been tried, under the same id, and its body is not in the answer", async () => {
      const { tenant, delivery } = await failed();
      expect(await replay(tenant, delivery?.id)).toEqual({
        status: 202,
        body: { webhook_delivery: { ...delivery, state: "pending", next_attempt_at: TIME, finished_at: null } },
      });
      expect(await sql("SELECT tries FROM webhook_deliveries WHERE id = $1", [delivery?.id])).toEqual([{ tries: 0 }]);
    });
  });

  describe("422", () => {
    test("where its endpoint is off", async () => {
      const { tenant, delivery } = await failed();
      await sql("UPDATE webhook_endpoints SET enabled = false WHERE site_id = $1", [tenant.site.id]);
      await changingNothing(async () =>
        expect(await replay(tenant, delivery?.id)).toEqual(invalid("The endpoint is off; turn it on first")),
      );
    });
  });

  describe("400", () => {
    test("what is no id", async () => expect(await replay(await makeTenant(), "x")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("POST", "/api/webhook_deliveries/1/replay"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", async () => {
      const [tenant, { delivery }] = [await makeTenant(), await failed()];
      await changingNothing(async () => {
        for (const unknown of [delivery?.id, 1]) expect(await replay(tenant, unknown)).toEqual(notFound);
      });
    });
  });
});
