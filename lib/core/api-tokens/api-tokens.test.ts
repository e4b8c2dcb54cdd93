import { describe, expect, test } from "vitest";
import { accountByApiToken } from "@/lib/db/hot/account-by-api-token";
import { hashToken } from "@/lib/kernel/secrets";
import { makeOperator } from "@/lib/testing/make-operator";
import { unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { STRETCH } from "../keyset";
import { createSite } from "../sites/create-site";
import { deleteSite } from "../sites/delete-site";
import { createApiToken } from "./create-api-token";
import { createTokenByCommand } from "./create-token-by-command";
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
      scopes: ["*"],
      siteName: null,
      siteDeleted: false,
      expiresAt: null,
      ended: false,
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

describe("a limited token", () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000);

  test("opens its one site for its scopes, and says so in its line", async () => {
    const { operator } = await makeOperator();
    const { id: siteId } = await createSite(operator, { name: "Shop", slug: unique("shop") });
    const expiresAt = inAnHour();
    const scopes = ["sites:read", "export", "sites:read"];
    const { token } = await createApiToken(operator, { name: "x", scopes, siteId, expiresAt });
    expect(await accountByApiToken(hashToken("gma_", token) as Uint8Array)).toEqual({
      id: expect.any(BigInt),
      accountId: operator.scope.accountId,
      siteId,
      scopes: ["sites:read", "export"],
    });
    const line = { scopes: ["sites:read", "export"], siteName: "Shop", siteDeleted: false, expiresAt, ended: false };
    expect(await only(operator)).toMatchObject(line);
    await deleteSite(operator, { id: siteId });
    expect(await only(operator)).toMatchObject({ ...line, siteDeleted: true });
  });

  test.each([
    ["scopes", []],
    ["scopes", ["sites:read", "users"]],
    ["scopes", ["*", "sites:read"]],
    ["scopes", ["toString"]],
    ["scopes", "sites:read"],
    ["siteId", 1n],
    ["siteId", "1"],
    ["expiresAt", new Date()],
    ["expiresAt", new Date(Number.NaN)],
    ["expiresAt", "tomorrow"],
  ])("%s of %o is refused", async (path, value) => {
    const { operator } = await makeOperator();
    await changingNothing(async () => {
      await expect(createApiToken(operator, { name: "x", [path]: value })).rejects.toMatchObject({ code: "invalid", issues: [{ path }] });
    });
  });

  test("is not made for somebody else's site, nor for one that is deleted, as for one that never was", async () => {
    const [mine, theirs] = [(await makeOperator()).operator, (await makeOperator()).operator];
    const [gone, foreign] = [await createSite(mine, { name: "Gone" }), await createSite(theirs, { name: "Theirs" })];
    await deleteSite(mine, { id: gone.id });
    await changingNothing(async () => {
      for (const siteId of [foreign.id, gone.id, 1n])
        await expect(createApiToken(mine, { name: "x", siteId })).rejects.toMatchObject({
          code: "invalid",
          issues: [{ path: "siteId", message: "Site ID must be one of this account's sites" }],
        });
    });
  });

  test("keeps its limits when it is regenerated, and is not regenerated once it has ended", async () => {
    const { operator } = await makeOperator();
    const { id: siteId } = await createSite(operator, { name: "Shop", slug: unique("shop") });
    await createApiToken(operator, { name: "x", scopes: ["sites:read"], siteId, expiresAt: inAnHour() });
    const before = await only(operator);
    const { token } = await regenerateApiToken(operator, before);
    expect(await only(operator)).toEqual({ ...before, last4: token.slice(-4) });
    await sql("UPDATE api_tokens SET expires_at = now() WHERE id = $1", [before.id]);
    expect(await only(operator)).toMatchObject({ ended: true, revokedAt: null });
    await changingNothing(async () => {
      await expect(regenerateApiToken(operator, before)).rejects.toMatchObject({ code: "not_found" });
    });
  });
});

test("an account has at most a hundred live tokens: one that was revoked or has ended does not count", async () => {
  const { operator } = await makeOperator();
  for (let count = 0; count < 100; count++) await createApiToken(operator, { name: `Token ${count}` });
  await expect(createApiToken(operator, { name: "One more" })).rejects.toMatchObject({ code: "invalid" });
  await revokeApiToken(operator, await only(operator));
  await createApiToken(operator, { name: "One more" });
  await expect(createApiToken(operator, { name: "Another" })).rejects.toMatchObject({ code: "invalid" });
  await sql("UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE account_id = $1 AND name = 'Token 5'", [
    operator.scope.accountId,
  ]);
  await createApiToken(operator, { name: "Another" });
});

describe("by command", () => {
  test("a token is made in an operator's name, with the limits that its words say", async () => {
    const { operator, email } = await makeOperator();
    const slug = unique("shop");
    const { id: siteId } = await createSite(operator, { name: "Shop", slug });
    await createTokenByCommand({ email: email.toUpperCase(), name: "Nightly", scopes: "export, sites:read", site: slug, expires: "90d" });
    const line = await only(operator);
    expect(line).toMatchObject({ name: "Nightly", scopes: ["export", "sites:read"], siteName: "Shop", createdBy: email });
    expect(Math.round((Number(line.expiresAt) - Date.now()) / 86_400_000)).toBe(90);
    const { token } = await createTokenByCommand({ email, name: "Everything" });
    const opened = await accountByApiToken(hashToken("gma_", token) as Uint8Array);
    expect([opened, siteId]).toEqual([
      { id: expect.any(BigInt), accountId: operator.scope.accountId, siteId: null, scopes: ["*"] },
      expect.any(BigInt),
    ]);
  });

  test.each([
    ["email", {}, "Email is invalid: say whose with --email ADDRESS"],
    ["email", { email: "nobody@example.com" }, "Email belongs to no operator"],
    ["name", { name: undefined }, "Name can't be blank"],
    ["scopes", { scopes: "" }, "Scopes must be names of scopes"],
    ["site", { site: "nobodys" }, "Site is no slug of this account's sites"],
    ["expiresAt", { expires: "0d" }, "Expires at must be in the future"],
    ["expiresAt", { expires: "2001-01-31" }, "Expires at must be in the future"],
    ["expiresAt", { expires: "soon" }, "Expires at must be a number of days, as 90d, or a day, as 2027-01-31"],
  ])("wrong: %s %j", async (path, words, message) => {
    const { email } = await makeOperator();
    const given = "email" in words || path !== "email" ? { email, name: "x", ...words } : { name: "x" };
    await changingNothing(async () => {
      await expect(createTokenByCommand(given)).rejects.toMatchObject({ code: "invalid", issues: [{ path, message }] });
    });
  });
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
    session: operator.session,
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
