import { expect, it } from "vitest";
import { mailsTo } from "@/lib/testing/mails";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";
import { confirmReset } from "../sign-in/confirm-reset";
import { proveAddress } from "../sign-in/prove-address";
import { requestReset } from "../sign-in/request-reset";
import { requestVerification } from "../sign-in/request-verification";
import { listPasskeys } from "./list-passkeys";

const VISITOR = { ip: null, browserHash: null, program: false, language: "en", aside: <T>(wait: () => Promise<T>) => wait() };

/** The token of the newest mail that has one: the notice of a new passkey may come before or after it. */
async function tokenTo(tenant: Tenant, recipient: string): Promise<string> {
  return (await mailsTo(tenant, recipient)).find(({ token }) => token !== "")?.token ?? "";
}

it("a stranger's passkey is gone once the owner of the address resets the password; after that theirs stay", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const reset = async () => {
    await requestReset(tenant.context, { email: user.email }, VISITOR);
    const token = await tokenTo(tenant, user.email);
    await confirmReset(tenant.context, { token }, { password: PASSWORD });
    return (await listPasskeys(tenant.context, user.id)).length;
  };
  await makePasskey(tenant, user);
  expect(await reset()).toBe(0);
  await makePasskey(tenant, user);
  expect(await reset()).toBe(1);
});

it("and once they prove the address, of whom nothing says that they made it", async () => {
  const tenant = await makeTenant();
  const [user, other] = [await makeUser(tenant), await makeUser(tenant)];
  await makePasskey(tenant, user);
  await makePasskey(tenant, other);
  await requestVerification(tenant.context, { email: user.email }, VISITOR);
  await proveAddress(tenant.context, { token: await tokenTo(tenant, user.email) }, VISITOR);
  expect(await listPasskeys(tenant.context, user.id)).toEqual([]);
  expect(await listPasskeys(tenant.context, other.id)).toHaveLength(1);
});
