import { describe, expect, test } from "vitest";
import { answer, call } from "./call-route";
import { makeTenant, makeUser, type Tenant } from "./make-tenant";
import { badRequest, notFound, unauthorized } from "./refusals";
import { changingNothing } from "./unchanged";

/** POSTs an action to a user's address. */
export const act = ({ apiToken }: Tenant, id: unknown, action: string) =>
  answer(call("POST", `/api/site_users/${id}/${action}`, { token: apiToken }));

export const exchange = ({ apiToken }: Tenant, token: string) =>
  answer(call("POST", `/api/site_user_sessions/${token}`, { token: apiToken }));

export const signIn = ({ site }: Tenant, email: string, password: string) =>
  call("POST", `/${site.slug}/login`, { form: { email, password } }).then(({ status }) => status);

/** Describes what every action on a user refuses, and `ok` what this one does. */
export function describeAction(action: string, ok: () => void): void {
  describe(`POST /api/site_users/:id/${action}`, () => {
    describe("200", ok);

    describe("400", () => {
      test("what cannot be an id", async () => {
        const tenant = await makeTenant();
        for (const id of ["0", "x", "1.5"]) expect(await act(tenant, id, action)).toEqual(badRequest("ID must be a positive integer"));
      });
    });

    describe("401", () => {
      test("without a token", async () => {
        const user = await makeUser(await makeTenant());
        expect(await changingNothing(() => answer(call("POST", `/api/site_users/${user.id}/${action}`)))).toEqual(unauthorized);
      });
    });

    describe("404", () => {
      test("somebody else's user and none are one answer", async () => {
        const tenant = await makeTenant();
        const other = await makeUser(await makeTenant());
        await changingNothing(async () => {
          for (const id of [other.id, 1]) expect(await act(tenant, id, action)).toEqual(notFound);
        });
      });
    });
  });
}
