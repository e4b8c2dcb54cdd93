import { describe, expect, test, vi } from "vitest";
import { getSession } from "@/lib/core/sessions/get-session";
import * as keys from "@/lib/core/sessions/signing-keys";
import { answer, call } from "@/lib/testing/call-route";
import { makeSession, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badJson, conflict, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { changingNothing } from "@/lib/testing/unchanged";

const rotate = ({ apiToken }: Tenant, id: unknown, json: unknown = {}) =>
  answer(call("POST", `/api/sites/${id}/signing_key`, { token: apiToken, json }));

const TIME = expect.stringMatching(/Z$/);

describe("POST /api/sites/:id/signing_key", () => {
  describe("200", () => {
    test("a new key is published, and nobody is signed out", async () => {
      const tenant = await makeTenant();
      const { access } = await makeSession(tenant, await makeUser(tenant));
      const { status, body } = await rotate(tenant, tenant.site.slug);
      const key = { kid: expect.stringMatching(/^s-/), signs_from: TIME, previous_until: TIME };
      expect({ status, body }).toEqual({ status: 200, body: { signing_key: key } });
      const { kid, signs_from, previous_until } = (body as { signing_key: Record<string, string> }).signing_key;
      expect((await keys.publishedKeys(tenant.context)).map((jwk) => jwk.kid)).toContain(kid);
      expect(Date.parse(previous_until ?? "") - Date.parse(signs_from ?? "")).toBe(7 * 86_400_000);
      await expect(getSession(tenant.context, access.text)).resolves.toBeDefined();
    });

    test("with revoke_tokens everybody is signed out", async () => {
      const tenant = await makeTenant();
      const { access } = await makeSession(tenant, await makeUser(tenant));
      const { status, body } = await rotate(tenant, tenant.site.id, { revoke_tokens: true });
      const { kid, signs_from, previous_until } = (body as { signing_key: Record<string, string> }).signing_key;
      expect([status, previous_until]).toEqual([200, signs_from]);
      expect((await keys.publishedKeys(tenant.context)).map((jwk) => jwk.kid)).toEqual([kid]);
      await expect(getSession(tenant.context, access.text)).rejects.toMatchObject({ code: "access_token_unusable" });
    });

    test("the first key of a site has none before it", async () => {
      const tenant = await makeTenant();
      expect((await rotate(tenant, tenant.site.id)).body).toMatchObject({ signing_key: { previous_until: null } });
    });
  });

  describe("400", () => {
    test("for what is not JSON", async () => {
      const { apiToken, site } = await makeTenant();
      for (const body of ["", "{"]) {
        const headers = { "content-type": "application/json" };
        expect(await answer(call("POST", `/api/sites/${site.id}/signing_key`, { token: apiToken, body, headers }))).toEqual(badJson);
      }
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      expect(await answer(call("POST", `/api/sites/${site.id}/signing_key`, { json: {} }))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site and none are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      await changingNothing(async () => {
        for (const id of [other.site.id, other.site.slug, 1]) expect(await rotate(tenant, id)).toEqual(notFound);
      });
    });
  });

  describe("409", () => {
    test("when somebody else was quicker", async () => {
      const tenant = await makeTenant();
      const insert = vi.spyOn(keys, "insertSigningKey").mockResolvedValue(false);
      expect(await rotate(tenant, tenant.site.id)).toEqual(conflict("Somebody else changed this at the same time; try again"));
      insert.mockRestore();
    });
  });

  describe("413", () => {
    test("a body that is too large", async () => {
      const tenant = await makeTenant();
      expect(await rotate(tenant, tenant.site.id, { revoke_tokens: "x".repeat(70_000) })).toEqual(tooLarge);
    });
  });

  describe("422", () => {
    test("what is not yes or no, and fields that are not known", async () => {
      const tenant = await makeTenant();
      await changingNothing(async () => {
        expect(await rotate(tenant, tenant.site.id, { revoke_tokens: "yes" })).toEqual(invalid("Revoke tokens must be true or false"));
        expect(await rotate(tenant, tenant.site.id, { kid: "s-x" })).toEqual(invalid("Kid is not a known field"));
      });
    });
  });
});
