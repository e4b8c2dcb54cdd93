import { hashToken } from "@/lib/kernel/secrets";
import { accountByApiToken } from "./hot/account-by-api-token";
import { type SiteRow, siteByClient as findSiteByClient, siteById, siteBySlug as findSiteBySlug } from "./hot/site-by";
import type { AccountScope, SiteScope } from "./scope";
import { tenantDb, type TenantDbRoot } from "./tenant-db";

/**
 * Where scopes come from. SECURITY: a closed list; nothing else in the product makes a scope, and each of these proves
 * something first: a secret, a public slug, a row inside a scope, or a payload that a scoped handle wrote.
 */

/** Acting for a customer. */
export type AccountContext = { readonly scope: AccountScope; readonly db: TenantDbRoot };

/** Acting at one site. */
export type SiteContext = { readonly scope: SiteScope; readonly db: TenantDbRoot; readonly site: SiteRow };

/** The account of an API token, or null when the token is malformed, unknown or revoked. */
export async function accountOfApiToken(token: string): Promise<AccountContext | null> {
  const hash = hashToken("gma_", token);
  const accountId = hash && (await accountByApiToken(hash));
  return accountId === null ? null : accountContext(accountId);
}

/** The site of a client id and secret, or null. */
export async function siteOfClient(clientId: string, secret: string): Promise<SiteContext | null> {
  const hash = hashToken("pst_", secret);
  const site = hash && (await findSiteByClient(clientId, hash));
  return site ? siteContext(site) : null;
}

/** The site that answers at a public slug, or null. */
export async function siteOfSlug(slug: string): Promise<SiteContext | null> {
  const site = await findSiteBySlug(slug);
  return site ? siteContext(site) : null;
}

/** One of an account's own sites, or null: somebody else's id is an id that does not exist. */
export async function siteOfAccount(account: AccountContext, siteId: bigint): Promise<SiteContext | null> {
  const site = await siteById(account.scope.accountId, siteId);
  return site ? siteContext(site) : null;
}

/** The site a job was queued for, or null when it is gone. The scope in the payload was written by `$addJob`. */
export async function siteOfJob(scope: { account_id: string; site_id: string }): Promise<SiteContext | null> {
  const site = await siteById(BigInt(scope.account_id), BigInt(scope.site_id));
  return site ? siteContext(site) : null;
}

function accountContext(accountId: bigint): AccountContext {
  const scope = { accountId } as AccountScope;
  return { scope, db: tenantDb(scope) };
}

function siteContext(site: SiteRow): SiteContext {
  const scope = { accountId: site.accountId, siteId: site.id } as SiteScope;
  return { scope, db: tenantDb(scope), site };
}
