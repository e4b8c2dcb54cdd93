import { afterEach, beforeEach, expect, test } from "vitest";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { makeTenant, unique } from "@/lib/testing/make-tenant";
import { mayMail } from "./may-mail";

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
