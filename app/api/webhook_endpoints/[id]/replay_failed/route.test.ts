import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { changingNothing } from "@/lib/testing/unchanged";
import { addedEndpoint, ask, WEBHOOK_URL } from "@/lib/testing/webhook-wire";

const since = "2026-01-01T00:00:00Z";
const replay = (tenant: Tenant, id: unknown, json: unknown = { since }) => ask(tenant, `webhook_endpoints/${id}/replay_failed`, json);

describe("POST /api/webhook_endpoints/:id/replay_failed", () => {
  describe("202", () => {
    test("where nothing has failed nothing is sent", async () => {
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant);
      await ask(tenant, `webhook_endpoints/${id}/send_test`);
      await changingNothing(async () => expect(await replay(tenant, id)).toEqual({ status: 202, body: { replayed: 0 } }));
    });
  });

  describe("422", () => {
    test("an endpoint that is off, and what is no time", async () => {
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant, { url: WEBHOOK_URL, enabled: false });
      await changingNothing(async () => {
        expect(await replay(tenant, id)).toEqual(invalid("The endpoint is off; turn it on first"));
        for (const json of [{}, { since: "yesterday" }])
          expect(await replay(tenant, id, json)).toEqual(invalid("Since must be a time like 2024-01-01T00:00:00Z"));
      });
    });
  });

  describe("400", () => {
    test("what is no id", async () => expect(await replay(await makeTenant(), "x")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () =>
      expect(await answer(call("POST", "/api/webhook_endpoints/1/replay_failed", { json: { since } }))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", async () => {
      const [tenant, { id }] = [await makeTenant(), await addedEndpoint(await makeTenant())];
      await changingNothing(async () => {
        for (const unknown of [id, 1]) expect(await replay(tenant, unknown)).toEqual(notFound);
      });
    });
  });

  describe("413", () => {
    test("too much", async () => expect(await replay(await makeTenant(), 1, { since: "x".repeat(70_000) })).toEqual(tooLarge));
  });
});
