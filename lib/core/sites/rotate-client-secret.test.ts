import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { endPreviousSecret } from "./end-previous-secret";
import { getSite } from "./get-site";
import { previousSecretUntil } from "./previous-secret";
import { rotateClientSecret } from "./rotate-client-secret";

const idOf = ({ site }: Tenant) => ({ id: site.id });

/** The status of both requests that a backend makes with its client id and a secret: the exchange, and `mark_used`. */
async function statuses(tenant: Tenant, secret: string): Promise<number[]> {
  const token = await makeToken(tenant, await makeUser(tenant));
  const headers = { authorization: `Basic ${Buffer.from(`${tenant.site.clientId}:${secret}`).toString("base64")}` };
  const marked = await answer(call("POST", `/api/site_user_sessions/${token}/mark_used`, { headers }));
  const other = await makeToken(tenant, await makeUser(tenant));
  const exchanged = await answer(call("POST", `/api/site_user_sessions/${other}`, { headers }));
  return [marked.status, exchanged.status];
}

const GOOD = [200, 200];
const NOBODY = [401, 401];

describe("after a rotation", () => {
  test("both secrets are good, the new one is shown to the owner, and nothing of either is kept in the clear", async () => {
    const tenant = await makeTenant();
    const { clientSecret } = await rotateClientSecret(tenant.account, idOf(tenant));
    expect(clientSecret).toMatch(/^pst_[\w-]{48}$/);
    expect(clientSecret).not.toBe(tenant.site.clientSecret);
    expect((await getSite(tenant.account, idOf(tenant))).clientSecret).toBe(clientSecret);
    expect(await statuses(tenant, clientSecret)).toEqual(GOOD);
    expect(await statuses(tenant, tenant.site.clientSecret)).toEqual(GOOD);
    const [row] = await sql<{ text: string }>("SELECT s::text AS text FROM sites s WHERE id = $1", [tenant.site.id]);
    expect(row?.text).not.toContain(Buffer.from(clientSecret).toString("hex"));
    expect(row?.text).not.toContain(Buffer.from(tenant.site.clientSecret).toString("hex"));
  });

  test("the old one is good for a day, on the database's clock, and not longer", async () => {
    const tenant = await makeTenant();
    const { clientSecret, previousUntil } = await rotateClientSecret(tenant.account, idOf(tenant));
    const [row] = await sql<{ hours: number }>(
      "SELECT round(extract(epoch FROM previous_secret_until - now()) / 3600)::int AS hours FROM sites WHERE id = $1",
      [tenant.site.id],
    );
    expect(row?.hours).toBe(24);
    expect(await previousSecretUntil(tenant.account, tenant.site.id)).toEqual(previousUntil);
    await sql("UPDATE sites SET previous_secret_until = now() - interval '1 second' WHERE id = $1", [tenant.site.id]);
    expect(await statuses(tenant, tenant.site.clientSecret)).toEqual(NOBODY);
    expect(await statuses(tenant, clientSecret)).toEqual(GOOD);
    expect(await previousSecretUntil(tenant.account, tenant.site.id)).toBeNull();
  });

  test("a second one ends the first secret at once", async () => {
    const tenant = await makeTenant();
    const second = await rotateClientSecret(tenant.account, idOf(tenant));
    const third = await rotateClientSecret(tenant.account, idOf(tenant));
    expect(await statuses(tenant, tenant.site.clientSecret)).toEqual(NOBODY);
    expect(await statuses(tenant, second.clientSecret)).toEqual(GOOD);
    expect(await statuses(tenant, third.clientSecret)).toEqual(GOOD);
  });

  test("the old one can be ended at once; saying it again changes nothing", async () => {
    const tenant = await makeTenant();
    expect(await previousSecretUntil(tenant.account, tenant.site.id)).toBeNull();
    const { clientSecret } = await rotateClientSecret(tenant.account, idOf(tenant));
    await endPreviousSecret(tenant.account, idOf(tenant));
    expect(await previousSecretUntil(tenant.account, tenant.site.id)).toBeNull();
    expect(await statuses(tenant, tenant.site.clientSecret)).toEqual(NOBODY);
    expect(await statuses(tenant, clientSecret)).toEqual(GOOD);
    await changingNothing(() => endPreviousSecret(tenant.account, idOf(tenant)));
  });

  test("neither secret opens another site, of the same account or of somebody else's", async () => {
    const tenant = await makeTenant();
    const sibling = await addSite(tenant);
    const other = await makeTenant();
    const { clientSecret } = await rotateClientSecret(tenant.account, idOf(tenant));
    for (const stranger of [sibling, other]) {
      expect(await statuses(stranger, clientSecret)).toEqual(NOBODY);
      expect(await statuses(stranger, tenant.site.clientSecret)).toEqual(NOBODY);
      expect(await statuses(stranger, stranger.site.clientSecret)).toEqual(GOOD);
    }
  });
});

test("of rotations at the same moment one counts, and the others are told", async () => {
  const tenant = await makeTenant();
  const all = await Promise.allSettled(Array.from({ length: 4 }, () => rotateClientSecret(tenant.account, idOf(tenant))));
  const refusals = all.filter((one) => one.status === "rejected").map(({ reason }) => reason.code);
  const secrets = all.filter((one) => one.status === "fulfilled").map(({ value }) => value.clientSecret);
  expect(refusals.every((code) => code === "conflict")).toBe(true);
  expect(secrets).toContain((await getSite(tenant.account, idOf(tenant))).clientSecret);
});

test("somebody else's site is not found, and nothing happens to it", async () => {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  await rotateClientSecret(theirs.account, idOf(theirs));
  expect(await previousSecretUntil(mine.account, theirs.site.id)).toBeNull();
  await changingNothing(async () => {
    await expect(rotateClientSecret(mine.account, idOf(theirs))).rejects.toMatchObject({ code: "not_found" });
    await expect(endPreviousSecret(mine.account, idOf(theirs))).rejects.toMatchObject({ code: "not_found" });
  });
});
