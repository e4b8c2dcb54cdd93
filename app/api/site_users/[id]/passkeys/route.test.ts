import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { changingNothing } from "@/lib/testing/unchanged";

const list = ({ apiToken }: Tenant, id: unknown) => answer(call("GET", `/api/site_users/${id}/passkeys`, { token: apiToken }));

describe("GET /api/site_users/:id/passkeys", () => {
  describe("200", () => {
    test("those of one user, and nothing that signs", async () => {
      const tenant = await makeTenant();
      const [user, other] = [await makeUser(tenant), await makeUser(tenant)];
      const { id } = await makePasskey(tenant, user);
      expect(await list(tenant, user.id)).toEqual({
        status: 200,
        body: {
          passkeys: [
            {
              id: Number(id),
              site_user_id: Number(user.id),
              name: "Bitwarden",
              provider: "Bitwarden",
              backed_up: true,
              created_at: expect.stringMatching(/Z$/),
              last_used_at: null,
            },
          ],
        },
      });
      expect(await list(tenant, other.id)).toEqual({ status: 200, body: { passkeys: [] } });
    });
  });

  describe("400", () => {
    test("what cannot be an id", async () => {
      const tenant = await makeTenant();
      for (const id of ["0", "x", "1.5"]) expect(await list(tenant, id)).toEqual(badRequest("ID must be a positive integer"));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await changingNothing(() => answer(call("GET", "/api/site_users/1/passkeys")))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's user and none are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeUser(await makeTenant())];
      for (const id of [other.id, 1]) expect(await list(tenant, id)).toEqual(notFound);
    });
  });
});
