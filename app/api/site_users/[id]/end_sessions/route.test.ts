import { expect, test } from "vitest";
import { makeTenant, makeToken, makeUser } from "@/lib/testing/make-tenant";
import { invalid } from "@/lib/testing/refusals";
import { act, describeAction, exchange } from "@/lib/testing/site-user-action";

describeAction("end_sessions", () => {
  test("no open callback token of the user is worth anything any more; their neighbour's is", async () => {
    const tenant = await makeTenant();
    const [user, neighbour] = [await makeUser(tenant), await makeUser(tenant)];
    const [token, kept] = [await makeToken(tenant, user), await makeToken(tenant, neighbour)];
    expect((await act(tenant, user.id, "end_sessions")).status).toBe(200);
    expect(await exchange(tenant, token)).toEqual(invalid("Token has expired"));
    expect((await exchange(tenant, kept)).status).toBe(200);
  });
});
