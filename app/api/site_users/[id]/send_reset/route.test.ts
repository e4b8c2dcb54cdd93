import { describe, expect, test } from "vitest";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { invalid } from "@/lib/testing/refusals";
import { act, describeAction } from "@/lib/testing/site-user-action";

describeAction("send_reset", () => {
  test("the user gets a link to a new password", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    expect(await act(tenant, user.id, "send_reset")).toMatchObject({ status: 200, body: { site_user: { id: Number(user.id) } } });
    expect(await mailsTo(tenant, user.email)).toEqual([expect.objectContaining({ links: [expect.stringContaining("/reset-password?")] })]);
  });
});

describe("422", () => {
  test("a blocked user gets no mail", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await act(tenant, user.id, "block");
    expect(await act(tenant, user.id, "send_reset")).toEqual(invalid("A blocked user cannot set a new password"));
    expect(await mailsTo(tenant, user.email)).toEqual([]);
  });
});
