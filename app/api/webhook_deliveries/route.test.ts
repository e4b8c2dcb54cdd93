import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { sql } from "@/lib/testing/sql";
import { addedEndpoint, ask, deliveriesOf, happen } from "@/lib/testing/webhook-wire";

const list = ({ apiToken, site }: Tenant, query = "", siteId: unknown = site.id) =>
  answer(call("GET", `/api/webhook_deliveries?site_id=${siteId}${query}`, { token: apiToken }));

describe("GET /api/webhook_deliveries", () => {
  describe("200", () => {
    test("those of one site, newest first, without what is sent", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      for (const other of [await addSite(tenant), stranger])
        await ask(other, `webhook_endpoints/${(await addedEndpoint(other)).id}/send_test`);
      const [one, two] = [await addedEndpoint(tenant), await addedEndpoint(tenant)];
      const eventId = await happen(tenant.context.db, "site_user.created");
      await ask(tenant, `webhook_endpoints/${one.id}/send_test`);
      const delivery = {
        id: expect.any(Number),
        site_id: Number(tenant.site.id),
        state: "pending",
        attempt_count: 0,
        last_status: null,
        next_attempt_at: TIME,
        created_at: TIME,
        finished_at: null,
      };
      const event = { ...delivery, webhook_id: `evt_${eventId}`, event_type: "site_user.created" };
      const test = { ...delivery, webhook_endpoint_id: one.id, webhook_id: expect.any(String), event_type: "webhook_endpoint.tested" };
      const found = await list(tenant);
      expect(found).toEqual({
        status: 200,
        body: {
          webhook_deliveries: [test, ...[one, two].map(() => ({ ...event, webhook_endpoint_id: expect.any(Number) }))],
          pagination: { page: 1, per_page: 25, total_pages: 1, total_count: 3, total_is: "exact", next_cursor: null },
        },
      });
      const filters: [query: string, count: number][] = [
        [`&webhook_endpoint_id=${two.id}`, 1],
        ["&event_type=site_user.created", 2],
        ["&state=pending", 3],
        ["&state=failed", 0],
        [`&webhook_endpoint_id=${one.id}&event_type=site_user.created&state=pending`, 1],
        ["&webhook_endpoint_id=1", 0],
      ];
      for (const [query, count] of filters) expect([query, (await deliveriesOf(tenant, query)).length]).toEqual([query, count]);
    });

    test("behind a cursor, each once", async () => {
      const tenant = await makeTenant();
      await addedEndpoint(tenant);
      for (let count = 0; count < 5; count++) await happen(tenant.context.db, "session.ended");
      // All at one moment: their ids decide.
      await sql("UPDATE webhook_deliveries SET created_at = now() WHERE site_id = $1", [tenant.site.id]);
      const seen: number[] = [];
      let cursor = "";
      do {
        const { body } = await list(tenant, `&per_page=2${cursor}`);
        const { webhook_deliveries: rows, pagination } = body as {
          webhook_deliveries: { id: number }[];
          pagination: { next_cursor: string | null };
        };
        seen.push(...rows.map(({ id }) => id));
        cursor = pagination.next_cursor ? `&cursor=${pagination.next_cursor}` : "";
      } while (cursor);
      expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
    });
  });

  describe("400", () => {
    test("what cannot be asked", async () => {
      const tenant = await makeTenant();
      expect(await list(tenant, "", "")).toEqual(badRequest("Site ID must be a positive integer"));
      expect(await list(tenant, "&state=lost")).toEqual(badRequest("State must be pending, delivered or failed"));
      expect(await list(tenant, "&event_type=%25")).toEqual(badRequest("Event type must be a type of event"));
      expect(await list(tenant, "&cursor=x")).toEqual(badRequest("Cursor is not valid for this list"));
    });
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("GET", "/api/webhook_deliveries?site_id=1"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      expect(await list(tenant, "", stranger.site.id)).toEqual(notFound);
    });
  });
});
