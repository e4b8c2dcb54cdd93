import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hashToken, newToken, sha256 } from "@/lib/kernel/secrets";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { everyRow, sql } from "@/lib/testing/sql";
import * as resolve from "./resolve";

const hash = ({ apiToken }: Tenant) => hashToken("gma_", apiToken) as Uint8Array;
const secret = ({ site }: Tenant) => sha256(site.clientSecret);

const root = join(import.meta.dirname, "../..");
const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.includes("generated"))
    .map((file) => join(folder, file));

describe("where scopes come from", () => {
  test("is a closed list", () => {
    expect(Object.keys(resolve).toSorted()).toEqual([
      "accountOfApiToken",
      "accountOfCommand",
      "accountOfJob",
      "anySiteOfSlug",
      "deletedAccountContext",
      "inNameOfSystem",
      "inNameOfUser",
      "isDeleted",
      "operatorContext",
      "ownerOfCredential",
      "siteOfAccount",
      "siteOfCommand",
      "siteOfExportLink",
      "siteOfJob",
      "siteOfSlug",
      "siteOfUser",
    ]);
  });

  const MINTING = /as (AccountScope|SiteScope)\b|tenantDb\(/;
  test("and nobody else makes one: a search through the sources, which would find it", () => {
    const files = ["app", "bin", "lib", "server"].flatMap(sources).toSorted();
    const minting = files.filter((file) => MINTING.test(readFileSync(join(root, file), "utf8")));
    expect(minting).toEqual(["lib/db/resolve.ts", "lib/db/tenant-db.ts"]);
    expect(files.length).toBeGreaterThan(100);
    expect(MINTING.test("const scope = { accountId } as AccountScope;")).toBe(true);
  });
});

describe("accountOfApiToken", () => {
  test("is the account of the token, until it is revoked", async () => {
    const tenant = await makeTenant();
    expect((await resolve.accountOfApiToken(hash(tenant)))?.scope).toMatchObject({
      accountId: tenant.account.scope.accountId,
      onlySite: null,
    });
    await sql("UPDATE api_tokens SET revoked_at = now() WHERE token_hash = $1", [hash(tenant)]);
    expect(await resolve.accountOfApiToken(hash(tenant))).toBeNull();
    expect(await resolve.accountOfApiToken(sha256(newToken("gma_")))).toBeNull();
  });

  test("the token is nowhere readable in the database", async () => {
    const { apiToken } = await makeTenant();
    const rows = JSON.stringify(await everyRow());
    expect(rows).toContain(apiToken.slice(-4));
    expect(rows).not.toContain(apiToken.slice(4, 16));
    expect(rows).not.toContain(Buffer.from(apiToken).toString("hex"));
  });
});

describe("ownerOfCredential", () => {
  test("is the account behind an API token, and the one site behind a client", async () => {
    const tenant = await makeTenant();
    const { accountId } = tenant.account.scope;
    const asAccount = await resolve.ownerOfCredential({ kind: "api_token", tokenHash: hash(tenant), needs: "sites:read" });
    const asSite = await resolve.ownerOfCredential({ kind: "client", clientId: tenant.site.clientId, secretHash: secret(tenant) });
    expect([asAccount?.scope, asSite?.scope]).toEqual([
      { accountId, onlySite: null, by: { kind: "api_token", id: tenant.account.scope.by.id, ip: null, browser: null } },
      { accountId, siteId: tenant.site.id, by: { kind: "client", id: null, ip: null, browser: null } },
    ]);
  });

  test("is nobody when the parts do not belong together", async () => {
    const tenant = await makeTenant();
    const other = await addSite(tenant);
    expect(await resolve.ownerOfCredential({ kind: "client", clientId: tenant.site.clientId, secretHash: secret(other) })).toBeNull();
    expect(await resolve.ownerOfCredential({ kind: "client", clientId: tenant.site.clientId, secretHash: hash(tenant) })).toBeNull();
    expect(await resolve.ownerOfCredential({ kind: "api_token", tokenHash: secret(tenant), needs: "sites:read" })).toBeNull();
  });
});

describe("siteOfSlug", () => {
  test("is the site at exactly this slug", async () => {
    const { site, account } = await makeTenant();
    expect((await resolve.siteOfSlug(site.slug))?.scope).toMatchObject({ accountId: account.scope.accountId, siteId: site.id });
    for (const slug of ["", "%", site.slug.toUpperCase(), `${site.slug}%`, "nobody-has-this"])
      expect(await resolve.siteOfSlug(slug)).toBeNull();
  });
});

describe("siteOfCommand", () => {
  test("is the site at exactly this slug, also while it is deleted, and asked for where a site is suspended and nowhere else", async () => {
    const { site, account } = await makeTenant();
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [site.id]);
    expect(await resolve.siteOfSlug(site.slug)).toBeNull();
    expect((await resolve.siteOfCommand(site.slug))?.scope).toMatchObject({ accountId: account.scope.accountId, siteId: site.id });
    for (const slug of ["", "%", site.slug.toUpperCase(), "nobody-has-this"]) expect(await resolve.siteOfCommand(slug)).toBeNull();
    const asking = ["app", "bin", "lib", "server"]
      .flatMap(sources)
      .filter((file) => /siteOfCommand/.test(readFileSync(join(root, file), "utf8")));
    expect(asking.toSorted()).toEqual(["lib/core/sites/hold-site.ts", "lib/db/resolve.ts"]);
  });
});

describe("siteOfAccount", () => {
  test("is one of the account's own sites; somebody else's id is an id that does not exist", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const second = await addSite(tenant);
    expect((await resolve.siteOfAccount(tenant.account, second.site.id))?.scope).toMatchObject({
      accountId: tenant.account.scope.accountId,
      siteId: second.site.id,
    });
    for (const id of [other.site.id, 1n, 0n, -1n]) expect(await resolve.siteOfAccount(tenant.account, id)).toBeNull();
  });
});

describe("siteOfUser", () => {
  test("is the site of one of the account's own users; somebody else's id is an id that does not exist", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const second = await addSite(tenant);
    const [user, elsewhere, stranger] = [await makeUser(tenant), await makeUser(second), await makeUser(other)];
    const siteIdOf = async (account: resolve.AccountContext, id: bigint) => (await resolve.siteOfUser(account, id))?.scope.siteId;
    expect(await siteIdOf(tenant.account, user.id)).toBe(tenant.site.id);
    expect(await siteIdOf(tenant.account, elsewhere.id)).toBe(second.site.id);
    for (const id of [stranger.id, 1n, 0n, -1n]) expect(await resolve.siteOfUser(tenant.account, id)).toBeNull();
    await sql("UPDATE api_tokens SET site_id = $1 WHERE token_hash = $2", [tenant.site.id, hash(tenant)]);
    const narrow = (await resolve.accountOfApiToken(hash(tenant))) as resolve.AccountContext;
    expect([await siteIdOf(narrow, user.id), await resolve.siteOfUser(narrow, elsewhere.id)]).toEqual([tenant.site.id, null]);
    expect([
      (await resolve.siteOfAccount(narrow, tenant.site.id))?.scope.siteId,
      await resolve.siteOfAccount(narrow, second.site.id),
    ]).toEqual([tenant.site.id, null]);
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [second.site.id]);
    expect(await resolve.siteOfUser(tenant.account, elsewhere.id)).toBeNull();
  });
});

describe("siteOfJob", () => {
  test("is the site a job was queued for, as long as it belongs to the account that queued it", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const ids = ({ account, site }: Tenant) => ({ account_id: String(account.scope.accountId), site_id: String(site.id) });
    expect((await resolve.siteOfJob(ids(tenant)))?.scope).toMatchObject({
      accountId: tenant.account.scope.accountId,
      siteId: tenant.site.id,
    });
    expect(await resolve.siteOfJob({ ...ids(tenant), site_id: ids(other).site_id })).toBeNull();
    expect(await resolve.siteOfJob({ ...ids(tenant), account_id: ids(other).account_id })).toBeNull();
    await sql("DELETE FROM sites WHERE id = $1", [tenant.site.id]);
    expect(await resolve.siteOfJob(ids(tenant))).toBeNull();
  });
});

describe("a context", () => {
  test("has a handle of its own scope, made when it is first asked for", async () => {
    const tenant = await makeTenant();
    await addSite(tenant);
    await makeTenant();
    const account = await resolve.accountOfApiToken(hash(tenant));
    const site = await resolve.siteOfSlug(tenant.site.slug);
    expect([await account?.db.site.count(), await site?.db.site.count()]).toEqual([2, 1]);
    expect(account?.db).toBe(account?.db);
    expect(Object.keys(account ?? {})).toEqual(["scope", "granted"]);
  });
});
