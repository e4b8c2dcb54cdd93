import { expect, test } from "vitest";
import { addSite, makeTenant, makeToken, makeUser } from "@/lib/testing/make-tenant";
import { changingNothing } from "@/lib/testing/unchanged";
import { STRETCH } from "../keyset";
import { deleteCallbackToken } from "./delete-callback-token";
import { searchCallbackTokens } from "./search-callback-tokens";

test("leads through all of them, each once, with the filter kept", async () => {
  const tenant = await makeTenant();
  const [jane, bob] = [await makeUser(tenant, "50%_jane@example.com"), await makeUser(tenant, "50xxjane@example.com")];
  for (let count = 0; count < STRETCH + 2; count++) await makeToken(tenant, jane);
  await makeToken(tenant, bob);
  const first = await searchCallbackTokens(tenant.context, { search: "50%_JANE", state: "unused" });
  const second = await searchCallbackTokens(tenant.context, { search: "50%_JANE", state: "unused", after: first.next });
  expect([first.rows.length, second.rows.length, second.next]).toEqual([STRETCH, 2, null]);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(STRETCH + 2);
  expect((await searchCallbackTokens(tenant.context, { siteUserId: bob.id })).rows).toHaveLength(1);
  expect((await searchCallbackTokens(tenant.context, { state: "used" })).rows).toEqual([]);
  expect((await searchCallbackTokens(tenant.context, { search: "\0", after: ["x"] })).rows).toHaveLength(STRETCH);
});

test("a site ends its own, and no other site's, also of one account", async () => {
  const mine = await makeTenant();
  const [sibling, theirs] = [await addSite(mine), await makeTenant()];
  for (const tenant of [mine, sibling, theirs]) await makeToken(tenant, await makeUser(tenant));
  const idOf = async ({ context }: typeof mine) => (await searchCallbackTokens(context, {})).rows[0]?.id ?? 0n;
  for (const id of [await idOf(sibling), await idOf(theirs), 1n]) {
    await changingNothing(() => expect(deleteCallbackToken(mine.context, { id })).rejects.toMatchObject({ code: "not_found" }));
  }
  await deleteCallbackToken(mine.context, { id: await idOf(mine) });
  expect((await searchCallbackTokens(mine.context, {})).rows).toEqual([]);
});
