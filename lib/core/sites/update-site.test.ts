import { expect, test } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { changingNothing } from "@/lib/testing/unchanged";
import { deleteSite } from "./delete-site";
import { getSite } from "./get-site";
import { restoreSite } from "./restore-site";
import { updateSite } from "./update-site";

test("what somebody changed meanwhile is not overwritten by one who has not seen it", async () => {
  const { account, site } = await makeTenant();
  const seen = (await getSite(account, site)).updatedAt;
  const mine = await updateSite(account, site, { name: "Mine" }, { lastChanged: seen });
  await changingNothing(async () => {
    for (const lastChanged of [seen, new Date(0), new Date(mine.updatedAt.getTime() + 1)])
      await expect(updateSite(account, site, { name: "Theirs", signUps: false }, { lastChanged })).rejects.toMatchObject({
        code: "conflict",
        issues: [{ path: "", message: "Somebody changed this site meanwhile. Load it again, then repeat your changes." }],
      });
  });
  expect(await updateSite(account, site, { name: "Again" }, { lastChanged: mine.updatedAt })).toMatchObject({ name: "Again" });
  expect(await updateSite(account, site, { name: "Unasked" })).toMatchObject({ name: "Unasked" });
});

test("the microseconds of a change that SQL made do not count as another one", async () => {
  const { account, site } = await makeTenant();
  await deleteSite(account, site);
  const { updatedAt } = await restoreSite(account, site);
  expect(await updateSite(account, site, { name: "Back" }, { lastChanged: updatedAt })).toMatchObject({ name: "Back" });
});
