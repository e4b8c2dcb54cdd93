import { afterEach, beforeEach, expect, test } from "vitest";
import { updateSite } from "@/lib/core/sites/update-site";
import { siteOfJob, siteOfSlug } from "@/lib/db/resolve";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { newId } from "@/lib/kernel/ids";
import { makeTenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { mayMail, mayMailNow } from "./may-mail";

let before: Env;
beforeEach(() => {
  before = env();
});
afterEach(() => setEnv(before));

const address = () => `${unique("j")}@example.com`;

test("an address gets five mails of a kind in an hour, a site so many as the installation says, and so do all sites together", async () => {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  const email = address();
  const five = [];
  for (let asked = 0; asked < 6; asked++) five.push(await mayMail(mine.context, "reset_password", email));
  expect(five).toEqual([true, true, true, true, true, false]);
  setEnv({ ...before, MAILS_PER_SITE: 7 });
  const more = [];
  for (let asked = 0; asked < 3; asked++) more.push(await mayMail(mine.context, "reset_password", address()));
  expect(more).toEqual([true, true, false]);
  expect(await mayMail(theirs.context, "reset_password", address())).toBe(true);
  setEnv({ ...before, MAILS_IN_ALL: 9 });
  expect([await mayMail(theirs.context, "reset_password", address()), await mayMail(theirs.context, "reset_password", address())]).toEqual([
    true,
    false,
  ]);
});

test("an address gets one mail of a kind in a minute, or as many as the installation or the site says; a notice waits for none", async () => {
  setEnv({ ...before, MAILS_PER_MINUTE: 1 });
  const [{ context, account, site }, theirs] = [await makeTenant(), await makeTenant()];
  const email = address();
  const may = (kind: Parameters<typeof mayMail>[1], at = context, to = email) => mayMail(at, kind, to);
  expect([await may("reset_password"), await may("reset_password"), await may("verify_email")]).toEqual([true, false, true]);
  expect([await may("reset_password", context, address()), await may("reset_password", theirs.context)]).toEqual([true, true]);
  expect([await may("passkey_changed"), await may("passkey_changed")]).toEqual([true, true]);
  // What the minute keeps back leaves the hour as it was.
  for (let minute = 0; minute < 4; minute++) {
    await sql("UPDATE attempts SET window_ends_at = now() WHERE site_id = $1 AND window_ends_at < now() + interval '61 seconds'", [
      site.id,
    ]);
    expect([await may("reset_password"), await may("reset_password")]).toEqual([true, false]);
  }
  await updateSite(account, site, { attackProtection: { mails_per_minute: 3 } });
  const more = (await siteOfSlug(site.slug)) ?? context;
  const another = address();
  const asked = await Promise.all(Array.from({ length: 40 }, () => mayMailNow(more, "sign_in_code", another)));
  expect(asked.filter(Boolean)).toHaveLength(3);
});

test("a job that is done again, after its process was killed, goes on with the mail that it took", async () => {
  setEnv({ ...before, MAILS_PER_MINUTE: 1 });
  const { context } = await makeTenant();
  const { accountId, siteId } = context.scope;
  const email = address();
  const jobAt = async (id: bigint) => await siteOfJob({ account_id: String(accountId), site_id: String(siteId) }, String(id));
  const [job, other] = [await jobAt(newId()), await jobAt(newId())];
  if (!job || !other) throw new Error("The site is gone");
  const taken = [];
  for (const asking of [job, other, job, other, context]) taken.push(await mayMailNow(asking, "verify_email", email));
  expect(taken).toEqual([true, false, true, false, false]);
});
