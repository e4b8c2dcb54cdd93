import { describe, expect, test } from "vitest";
import { accountByApiToken } from "@/lib/db/hot/account-by-api-token";
import { hashToken } from "@/lib/kernel/secrets";
import { makeOperator } from "@/lib/testing/make-operator";
import { changingNothing } from "@/lib/testing/unchanged";
import { STRETCH } from "../keyset";
import { createApiToken } from "./create-api-token";
import { listApiTokens } from "./list-api-tokens";
import { regenerateApiToken } from "./regenerate-api-token";
import { revokeApiToken } from "./revoke-api-token";

/** Whether a token lets a program in. */
const opens = async (token: string) => (await accountByApiToken(hashToken("gma_", token) as Uint8Array)) !== null;

const only = async (operator: Awaited<ReturnType<typeof makeOperator>>["operator"]) => {
  const [line] = (await listApiTokens(operator)).rows;
  if (!line) throw new Error("no token");
  return line;
};

test("a token is made under its name, opens the account, and is listed without its secret", async () => {
  const { operator, email } = await makeOperator();
  const { name, token } = await createApiToken(operator, { name: " Shop backend " });
  expect(name).toBe("Shop backend");
  const { rows } = await listApiTokens(operator);
  expect(rows).toEqual([
    {
      id: expect.any(BigInt),
      name: "Shop backend",
      last4: token.slice(-4),
      createdBy: email,
      createdAt: expect.any(Date),
      lastUsedAt: null,
      revokedAt: null,
      position: expect.anything(),
    },
  ]);
  expect(await accountByApiToken(hashToken("gma_", token) as Uint8Array)).toMatchObject({
    accountId: operator.scope.accountId,
    siteId: null,
    scopes: ["*"],
  });
});

test.each([[""], [null], ["x".repeat(101)], ["a\0b"], [{}]])("the name %j is refused", async (name) => {
  const { operator } = await makeOperator();
  await changingNothing(async () => {
    await expect(createApiToken(operator, { name })).rejects.toMatchObject({ code: "invalid", issues: [{ path: "name" }] });
  });
});

test("an account has at most a hundred live tokens", async () => {
  const { operator } = await makeOperator();
  for (let count = 0; count < 100; count++) await createApiToken(operator, { name: `Token ${count}` });
  await expect(createApiToken(operator, { name: "One more" })).rejects.toMatchObject({ code: "invalid" });
  await revokeApiToken(operator, await only(operator));
  await createApiToken(operator, { name: "One more" });
});

test("a revoked token is dead at once, and neither revoked nor regenerated again", async () => {
  const { operator } = await makeOperator();
  const { token } = await createApiToken(operator, { name: "x" });
  const { id } = await only(operator);
  await revokeApiToken(operator, { id });
  expect(await opens(token)).toBe(false);
  expect((await only(operator)).revokedAt).toEqual(expect.any(Date));
  await changingNothing(async () => {
    for (const again of [revokeApiToken, regenerateApiToken])
      await expect(again(operator, { id })).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a regenerated token has a new secret, and the old one is dead", async () => {
  const { operator } = await makeOperator();
  const { token } = await createApiToken(operator, { name: "x" });
  const { id } = await only(operator);
  const fresh = await regenerateApiToken(operator, { id });
  expect(fresh.name).toBe("x");
  expect(await only(operator)).toMatchObject({ id, last4: fresh.token.slice(-4), lastUsedAt: null });
  expect([await opens(token), await opens(fresh.token)]).toEqual([false, true]);
});

test("a regenerated token is theirs who regenerated it", async () => {
  const { operator } = await makeOperator();
  await createApiToken(operator, { name: "x" });
  const { id } = await only(operator);
  const pete = {
    scope: operator.scope,
    granted: operator.granted,
    db: operator.db,
    operator: { ...operator.operator, email: "pete@example.com" },
  };
  await regenerateApiToken(pete, { id });
  expect(await only(operator)).toMatchObject({ createdBy: "pete@example.com" });
});

describe("somebody else's", () => {
  test("tokens are not listed, revoked or regenerated", async () => {
    const [mine, theirs] = [await makeOperator(), await makeOperator()];
    const { token } = await createApiToken(theirs.operator, { name: "theirs" });
    const { id } = await only(theirs.operator);
    await changingNothing(async () => {
      expect((await listApiTokens(mine.operator)).rows).toEqual([]);
      for (const act of [revokeApiToken, regenerateApiToken])
        await expect(act(mine.operator, { id })).rejects.toMatchObject({ code: "not_found" });
    });
    expect(await opens(token)).toBe(true);
  });
});

test("a long list is read in stretches, each token once, newest first", async () => {
  const { operator } = await makeOperator();
  for (let count = 0; count < STRETCH + 3; count++) await createApiToken(operator, { name: `Token ${count}` });
  const first = await listApiTokens(operator);
  const second = await listApiTokens(operator, { after: first.next });
  expect([first.rows.length, second.rows.length, second.next]).toEqual([STRETCH, 3, null]);
  const names = [...first.rows, ...second.rows].map(({ name }) => name);
  expect(names).toEqual(Array.from({ length: STRETCH + 3 }, (_, index) => `Token ${STRETCH + 2 - index}`));
});
