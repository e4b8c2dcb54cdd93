import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { allowLoopback } from "@/lib/testing/hook";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { addedEndpoint, ask, endpointByApi, WEBHOOK_URL } from "@/lib/testing/webhook-wire";

const change = ({ apiToken }: Tenant, id: unknown, webhook_endpoint: unknown) =>
  answer(call("PATCH", `/api/webhook_endpoints/${id}`, { token: apiToken, json: { webhook_endpoint } }));
const remove = ({ apiToken }: Tenant, id: unknown) => answer(call("DELETE", `/api/webhook_endpoints/${id}`, { token: apiToken }));

/** Somebody else's, and none, are one answer, and nothing is changed. */
async function expectHidden(send: (tenant: Tenant, id: unknown) => Promise<unknown>) {
  const [tenant, { id }] = [await makeTenant(), await addedEndpoint(await makeTenant())];
  await changingNothing(async () => {
    for (const unknown of [id, 1]) expect(await send(tenant, unknown)).toEqual(notFound);
  });
}

describe("GET /api/webhook_endpoints/:id", () => {
  describe("200", () => {
    test("with its secret, for who may read secrets", async () => {
      const tenant = await makeTenant();
      const { id, secret } = await addedEndpoint(tenant);
      expect(await endpointByApi(tenant, id)).toMatchObject({ status: 200, body: { webhook_endpoint: { id, url: WEBHOOK_URL, secret } } });
      await sql("UPDATE api_tokens SET scopes = '{webhooks:read}' WHERE account_id = $1", [tenant.account.scope.accountId]);
      expect(await endpointByApi(tenant, id)).toMatchObject({ status: 200, body: { webhook_endpoint: { id, secret: null } } });
    });
  });

  describe("400", () => {
    test("what is no id", async () =>
      expect(await endpointByApi(await makeTenant(), "x")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("GET", "/api/webhook_endpoints/1"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", () => expectHidden(endpointByApi));
  });
});

describe("PATCH /api/webhook_endpoints/:id", () => {
  describe("200", () => {
    test("what is named, and nothing else", async () => {
      const tenant = await makeTenant();
      const { id, secret } = await addedEndpoint(tenant, { url: WEBHOOK_URL, description: "Billing" });
      const changed = { enabled: false, event_types: ["site_user.created"], description: "Billing", url: WEBHOOK_URL, secret: null };
      expect(await change(tenant, id, { enabled: false, event_types: ["site_user.created"], secret: "whsec_mine" })).toMatchObject({
        status: 200,
        body: { webhook_endpoint: changed },
      });
      expect(await endpointByApi(tenant, id)).toMatchObject({ body: { webhook_endpoint: { ...changed, secret } } });
    });
  });

  describe("422", () => {
    test("what breaks a rule", async () => {
      allowLoopback(false);
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant);
      await changingNothing(async () => {
        expect(await change(tenant, id, { url: null })).toEqual(invalid("URL can't be blank"));
        expect(await change(tenant, id, { url: "https://localhost" })).toMatchObject({ status: 422 });
        expect(await change(tenant, id, { event_types: ["x"] })).toEqual(invalid("Event types must be types of events that are offered"));
      });
    });
  });

  describe("400", () => {
    test("what is no id", async () =>
      expect(await change(await makeTenant(), "x", {})).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("PATCH", "/api/webhook_endpoints/1", { json: {} }))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", () => expectHidden((tenant, id) => change(tenant, id, { enabled: false })));
  });

  describe("413", () => {
    test("too much", async () => expect(await change(await makeTenant(), 1, { url: "x".repeat(70_000) })).toEqual(tooLarge));
  });
});

describe("DELETE /api/webhook_endpoints/:id", () => {
  describe("200", () => {
    test("once, with what was sent there", async () => {
      const tenant = await makeTenant();
      const { id } = await addedEndpoint(tenant);
      await ask(tenant, `webhook_endpoints/${id}/send_test`);
      expect(await remove(tenant, id)).toEqual({ status: 200, body: { message: "Webhook endpoint deleted" } });
      expect(await remove(tenant, id)).toEqual(notFound);
      expect(await rowsOf(`webhook_deliveries WHERE endpoint_id = ${id}`)).toBe(0);
    });
  });

  describe("400", () => {
    test("what is no id", async () => expect(await remove(await makeTenant(), "x")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("DELETE", "/api/webhook_endpoints/1"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", () => expectHidden(remove));
  });
});
