import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { addedByApi, GOOGLE, listByApi } from "@/lib/testing/provider-wire";
import { badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { changingNothing } from "@/lib/testing/unchanged";

const change = ({ apiToken }: Tenant, id: unknown, identity_provider: unknown) =>
  answer(call("PATCH", `/api/identity_providers/${id}`, { token: apiToken, json: { identity_provider } }));
const remove = ({ apiToken }: Tenant, id: unknown) => answer(call("DELETE", `/api/identity_providers/${id}`, { token: apiToken }));

describe("PATCH /api/identity_providers/:id", () => {
  describe("200", () => {
    test("what is named, and nothing else", async () => {
      const tenant = await makeTenant();
      const { id } = await addedByApi(tenant);
      expect(await change(tenant, id, { enabled: false, name: "Google Workspace" })).toMatchObject({
        status: 200,
        body: { identity_provider: { enabled: false, name: "Google Workspace", client_id: GOOGLE.client_id, has_client_secret: true } },
      });
    });
  });

  describe("422", () => {
    test("another issuer without its secret, and another kind", async () => {
      const tenant = await makeTenant();
      const { id } = await addedByApi(tenant, { ...GOOGLE, kind: "gitlab" });
      const issuer = "https://git.evil.example";
      await changingNothing(async () => {
        expect(await change(tenant, id, { issuer })).toEqual(invalid("Client secret is needed again for another issuer"));
        expect(await change(tenant, id, { kind: "google" })).toEqual(invalid("Kind can't be changed"));
      });
      expect(await change(tenant, id, { issuer, client_secret: "other" })).toMatchObject({ status: 200 });
    });
  });

  describe("400", () => {
    test("what is no id", async () =>
      expect(await change(await makeTenant(), "x", {})).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("PATCH", "/api/identity_providers/1", { json: {} }))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      const { id } = await addedByApi(stranger);
      await changingNothing(async () => {
        for (const unknown of [id, 1]) expect(await change(tenant, unknown, { enabled: false })).toEqual(notFound);
      });
    });
  });

  describe("413", () => {
    test("too much", async () => expect(await change(await makeTenant(), 1, { name: "x".repeat(70_000) })).toEqual(tooLarge));
  });
});

describe("DELETE /api/identity_providers/:id", () => {
  describe("200", () => {
    test("once", async () => {
      const tenant = await makeTenant();
      const { id } = await addedByApi(tenant);
      expect(await remove(tenant, id)).toEqual({ status: 200, body: { message: "Identity provider removed" } });
      expect(await remove(tenant, id)).toEqual(notFound);
      expect(await listByApi(tenant)).toEqual({ status: 200, body: { identity_providers: [] } });
    });
  });

  describe("400", () => {
    test("what is no id", async () => expect(await remove(await makeTenant(), "x")).toEqual(badRequest("ID must be a positive integer")));
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("DELETE", "/api/identity_providers/1"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's", async () => {
      const { id } = await addedByApi(await makeTenant());
      expect(await remove(await makeTenant(), id)).toEqual(notFound);
    });
  });
});
