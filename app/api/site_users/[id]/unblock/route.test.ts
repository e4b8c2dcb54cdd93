import { expect, test } from "vitest";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { act, describeAction, signIn } from "@/lib/testing/site-user-action";

describeAction("unblock", () => {
  test("a blocked user signs in again", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await act(tenant, user.id, "block");
    expect(await act(tenant, user.id, "unblock")).toMatchObject({ status: 200, body: { site_user: { blocked: false } } });
    expect(await signIn(tenant, user.email, PASSWORD)).toBe(303);
  });
});
