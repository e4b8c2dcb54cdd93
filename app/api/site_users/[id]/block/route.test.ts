import { expect, test } from "vitest";
import { makeTenant, makeToken, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { invalid } from "@/lib/testing/refusals";
import { act, describeAction, exchange, signIn } from "@/lib/testing/site-user-action";

describeAction("block", () => {
  test("a blocked user does not sign in, and what they had open is worth nothing; saying it twice changes nothing", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const token = await makeToken(tenant, user);
    for (let times = 0; times < 2; times += 1)
      expect(await act(tenant, user.id, "block")).toMatchObject({
        status: 200,
        body: { site_user: { id: Number(user.id), blocked: true } },
      });
    expect(await signIn(tenant, user.email, PASSWORD)).toBe(401);
    expect(await exchange(tenant, token)).toEqual(invalid("Token has expired"));
  });
});
