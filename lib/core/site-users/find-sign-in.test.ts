import { expect, test } from "vitest";
import { addSite, makeTenant, makeToken, makeUser } from "@/lib/testing/make-tenant";
import { countSiteUsers } from "./count-site-users";
import { findSignIn } from "./find-sign-in";

test("nobody has signed in until somebody does; then the newest user who has is told, with the moment", async () => {
  const tenant = await makeTenant();
  const { account, site } = tenant;
  expect(await findSignIn(account, site.id)).toBeNull();
  const [first, second] = [await makeUser(tenant), await makeUser(tenant)];
  await makeUser(tenant);
  expect(await findSignIn(account, site.id)).toBeNull();
  await makeToken(tenant, first);
  expect(await findSignIn(account, site.id)).toEqual({ email: first.email, name: "Jane", at: expect.any(Date) });
  await makeToken(tenant, second);
  expect((await findSignIn(account, site.id))?.email).toBe(second.email);
});

test("users are counted site by site", async () => {
  const tenant = await makeTenant();
  const sibling = await addSite(tenant);
  expect(await countSiteUsers(tenant.account, tenant.site.id)).toEqual({ count: 0, exact: true });
  await makeUser(tenant);
  await makeUser(tenant);
  await makeUser(sibling);
  expect(await countSiteUsers(tenant.account, tenant.site.id)).toEqual({ count: 2, exact: true });
  expect(await countSiteUsers(tenant.account, sibling.site.id)).toEqual({ count: 1, exact: true });
});

test("another site's users are not told, and another account's site is not found", async () => {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  const sibling = await addSite(mine);
  await makeToken(sibling, await makeUser(sibling));
  await makeToken(theirs, await makeUser(theirs));
  expect(await findSignIn(mine.account, mine.site.id)).toBeNull();
  await expect(findSignIn(mine.account, theirs.site.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(countSiteUsers(mine.account, theirs.site.id)).rejects.toMatchObject({ code: "not_found" });
});
