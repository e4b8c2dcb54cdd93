import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { mailsTo } from "@/lib/testing/mails";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const remove = ({ apiToken }: Tenant, userId: unknown, id: unknown) =>
  answer(call("DELETE", `/api/site_users/${userId}/passkeys/${id}`, { token: apiToken }));

describe("DELETE /api/site_users/:id/passkeys/:passkey_id", () => {
  describe("200", () => {
    test("it is gone, the only way in though it was, and its user is told", async () => {
      const tenant = await makeTenant({ signIn: { email_code: { enabled: false } } });
      const user = await makeUser(tenant);
      await sql("UPDATE site_users SET password_sealed = NULL WHERE id = $1", [user.id]);
      const { id } = await makePasskey(tenant, user);
      expect(await remove(tenant, user.id, id)).toEqual({ status: 200, body: { message: "Passkey removed" } });
      expect(await sql("SELECT 1 FROM passkeys WHERE site_user_id = $1", [user.id])).toEqual([]);
      expect((await mailsTo(tenant, user.email)).map(({ subject }) => subject)).toEqual(
        expect.arrayContaining([expect.stringMatching(/removed/)]),
      );
      expect(await remove(tenant, user.id, id)).toEqual(notFound);
    });
  });

  describe("400", () => {
    test("what cannot be an id", async () => {
      const tenant = await makeTenant();
      expect(await remove(tenant, "x", 1)).toEqual(badRequest("ID must be a positive integer"));
      expect(await remove(tenant, 1, "x")).toMatchObject({ status: 400 });
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await changingNothing(() => answer(call("DELETE", "/api/site_users/1/passkeys/1")))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("another user's, another customer's and none are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      const [user, friend, stranger] = [await makeUser(tenant), await makeUser(tenant), await makeUser(other)];
      const [own, foreign] = [await makePasskey(tenant, friend), await makePasskey(other, stranger)];
      await changingNothing(async () => {
        for (const [whose, id] of [
          [user.id, own.id],
          [user.id, 1],
          [user.id, foreign.id],
          [stranger.id, foreign.id],
        ])
          expect(await remove(tenant, whose, id)).toEqual(notFound);
      });
    });
  });
});
