import { expect, test } from "vitest";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { act, describeAction, signIn } from "@/lib/testing/site-user-action";

describeAction("mark_verified", () => {
  test("where a proved address is required, the user signs in from now on", async () => {
    const tenant = await makeTenant({ emailVerification: "required" });
    const user = await makeUser(tenant);
    expect(await signIn(tenant, user.email, PASSWORD)).toBe(200);
    expect(await act(tenant, user.id, "mark_verified")).toMatchObject({ status: 200, body: { site_user: { email_verified: true } } });
    expect(await signIn(tenant, user.email, PASSWORD)).toBe(303);
  });
});
