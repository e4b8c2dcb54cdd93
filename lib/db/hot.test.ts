import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { hashToken, newToken, sha256 } from "@/lib/kernel/secrets";
import { EVENT } from "@/lib/testing/audit";
import { addSite, makeTenant, makeToken, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import * as attempts from "./attempts";
import { TALLY_KEYS } from "./failure-tally";
import * as accountByApiToken from "./hot/account-by-api-token";
import * as countSiteUsers from "./hot/count-site-users";
import * as deletedAccounts from "./hot/deleted-accounts";
import * as deletedSites from "./hot/deleted-sites";
import * as findCallbackToken from "./hot/find-callback-token";
import * as findForSignIn from "./hot/find-for-sign-in";
import * as findSignIn from "./hot/find-sign-in";
import * as idempotencyKeys from "./hot/idempotency-keys";
import * as importUsers from "./hot/import-users";
import * as isUnderAttack from "./hot/is-under-attack";
import * as issueCallbackToken from "./hot/issue-callback-token";
import * as listApiTokens from "./hot/list-api-tokens";
import * as listCallbackTokens from "./hot/list-callback-tokens";
import * as listImports from "./hot/list-imports";
import * as listSites from "./hot/list-sites";
import * as operatorOfSession from "./hot/operator-of-session";
import * as removeOperator from "./hot/remove-operator";
import * as renewPassword from "./hot/renew-password";
import * as searchCallbackTokens from "./hot/search-callback-tokens";
import * as searchMails from "./hot/search-mails";
import * as searchSiteUsers from "./hot/search-site-users";
import * as searchSites from "./hot/search-sites";
import * as siteBy from "./hot/site-by";
import * as siteFigures from "./hot/site-figures";
import { NEWEST_FIRST } from "./position";
import type { WholeAccountScope } from "./scope";

/** The statements that name their account themselves. Each has a test below, those about the people of a site in people.test.ts and lists.test.ts, those of the import in import-users.test.ts, those of files and exports in transfer.test.ts, those of sessions in sessions.test.ts, those of a branding in branding.test.ts, those of the audit log in audit-events.test.ts, those about an account beside their use-cases; a new one has to come here. */
test("every one of them is known here", () => {
  const modules = [
    attempts,
    accountByApiToken,
    countSiteUsers,
    deletedAccounts,
    deletedSites,
    findCallbackToken,
    findForSignIn,
    findSignIn,
    idempotencyKeys,
    importUsers,
    isUnderAttack,
    issueCallbackToken,
    listApiTokens,
    listCallbackTokens,
    listImports,
    listSites,
    operatorOfSession,
    removeOperator,
    renewPassword,
    searchCallbackTokens,
    searchMails,
    searchSiteUsers,
    searchSites,
    siteBy,
    siteFigures,
  ];
  expect(modules.flatMap((module) => Object.keys(module)).toSorted()).toEqual([
    "ABANDONED_S",
    "COUNTED_USERS",
    "NOW_S",
    "RECENT_MINUTES",
    "RESTORE_DAYS",
    "SHOWN_ENOUGH",
    "accountByApiToken",
    "claimKey",
    "countCallbackTokens",
    "countFailures",
    "countImports",
    "countSiteUsers",
    "deleteAccount",
    "deleteImportKeys",
    "deletedAccount",
    "deletedSites",
    "findCallbackToken",
    "findForSignIn",
    "findImportKeys",
    "findKnownUsers",
    "findSignIn",
    "findTakenIds",
    "forgetFailures",
    "giveBackAttempts",
    "holdKey",
    "isUnderAttack",
    "issueCallbackToken",
    "keepAnswer",
    "lacksSecondFactor",
    "leaveAccount",
    "listApiTokens",
    "listCallbackTokens",
    "listImports",
    "listSites",
    "noteSignIn",
    "operatorOfSession",
    "releaseKey",
    "removeOperator",
    "renewPassword",
    "restoreAccount",
    "restoreSite",
    "searchCallbackTokens",
    "searchMails",
    "searchSiteUsers",
    "searchSites",
    "signInsPerDay",
    "signUpsPerDay",
    "siteByClient",
    "siteByExport",
    "siteById",
    "siteBySlug",
    "siteBySlugEvenDeleted",
    "siteByUser",
    "siteTotals",
    "takeAttempt",
    "takeAttemptAs",
    "takeAttemptInAll",
    "writeImportBatch",
  ]);
  expect(Object.keys(import.meta.glob("./hot/*.ts")).toSorted()).toEqual([
    "./hot/account-by-api-token.ts",
    "./hot/audit-events.ts",
    "./hot/branding-draft.ts",
    "./hot/bundle-lines.ts",
    "./hot/count-site-users.ts",
    "./hot/deleted-accounts.ts",
    "./hot/deleted-sites.ts",
    "./hot/find-callback-token.ts",
    "./hot/find-for-sign-in.ts",
    "./hot/find-sign-in.ts",
    "./hot/hosted-sessions.ts",
    "./hot/idempotency-keys.ts",
    "./hot/import-users.ts",
    "./hot/insert-export.ts",
    "./hot/is-under-attack.ts",
    "./hot/issue-callback-token.ts",
    "./hot/linked-accounts.ts",
    "./hot/list-api-tokens.ts",
    "./hot/list-callback-tokens.ts",
    "./hot/list-exports.ts",
    "./hot/list-imports.ts",
    "./hot/list-sessions.ts",
    "./hot/list-sites.ts",
    "./hot/list-webhook-deliveries.ts",
    "./hot/lock-account.ts",
    "./hot/operator-of-session.ts",
    "./hot/remove-operator.ts",
    "./hot/renew-password.ts",
    "./hot/restore-callback-tokens.ts",
    "./hot/restore-linked-accounts.ts",
    "./hot/restore-passkeys.ts",
    "./hot/restore-totp-secrets.ts",
    "./hot/search-callback-tokens.ts",
    "./hot/search-mails.ts",
    "./hot/search-site-users.ts",
    "./hot/search-sites.ts",
    "./hot/session-row.ts",
    "./hot/sessions.ts",
    "./hot/site-by.ts",
    "./hot/site-figures.ts",
    "./hot/site-user-csv.ts",
    "./hot/stored-pieces.ts",
  ]);
});

const byToken = ({ apiToken }: { apiToken: string }) => ({
  kind: "api_token" as const,
  needs: "sites:read" as const,
  tokenHash: hashToken("gma_", apiToken) as Uint8Array,
});
const byClient = ({ site }: Tenant) => ({ kind: "client" as const, clientId: site.clientId, secretHash: sha256(site.clientSecret) });
const unauthorized = { code: "unauthorized" };

/** Two accounts, and a second site of the first. */
async function world() {
  const mine = await makeTenant();
  return { mine, sibling: await addSite(mine), theirs: await makeTenant() };
}

describe("accountByApiToken", () => {
  const hash = (token: string) => hashToken("gma_", token) as Uint8Array;

  test("finds the account of this very token, and no other", async () => {
    const { mine, theirs } = await world();
    const whole = ({ account }: Tenant) => ({ id: account.scope.by.id, accountId: account.scope.accountId, siteId: null, scopes: ["*"] });
    expect(await accountByApiToken.accountByApiToken(hash(mine.apiToken))).toEqual(whole(mine));
    expect(await accountByApiToken.accountByApiToken(hash(theirs.apiToken))).toEqual(whole(theirs));
    for (const other of [sha256("x"), hash(newToken("gma_")), new Uint8Array(), hash(mine.apiToken).slice(0, 31)]) {
      expect(await accountByApiToken.accountByApiToken(other)).toBeNull();
    }
  });

  test("a revoked token is gone with the next look", async () => {
    const { mine, theirs } = await world();
    await sql("UPDATE api_tokens SET revoked_at = now() WHERE token_hash = $1", [hash(mine.apiToken)]);
    expect(await accountByApiToken.accountByApiToken(hash(mine.apiToken))).toBeNull();
    expect(await accountByApiToken.accountByApiToken(hash(theirs.apiToken))).toMatchObject({ accountId: theirs.account.scope.accountId });
  });

  test("a token is gone with its last second", async () => {
    const { mine } = await world();
    const expire = (when: string) => sql(`UPDATE api_tokens SET expires_at = ${when} WHERE token_hash = $1`, [hash(mine.apiToken)]);
    await expire("now() + interval '1 minute'");
    expect(await accountByApiToken.accountByApiToken(hash(mine.apiToken))).not.toBeNull();
    await expire("now()");
    expect(await accountByApiToken.accountByApiToken(hash(mine.apiToken))).toBeNull();
  });
});

describe("idempotencyKeys", () => {
  const { claimKey, holdKey, keepAnswer, releaseKey } = idempotencyKeys;

  test("an account's key is taken, kept and given back by that account alone", async () => {
    const { mine, theirs } = await world();
    const [own, other] = [mine.account.scope, theirs.account.scope];
    const [key, asked, answer] = [sha256("key"), sha256("asked"), sha256("answer")];
    expect([await claimKey(own, key, asked, 60), await claimKey(other, key, asked, 60)]).toEqual([null, null]);
    await releaseKey(other, key, asked);
    await keepAnswer(other, key, asked, { status: 200, responseSealed: answer, siteUserId: null });
    await sql("UPDATE idempotency_keys SET created_at = now() - interval '30 seconds' WHERE account_id = $1", [own.accountId]);
    await holdKey(other, key, asked);
    expect(await sql("SELECT 1 FROM idempotency_keys WHERE created_at < now() - interval '29 seconds'")).toHaveLength(1);
    expect(await claimKey(own, key, asked, 60)).toMatchObject({ status: null, responseSealed: null });
    expect(await claimKey(other, key, asked, 60)).toBeNull();
    await keepAnswer(own, key, asked, { status: 201, responseSealed: answer, siteUserId: null });
    expect(await claimKey(own, key, asked, 60)).toMatchObject({ status: 201 });
    expect(await claimKey(other, key, asked, 60)).toMatchObject({ status: null });
    await releaseKey(own, key, asked);
    expect(await claimKey(own, key, asked, 60)).toMatchObject({ status: 201 });
  });
});

describe("deletedSites", () => {
  test("brings back a deleted site of this account, and of one site only where the scope says so, within a week", async () => {
    const { mine, sibling, theirs } = await world();
    const { scope } = mine.account;
    const narrow = { ...scope, onlySite: sibling.site.id };
    const back = deletedSites.restoreSite;
    expect(await back(scope, { id: mine.site.id }, EVENT)).toBeNull();
    await sql("UPDATE sites SET deleted_at = now()", []);
    expect(await back(scope, { id: theirs.site.id }, EVENT)).toBeNull();
    expect(await back(scope, { slug: theirs.site.slug }, EVENT)).toBeNull();
    expect(await back(narrow, { id: mine.site.id }, EVENT)).toBeNull();
    expect(await back(narrow, { slug: sibling.site.slug }, EVENT)).toBe(sibling.site.id);
    expect(await back(scope, { id: mine.site.id }, EVENT)).toBe(mine.site.id);
    await sql("UPDATE sites SET deleted_at = now()", []);
    expect(await back(scope, { id: mine.site.id, slug: sibling.site.slug }, EVENT)).toBe(mine.site.id);
    expect(await back(scope, { id: 1n, slug: sibling.site.slug }, EVENT)).toBe(sibling.site.id);
    await sql("UPDATE sites SET deleted_at = now() - interval '7 days' WHERE id = $1", [mine.site.id]);
    expect(await back(scope, { id: mine.site.id }, EVENT)).toBeNull();
    await sql("UPDATE sites SET deleted_at = NULL", []);
  });

  test("lists those of this account, last deleted first, until a week is over", async () => {
    const { mine, sibling, theirs } = await world();
    const scope = mine.account.scope as WholeAccountScope;
    const ids = async (take = 9) => (await deletedSites.deletedSites(scope, take)).map(({ id }) => id);
    expect(await ids()).toEqual([]);
    const remove = ({ site }: Tenant, ago: string) =>
      sql("UPDATE sites SET deleted_at = now() - $2::interval WHERE id = $1", [site.id, ago]);
    await Promise.all([remove(mine, "1 day"), remove(sibling, "2 days"), remove(theirs, "1 hour")]);
    expect([await ids(), await ids(1)]).toEqual([[mine.site.id, sibling.site.id], [mine.site.id]]);
    await remove(mine, "7 days");
    expect(await deletedSites.deletedSites(scope, 9)).toEqual([
      { id: sibling.site.id, name: "Second", slug: sibling.site.slug, purgedAt: expect.any(Date) },
    ]);
  });
});

describe("siteBy", () => {
  test("siteById finds a site inside its account only", async () => {
    const { mine, sibling, theirs } = await world();
    const { accountId } = mine.account.scope;
    expect((await siteBy.siteById(accountId, mine.site.id))?.slug).toBe(mine.site.slug);
    expect((await siteBy.siteById(accountId, sibling.site.id))?.accountId).toBe(accountId);
    expect(await siteBy.siteById(accountId, theirs.site.id)).toBeNull();
    expect(await siteBy.siteById(theirs.account.scope.accountId, mine.site.id)).toBeNull();
    expect(await siteBy.siteById(accountId, 1n)).toBeNull();
  });

  test("siteByClient wants the id and the secret of one site", async () => {
    const { mine, sibling, theirs } = await world();
    const [own, next, other] = [mine, sibling, theirs].map(({ site }) => ({
      id: site.clientId,
      secret: sha256(site.clientSecret),
      site: site.id,
    }));
    if (!own || !next || !other) throw new Error("three sites");
    expect((await siteBy.siteByClient(own.id, own.secret))?.id).toBe(own.site);
    expect(await siteBy.siteByClient(own.id, next.secret)).toBeNull();
    expect(await siteBy.siteByClient(own.id, other.secret)).toBeNull();
    expect(await siteBy.siteByClient(other.id, own.secret)).toBeNull();
    expect(await siteBy.siteByClient(own.id, new Uint8Array())).toBeNull();
  });

  test("siteBySlug tells whose buttons its pages show: its own providers that are on and have a secret, from the top", async () => {
    const { mine, sibling, theirs } = await world();
    const provider = async ({ context }: Tenant, name: string, more: object) => {
      const data = {
        id: newId(),
        kind: "oidc",
        name,
        issuer: "https://p.example",
        clientId: "c",
        scopes: [],
        clientSecretSealed: sha256("s"),
      };
      return (await context.db.identityProvider.create({ data: { ...data, position: 0, ...more } })).id;
    };
    const second = await provider(mine, "Second", { position: 1 });
    const first = await provider(mine, "First", {});
    await provider(mine, "Off", { enabled: false });
    await provider(mine, "Without a secret", { clientSecretSealed: null });
    for (const other of [sibling, theirs]) await provider(other, "Other", {});
    expect((await siteBy.siteBySlug(mine.site.slug))?.providers).toEqual([
      { id: String(first), kind: "oidc", name: "First" },
      { id: String(second), kind: "oidc", name: "Second" },
    ]);
  });

  test("siteBySlug finds exactly that slug, and none of them shows a secret", async () => {
    const { mine } = await world();
    const row = await siteBy.siteBySlug(mine.site.slug);
    expect(row).toEqual({
      id: mine.site.id,
      accountId: mine.account.scope.accountId,
      name: "Acme",
      slug: mine.site.slug,
      homeUri: null,
      successUri: "https://acme.example/auth/callback",
      cancelUri: null,
      failedUri: null,
      allowedOrigins: [],
      signUps: true,
      emailVerification: "optional",
      callbackTokenMinutes: 2,
      clientId: mine.site.clientId,
      dialects: {},
      signIn: {},
      branding: "{}",
      attackProtection: {},
      hasSignupEndpoint: false,
      hasSignInEndpoint: false,
      providers: [],
      suspended: false,
      mailsFail: false,
      updatedAt: expect.any(Date),
    });
    for (const slug of [
      mine.site.slug.toUpperCase(),
      `${mine.site.slug} `,
      mine.site.slug.slice(1),
      "%",
      "",
      "_".repeat(mine.site.slug.length),
    ]) {
      expect(await siteBy.siteBySlug(slug)).toBeNull();
      expect(await siteBy.siteBySlugEvenDeleted(slug)).toBeNull();
    }
    expect(await siteBy.siteBySlugEvenDeleted(mine.site.slug)).toEqual(row);
  });
});

describe("findCallbackToken", () => {
  test("finds a token of the account, by id and by hash, and none of another account's", async () => {
    const { mine, sibling, theirs } = await world();
    const session = async (tenant: typeof mine) => {
      const tokenHash = sha256(await makeToken(tenant, await makeUser(tenant)));
      const [row] = await sql<{ id: string }>("SELECT id FROM callback_tokens WHERE token_hash = $1", [tokenHash]);
      return { tokenHash, id: BigInt(row?.id ?? 0), siteId: tenant.site.id };
    };
    const [own, next, other] = [await session(mine), await session(sibling), await session(theirs)];
    for (const { id, tokenHash, siteId } of [own, next]) {
      for (const ref of [{ id }, { tokenHash }]) {
        expect(await findCallbackToken.findCallbackToken(byToken(mine), ref)).toMatchObject({ id, siteId, usedAt: null });
        await expect(findCallbackToken.findCallbackToken(byToken({ apiToken: newToken("gma_") }), ref)).rejects.toMatchObject(unauthorized);
      }
    }
    expect(await findCallbackToken.findCallbackToken(byClient(mine), { id: own.id })).toMatchObject({ id: own.id });
    expect(await findCallbackToken.findCallbackToken(byClient(mine), { id: next.id })).toBeNull();
    for (const ref of [{ id: other.id }, { tokenHash: other.tokenHash }, { id: 1n }, { tokenHash: sha256("x") }, { id: own.siteId }]) {
      expect(await findCallbackToken.findCallbackToken(byToken(mine), ref)).toBeNull();
    }
  });
});

describe("listSites", () => {
  const all = { pattern: null, slug: null, deleted: false };
  const start = { after: null, skip: 0 };

  test("lists and counts the sites of the account, newest first, whatever it is asked for", async () => {
    const { mine, sibling, theirs } = await world();
    const ids = async (filter: Parameters<typeof listSites.listSites>[1], skip = 0, take = 100, tenant = mine) => {
      const found = await listSites.listSites(byToken(tenant), filter, { ...start, skip }, take, NEWEST_FIRST);
      expect(found).toMatchObject({ accountId: tenant.account.scope.accountId, total: { exact: true } });
      return [found.rows.map(({ id }) => id), found.total.count];
    };
    expect(await ids(all)).toEqual([[sibling.site.id, mine.site.id], 2]);
    expect(await ids(all, 0, 100, theirs)).toEqual([[theirs.site.id], 1]);
    expect(await ids({ pattern: "%", slug: null, deleted: false })).toEqual([[sibling.site.id, mine.site.id], 2]);
    expect(await ids({ pattern: null, slug: theirs.site.slug, deleted: false })).toEqual([[], 0]);
    expect(await ids({ pattern: "%acme%", slug: null, deleted: false })).toEqual([[mine.site.id], 1]);
    expect(await ids({ pattern: "%acme%", slug: sibling.site.slug, deleted: false })).toEqual([[], 0]);
    expect(await ids(all, 1, 1)).toEqual([[mine.site.id], 2]);
    expect(await ids(all, 99)).toEqual([[], 2]);
  });

  test("an account without sites has an empty list; a token that is revoked or was never one has none", async () => {
    const tenant = await makeTenant();
    const list = ({ apiToken }: { apiToken: string }) => listSites.listSites(byToken({ apiToken }), all, start, 100, NEWEST_FIRST);
    await sql("DELETE FROM sites WHERE account_id = $1", [tenant.account.scope.accountId]);
    expect(await list(tenant)).toEqual({ accountId: tenant.account.scope.accountId, rows: [], total: { count: 0, exact: true } });
    await expect(list({ apiToken: newToken("gma_") })).rejects.toMatchObject(unauthorized);
    await sql("UPDATE api_tokens SET revoked_at = now() WHERE account_id = $1", [tenant.account.scope.accountId]);
    await expect(list(tenant)).rejects.toMatchObject(unauthorized);
  });
});

describe("findForSignIn", () => {
  const NO_ALARM = { site: 1_000, inAll: 1_000_000 };
  const nobody = {
    waitS: null,
    userId: null,
    email: null,
    emailCanonical: null,
    name: null,
    emailVerifiedAt: null,
    passwordSealed: null,
    blocked: false,
  };

  test("finds the user of this site, not one with the same address elsewhere", async () => {
    const { mine, sibling, theirs } = await world();
    const email = "jane@example.com";
    await makeUser(theirs, email);
    await makeUser(sibling, email);
    expect(await findForSignIn.findForSignIn(mine.context.scope, { kind: "email", canonical: email }, [], NO_ALARM)).toEqual(nobody);
    const own = await makeUser(mine, email);
    expect(await findForSignIn.findForSignIn(mine.context.scope, { kind: "email", canonical: email }, [], NO_ALARM)).toMatchObject({
      userId: own.id,
      email,
    });
  });

  test("a scope made of one account and another one's site finds nothing", async () => {
    const { mine, theirs } = await world();
    await makeUser(theirs, "jane@example.com");
    const mixed = { ...mine.context.scope, siteId: theirs.site.id };
    expect(await findForSignIn.findForSignIn(mixed, { kind: "email", canonical: "jane@example.com" }, [], NO_ALARM)).toEqual(nobody);
  });

  test("a budget that is closed elsewhere is open here", async () => {
    const { mine, sibling, theirs } = await world();
    const key = sha256("same key");
    for (const { context } of [sibling, theirs]) await attempts.countFailures(context.scope, [{ key, limit: 1 }], 600);
    const budgets = [{ key, limit: 1, tight: 1 }];
    expect(
      await findForSignIn.findForSignIn(mine.context.scope, { kind: "email", canonical: "jane@example.com" }, budgets, NO_ALARM),
    ).toEqual(nobody);
    const there = await findForSignIn.findForSignIn(
      theirs.context.scope,
      { kind: "email", canonical: "jane@example.com" },
      budgets,
      NO_ALARM,
    );
    expect(there).toEqual({ ...nobody, waitS: expect.any(Number) });
  });

  test("budgets are tight at a site where many fail, or while many fail in all, and nowhere else", async () => {
    const { mine, sibling } = await world();
    const budgets = [{ key: sha256("a quarter"), limit: 4, tight: 1 }];
    const look = ({ context }: typeof mine, alarm = NO_ALARM) =>
      findForSignIn.findForSignIn(context.scope, { kind: "email", canonical: "jane@example.com" }, budgets, alarm);
    for (const { context } of [mine, sibling]) await attempts.countFailures(context.scope, budgets, 600);
    for (let failure = 0; failure < 9; failure++) await attempts.countFailures(mine.context.scope, [], 600);
    expect(await look(mine)).toEqual(nobody);
    expect(await look(sibling, { site: 10, inAll: 1_000_000 })).toEqual(nobody);
    expect(await look(mine, { site: 10, inAll: 1_000_000 })).toEqual({ ...nobody, waitS: expect.any(Number) });
    const attacked = ({ context }: typeof mine) => isUnderAttack.isUnderAttack(context.scope, { site: 10, inAll: 1_000_000 });
    expect([await attacked(mine), await attacked(sibling)]).toEqual([true, false]);
    expect(await look(sibling, { site: 1_000, inAll: 11 })).toEqual({ ...nobody, waitS: expect.any(Number) });
    await sql("UPDATE attempts SET window_ends_at = now() WHERE site_id = $1 AND key <> $2", [mine.site.id, budgets[0]?.key]);
    expect(await look(mine, { site: 2, inAll: 1_000_000 })).toEqual(nobody);
  });
});

describe("issueCallbackToken and noteSignIn", () => {
  const token = () => ({ id: newId(), hash: sha256(unique("t")), last4: "abcd", minutes: 2, codeChallenge: null });
  const OPEN = { passwordSealed: null, budgets: [], secondFactor: false };

  test("issue nothing once the password that was compared is another one, or a budget has closed", async () => {
    const { mine } = await world();
    const { id } = await makeUser(mine);
    const [kept] = await sql<{ password_sealed: Uint8Array }>("SELECT password_sealed FROM site_users WHERE id = $1", [id]);
    const proof = {
      passwordSealed: kept?.password_sealed ?? null,
      budgets: [{ key: sha256(unique("budget")), limit: 2 }],
      secondFactor: false,
    };
    const key = proof.budgets[0]?.key as Uint8Array;
    const { scope } = mine.context;
    expect(await issueCallbackToken.issueCallbackToken(scope, id, token(), proof, EVENT)).toBe(true);
    await attempts.countFailures(scope, [{ key, limit: 2 }], 600);
    expect(await issueCallbackToken.noteSignIn(scope, id, proof, EVENT)).toBe(true);
    await attempts.countFailures(scope, [{ key, limit: 2 }], 600);
    await changingNothing(async () => {
      expect(await issueCallbackToken.issueCallbackToken(scope, id, token(), proof, EVENT)).toBe(false);
      expect(await issueCallbackToken.noteSignIn(scope, id, proof, EVENT)).toBe(false);
    });
    await attempts.forgetFailures(scope, key);
    expect(await issueCallbackToken.noteSignIn(scope, id, proof, EVENT)).toBe(true);
    await sql("UPDATE site_users SET password_sealed = 'other' WHERE id = $1", [id]);
    await changingNothing(async () => {
      expect(await issueCallbackToken.issueCallbackToken(scope, id, token(), proof, EVENT)).toBe(false);
      expect(await issueCallbackToken.noteSignIn(scope, id, proof, EVENT)).toBe(false);
    });
  });

  test("issue nothing to whoever has a second factor and has not shown it; that alone is what `lacksSecondFactor` tells", async () => {
    const { mine, sibling, theirs } = await world();
    const { id } = await makeUser(mine);
    const { scope } = mine.context;
    expect(await issueCallbackToken.lacksSecondFactor(scope, id, OPEN)).toBe(false);
    await sql("UPDATE site_users SET second_factor = true WHERE id = $1", [id]);
    await changingNothing(async () => {
      expect(await issueCallbackToken.issueCallbackToken(scope, id, token(), OPEN, EVENT)).toBe(false);
      expect(await issueCallbackToken.noteSignIn(scope, id, OPEN, EVENT)).toBe(false);
      expect(await issueCallbackToken.lacksSecondFactor(scope, id, OPEN)).toBe(true);
      expect(await issueCallbackToken.lacksSecondFactor(scope, id, { ...OPEN, secondFactor: true })).toBe(false);
      expect(await issueCallbackToken.lacksSecondFactor(scope, id, { ...OPEN, passwordSealed: sha256("other") })).toBe(false);
      for (const { context } of [sibling, theirs]) {
        expect(await issueCallbackToken.lacksSecondFactor(context.scope, id, OPEN)).toBe(false);
      }
    });
    expect(await issueCallbackToken.issueCallbackToken(scope, id, token(), { ...OPEN, secondFactor: true }, EVENT)).toBe(true);
    expect(await issueCallbackToken.noteSignIn(scope, id, { ...OPEN, secondFactor: true }, EVENT)).toBe(true);
  });

  test("issue nothing for a blocked user, and again once they are not", async () => {
    const { mine } = await world();
    const { id } = await makeUser(mine);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [id]);
    await changingNothing(async () => {
      expect(await issueCallbackToken.issueCallbackToken(mine.context.scope, id, token(), OPEN, EVENT)).toBe(false);
      expect(await issueCallbackToken.noteSignIn(mine.context.scope, id, OPEN, EVENT)).toBe(false);
    });
    await sql("UPDATE site_users SET blocked_at = NULL WHERE id = $1", [id]);
    expect(await issueCallbackToken.issueCallbackToken(mine.context.scope, id, token(), OPEN, EVENT)).toBe(true);
    expect(await issueCallbackToken.noteSignIn(mine.context.scope, id, OPEN, EVENT)).toBe(true);
  });

  test("issue for a user of this site only", async () => {
    const { mine, sibling, theirs } = await world();
    const own = await makeUser(mine);
    for (const stranger of [await makeUser(sibling), await makeUser(theirs), { id: 1n }]) {
      await changingNothing(async () => {
        expect(await issueCallbackToken.issueCallbackToken(mine.context.scope, stranger.id, token(), OPEN, EVENT)).toBe(false);
        expect(await issueCallbackToken.noteSignIn(mine.context.scope, stranger.id, OPEN, EVENT)).toBe(false);
      });
    }
    const row = token();
    expect(await issueCallbackToken.issueCallbackToken(mine.context.scope, own.id, row, OPEN, EVENT)).toBe(true);
    expect(
      await sql(
        `SELECT account_id, site_id, site_user_id, used_at, extract(epoch FROM expires_at - created_at)::int AS seconds FROM callback_tokens WHERE id = $1`,
        [row.id],
      ),
    ).toEqual([
      {
        account_id: String(mine.account.scope.accountId),
        site_id: String(mine.site.id),
        site_user_id: String(own.id),
        used_at: null,
        seconds: 120,
      },
    ]);
    expect(await issueCallbackToken.noteSignIn(mine.context.scope, own.id, OPEN, EVENT)).toBe(true);
  });

  test("a scope made of one account and another one's site issues nothing", async () => {
    const { mine, theirs } = await world();
    const user = await makeUser(theirs);
    const mixed = { ...mine.context.scope, siteId: theirs.site.id };
    await changingNothing(async () => {
      expect(await issueCallbackToken.issueCallbackToken(mixed, user.id, token(), OPEN, EVENT)).toBe(false);
      expect(await issueCallbackToken.noteSignIn(mixed, user.id, OPEN, EVENT)).toBe(false);
    });
  });
});

describe("renewPassword", () => {
  const keptOf = async ({ id }: { id: bigint }) =>
    (await sql<{ sealed: Uint8Array }>("SELECT password_sealed AS sealed FROM site_users WHERE id = $1", [id]))[0]?.sealed ?? null;

  test("replaces what was compared, and nothing but that", async () => {
    const { mine } = await world();
    const user = await makeUser(mine);
    const [compared, renewed] = [await keptOf(user), Buffer.from("renewed")];
    const [before] = await sql("SELECT to_jsonb(u) - 'password_sealed' AS rest FROM site_users u WHERE id = $1", [user.id]);
    expect(await renewPassword.renewPassword(mine.context.scope, user.id, compared, renewed)).toBe(true);
    expect(await keptOf(user)).toEqual(renewed);
    expect(await sql("SELECT to_jsonb(u) - 'password_sealed' AS rest FROM site_users u WHERE id = $1", [user.id])).toEqual([before]);
    await changingNothing(async () => {
      for (const other of [compared, null]) {
        expect(await renewPassword.renewPassword(mine.context.scope, user.id, other, Buffer.from("too late"))).toBe(false);
      }
    });
  });

  test("is for a user of this site only, and not for a scope made of two accounts", async () => {
    const { mine, sibling, theirs } = await world();
    const [near, far] = [await makeUser(sibling), await makeUser(theirs)];
    const mixed = { ...mine.context.scope, siteId: theirs.site.id };
    await changingNothing(async () => {
      for (const [scope, user] of [
        [mine.context.scope, near],
        [mine.context.scope, far],
        [mixed, far],
      ] as const) {
        expect(await renewPassword.renewPassword(scope, user.id, await keptOf(user), Buffer.from("renewed"))).toBe(false);
      }
    });
  });
});

describe("countFailures and takeAttempt", () => {
  const counts = (siteId: bigint) =>
    sql<{ count: number }>("SELECT count FROM attempts WHERE site_id = $1 AND key <> ALL ($2) ORDER BY count", [siteId, TALLY_KEYS]);

  test("count for this site only", async () => {
    const { mine, sibling, theirs } = await world();
    const [key, other] = [sha256("one"), sha256("two")];
    await attempts.countFailures(
      mine.context.scope,
      [
        { key, limit: 10 },
        { key: other, limit: 10 },
      ],
      600,
    );
    await attempts.countFailures(mine.context.scope, [{ key, limit: 10 }], 600);
    expect(await counts(mine.site.id)).toEqual([{ count: 1 }, { count: 2 }]);
    for (const { site } of [sibling, theirs]) expect(await counts(site.id)).toEqual([]);
  });

  test("a budget is of one site: spent here, whole there", async () => {
    const { mine, sibling, theirs } = await world();
    const key = sha256("budget");
    const take = ({ context }: typeof mine) => attempts.takeAttempt(context.scope, key, 3, 600);
    expect([await take(mine), await take(mine), await take(mine), await take(mine)]).toEqual([true, true, true, false]);
    expect([await take(sibling), await take(theirs)]).toEqual([true, true]);
  });

  test("64 at once do not overdraw it", async () => {
    const { mine } = await world();
    const taken = await Promise.all(Array.from({ length: 64 }, () => attempts.takeAttempt(mine.context.scope, sha256("budget"), 5, 600)));
    expect(taken.filter(Boolean)).toHaveLength(5);
  });

  test("who has to begin anew goes on with the one that they took, at their own site; of 64 others at once as many get one as are left", async () => {
    const { mine, sibling, theirs } = await world();
    const take = ({ context }: typeof mine, who: string) =>
      attempts.takeAttemptAs(context.scope, sha256(`job ${who}`), sha256("budget"), 2, 60);
    expect([await take(mine, "a"), await take(mine, "a")]).toEqual([true, true]);
    const others = await Promise.all(Array.from({ length: 64 }, (_, index) => take(mine, `b${index}`)));
    expect(others.filter(Boolean)).toHaveLength(1);
    expect([await take(mine, "a"), await take(mine, "c")]).toEqual([true, false]);
    for (const tenant of [sibling, theirs])
      expect([await take(tenant, "c"), await take(tenant, "d"), await take(tenant, "a")]).toEqual([true, true, false]);
  });

  test("a budget that closes again and again stays closed for twice as long each time, up to sixteen windows, until a day is quiet", async () => {
    const { mine } = await world();
    const budget = { key: sha256("again"), limit: 2 };
    const [ended, quiet] = ["1 second", "25 hours"].map(
      (ago) => () => sql("UPDATE attempts SET window_ends_at = now() - $2::interval WHERE site_id = $1", [mine.site.id, ago]),
    );
    const close = async () => {
      for (let failure = 0; failure < 2; failure++) await attempts.countFailures(mine.context.scope, [budget], 600);
      const [row] = await sql<{ wait: number }>(
        "SELECT round(extract(epoch FROM window_ends_at - now()) / 600)::int AS wait FROM attempts WHERE site_id = $1 AND key = $2",
        [mine.site.id, budget.key],
      );
      await ended?.();
      return row?.wait;
    };
    const waits = [];
    for (let time = 0; time < 7; time++) waits.push(await close());
    expect(waits).toEqual([1, 2, 4, 8, 16, 16, 16]);
    await quiet?.();
    expect(await close()).toBe(1);
  });

  test("of 64 failures at once none is lost, and nobody waits for another who waits for them", async () => {
    const { mine } = await world();
    const budgets = ["a", "b", "c"].map((text) => ({ key: sha256(text), limit: 100 }));
    await Promise.all(
      Array.from({ length: 64 }, (_, index) => attempts.countFailures(mine.context.scope, index % 2 ? budgets : budgets.toReversed(), 600)),
    );
    expect(await counts(mine.site.id)).toEqual([{ count: 64 }, { count: 64 }, { count: 64 }]);
    const [tally] = await sql("SELECT sum(count)::int AS count FROM attempts WHERE site_id = $1 AND key = ANY ($2)", [
      mine.site.id,
      TALLY_KEYS,
    ]);
    expect(tally).toEqual({ count: 64 });
  });

  test("a window that has ended begins anew", async () => {
    const { mine } = await world();
    const key = sha256("window");
    await attempts.countFailures(mine.context.scope, [{ key, limit: 10 }], 600);
    await attempts.countFailures(mine.context.scope, [{ key, limit: 10 }], 600);
    await sql("UPDATE attempts SET window_ends_at = now() - interval '1 second' WHERE site_id = $1", [mine.site.id]);
    await attempts.countFailures(mine.context.scope, [{ key, limit: 10 }], 600);
    expect(await counts(mine.site.id)).toEqual([{ count: 1 }]);
    await sql("UPDATE attempts SET window_ends_at = now() - interval '1 second', count = 99 WHERE site_id = $1", [mine.site.id]);
    expect(await attempts.takeAttempt(mine.context.scope, key, 1, 600)).toBe(true);
    expect(await attempts.takeAttempt(mine.context.scope, key, 1, 600)).toBe(false);
  });
});
