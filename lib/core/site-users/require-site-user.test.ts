import { expect, test } from "vitest";
import { addSite, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { requireSiteUser } from "./require-site-user";

test("finds a user in their own site of one's own account, with what their address is compared by", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant, "Jane@Example.com");
  const found = await requireSiteUser(tenant.account, tenant.site.id, user.id);
  expect(found.user).toEqual({ ...user, email: "Jane@example.com", emailCanonical: "jane@example.com", secondFactor: false });
  expect(found.site.scope).toEqual({ ...tenant.context.scope, by: tenant.account.scope.by });
});

test("any other pair of site and user is not there", async () => {
  const mine = await makeTenant();
  const [sibling, theirs] = [await addSite(mine), await makeTenant()];
  const [own, next, other] = [await makeUser(mine), await makeUser(sibling), await makeUser(theirs)];
  for (const [siteId, userId] of [
    [mine.site.id, next.id],
    [mine.site.id, other.id],
    [sibling.site.id, own.id],
    [theirs.site.id, other.id],
    [theirs.site.id, own.id],
    [mine.site.id, 1n],
    [1n, own.id],
  ] as const) {
    await expect(requireSiteUser(mine.account, siteId, userId)).rejects.toMatchObject({ code: "not_found" });
  }
});
