import { type Actor, type Client, NO_CLIENT, SYSTEM, visitorFrom } from "@/lib/kernel/actor";
import { type ApiScope, covers, EVERY_SCOPE } from "@/lib/kernel/api-scopes";
import { AppError, missingScope } from "@/lib/kernel/errors";
import { type ExportLink, isGoodExportLink } from "@/lib/kernel/export-link";
import { accountByApiToken } from "./hot/account-by-api-token";
import { type DeletedAccount, deletedAccount } from "./hot/deleted-accounts";
import { type OperatorRow, type OperatorSession, operatorOfSession } from "./hot/operator-of-session";
import { type SiteRow, siteByClient, siteByExport, siteById, siteBySlug, siteBySlugEvenDeleted, siteByUser } from "./hot/site-by";
import { findAccount } from "./operators";
import type { AccountScope, SiteScope, WholeAccountScope } from "./scope";
import { type QueuedActor, type TenantDbRoot, tenantDb } from "./tenant-db";

/**
 * Where scopes come from. SECURITY: a closed list; nothing else in the product makes a scope, and each of these proves
 * something first: a secret, a public slug, a row inside a scope, or a payload that a scoped handle wrote.
 */

/** What a program shows to be let in for an account, as a hash, and what it wants to do there. */
export type ApiTokenCredential = Sent & { readonly kind: "api_token"; readonly tokenHash: Uint8Array; readonly needs: ApiScope };

/** What a program shows to be let in for an account or for one site, as hashes. */
export type Credential =
  | ApiTokenCredential
  | (Sent & { readonly kind: "client"; readonly clientId: string; readonly secretHash: Uint8Array });

/** Where a credential came from. */
type Sent = { readonly client?: Client };

/** Acting for a customer. `granted`: the scopes of the API token that does, or all. */
export type AccountContext = { readonly scope: AccountScope; readonly granted: readonly string[]; readonly db: TenantDbRoot };

/** Acting for a customer in all of the account. */
export type WholeAccountContext = AccountContext & { readonly scope: WholeAccountScope };

/** An operator who is signed in to the dashboard, acting for their account. */
export type OperatorContext = WholeAccountContext & { readonly operator: OperatorRow; readonly session: OperatorSession };

/** An operator who is signed in and whose account is deleted. SECURITY: no handle, so there is nothing to do but what takes this one. */
export type DeletedAccountContext = DeletedAccount & { readonly scope: WholeAccountScope; readonly operator: OperatorRow };

/** Acting at one site. */
export type SiteContext = { readonly scope: SiteScope; readonly db: TenantDbRoot; readonly site: SiteRow };

/** What an API token reaches, or null when it is unknown, expired or revoked. */
export async function accountOfApiToken(tokenHash: Uint8Array, client = NO_CLIENT): Promise<AccountContext | null> {
  const row = await accountByApiToken(tokenHash);
  if (!row) return null;
  const by: Actor = { ...client, kind: "api_token", id: row.id };
  return withHandle({ scope: { accountId: row.accountId, onlySite: row.siteId, by } as AccountScope, granted: row.scopes });
}

/**
 * The operator of a dashboard session, or null once it was ended, and while their account is deleted. The caller has proved that we issued the
 * session, or runs the installation.
 */
export async function operatorContext(session: OperatorSession, client = NO_CLIENT): Promise<OperatorContext | null> {
  const operator = await operatorOfSession(session);
  if (!operator || operator.accountDeleted) return null;
  return Object.assign(accountContext(operator.accountId, { ...client, kind: "operator", id: operator.id }), { operator, session });
}

/** The operator of such a session while their account is deleted and can still be brought back, or null. */
export async function deletedAccountContext(session: OperatorSession, client = NO_CLIENT): Promise<DeletedAccountContext | null> {
  const operator = await operatorOfSession(session);
  if (!operator?.accountDeleted) return null;
  const { scope } = accountContext(operator.accountId, { ...client, kind: "operator", id: operator.id });
  const deleted = await deletedAccount(scope);
  return deleted && { scope, operator, ...deleted };
}

/** The account with an id, or of the operator with an address, deleted or not; or null. SECURITY: proves nothing. For whoever runs the installation. */
export async function accountOfCommand(id: bigint | null, emailCanonical: string | null): Promise<WholeAccountContext | null> {
  const accountId = await findAccount(id, emailCanonical);
  return accountId === null ? null : accountContext(accountId, SYSTEM);
}

/**
 * Whom a credential acts for: an account by its API token, or one site by its client id and secret. Null: it is not valid.
 *
 * @throws AppError `missing_scope` when the token is valid and was not granted what is asked
 */
export async function ownerOfCredential(credential: Credential): Promise<AccountContext | SiteContext | null> {
  if (credential.kind === "client") {
    const site = await siteByClient(credential.clientId, credential.secretHash);
    return site && siteContext(site, { ...(credential.client ?? NO_CLIENT), kind: "client", id: null });
  }
  const account = await accountOfApiToken(credential.tokenHash, credential.client);
  if (account && !covers(account.granted, credential.needs)) throw missingScope(credential.needs);
  return account;
}

/**
 * The site that answers visitors at a public slug, or null.
 *
 * SECURITY: asked with each request, so a site that is suspended answers nobody from the next request on, at every instance.
 *
 * @throws AppError `site_suspended`
 */
export async function siteOfSlug(slug: string, by: Actor = visitorFrom(NO_CLIENT)): Promise<SiteContext | null> {
  const site = await anySiteOfSlug(slug, by);
  if (site?.site.suspended) throw new AppError("site_suspended");
  return site;
}

/** The same, suspended or not: for commands, and for whoever says that it is. */
export async function anySiteOfSlug(slug: string, by: Actor = visitorFrom(NO_CLIENT)): Promise<SiteContext | null> {
  const site = await siteBySlug(slug);
  return site && siteContext(site, by);
}

/** The same, deleted or not, for whoever runs the installation and suspends it: what is deleted today is brought back tomorrow. */
export async function siteOfCommand(slug: string): Promise<SiteContext | null> {
  const site = await siteBySlugEvenDeleted(slug);
  return site && siteContext(site, SYSTEM);
}

/** Whether that one is deleted by now, by itself or with its account. */
export async function isDeleted({ scope }: SiteContext): Promise<boolean> {
  return (await siteById(scope.accountId, scope.siteId)) === null;
}

/** The same site in the name of one of its users. The caller has found them by a session. */
export function inNameOfUser({ scope, site }: SiteContext, siteUserId: bigint): SiteContext {
  return siteContext(site, { ...scope.by, kind: "site_user", id: siteUserId });
}

/** The same account in nobody's name: for what whoever runs the installation does there. */
export const inNameOfSystem = ({ scope }: WholeAccountContext): WholeAccountContext => accountContext(scope.accountId, SYSTEM);

/** One of an account's own sites, or null: somebody else's id is an id that does not exist. */
export async function siteOfAccount({ scope }: AccountContext, siteId: bigint): Promise<SiteContext | null> {
  const site = scope.onlySite === null || scope.onlySite === siteId ? await siteById(scope.accountId, siteId) : null;
  return site && siteContext(site, scope.by);
}

/** The site of one of the account's users, or null: somebody else's id is an id that does not exist. */
export async function siteOfUser({ scope }: AccountContext, siteUserId: bigint): Promise<SiteContext | null> {
  const site = await siteByUser(scope.accountId, siteUserId);
  return site && (scope.onlySite === null || scope.onlySite === site.id) ? siteContext(site, scope.by) : null;
}

/** The site of an export whose signed link is shown, or null when the link is not good or the site is gone. */
export async function siteOfExportLink(link: ExportLink, client = NO_CLIENT): Promise<SiteContext | null> {
  const site = isGoodExportLink(link) ? await siteByExport(link.exportId) : null;
  return site && siteContext(site, visitorFrom(client));
}

/** Of a job's payload, what `$addJob` wrote into it. What SQL queued says of nobody that it was they. */
export type JobScope<SiteId = string | null> = { readonly account_id: string; readonly site_id: SiteId; readonly by?: QueuedActor };

/** The site a job was queued for, or null when it is gone. The scope in the payload was written by `$addJob`. */
export async function siteOfJob(scope: JobScope<string>, job?: string): Promise<SiteContext | null> {
  const site = await siteById(BigInt(scope.account_id), BigInt(scope.site_id));
  return site && siteContext(site, actorOfJob(scope), job);
}

/** The account a job was queued for. The scope in the payload was written by `$addJob`, or by SQL from an operator's own row. */
export function accountOfJob(scope: Pick<JobScope, "account_id" | "by">, job?: string): WholeAccountContext {
  return accountContext(BigInt(scope.account_id), actorOfJob(scope), job);
}

const actorOfJob = ({ by }: Pick<JobScope, "by">): Actor => (by ? { ...by, id: by.id === null ? null : BigInt(by.id) } : SYSTEM);

function accountContext(accountId: bigint, by: Actor, job?: string): WholeAccountContext {
  return withHandle({ scope: { accountId, onlySite: null, by, job } as WholeAccountScope, granted: [EVERY_SCOPE] });
}

function siteContext(site: SiteRow, by: Actor, job?: string): SiteContext {
  return withHandle({ scope: { accountId: site.accountId, siteId: site.id, by, job } as SiteScope, site });
}

/** Adds the scoped handle, made when it is first asked for: the hot statements do without one. */
function withHandle<Context extends { scope: AccountScope | SiteScope }>(context: Context): Context & { readonly db: TenantDbRoot } {
  let handle: TenantDbRoot | undefined;
  return Object.defineProperty(context, "db", {
    get() {
      handle ??= tenantDb(context.scope);
      return handle;
    },
  }) as Context & { readonly db: TenantDbRoot };
}
