import { isDeepStrictEqual } from "node:util";
import type { Actor } from "@/lib/kernel/actor";
import { sha256 } from "@/lib/kernel/secrets";
import { againIfLost } from "./again";
import { EVENT_COLUMNS, type EventRow, eventValue, RECORD } from "./audit-events";
import { connections } from "./client";
import { Prisma } from "./generated/client";
import { type AccountScope, type SiteScope, siteOf } from "./scope";
import { inScope } from "./scoped-connection";
import { TENANCY, type Tenancy } from "./tenancy";

type Scope = AccountScope | SiteScope;
type Args = { where?: object; data?: unknown; [key: string]: unknown };

/**
 * The database as one account or one site sees it.
 *
 * SECURITY: this handle is the permission. Every `where` and every new row gets the scope's columns, and what is in a deleted
 * site is not there; models that are not
 * classified, raw SQL, relation writes and any attempt to name those columns are refused. Reading joins only along `site`
 * and `siteUser`, whose foreign keys carry the account and the site.
 */
export function tenantDb(scope: Scope) {
  const handle = connections().prisma.$extends({
    name: "tenant",
    query: {
      $allOperations({ model, operation, args, query }) {
        if (!model) {
          if (operation === "$executeRaw" && isOwnStatement(args as Prisma.Sql, scope)) return inScope(scope, async () => query(args));
          throw new ScopeViolation(`${operation} does not go through a scoped handle`);
        }
        const own = scoped(scope, model as Prisma.ModelName, operation, (args ?? {}) as Args);
        return inScope(scope, async () => query(own as never));
      },
    },
    client: {
      /**
       * Adds a job in the transaction of this handle, so that it exists exactly when the writes beside it do.
       *
       * SECURITY: the scope is written into the payload here, not by the caller.
       *
       * @param options `last`: the job that this handle works for, if any, is over with it, and is not done again by whoever takes
       *   the place of a killed worker
       * @throws Error when somebody else has done that job meanwhile
       */
      async $addJob(name: string, payload: object, options: JobOptions = {}): Promise<void> {
        const text = JSON.stringify({ ...payload, scope: payloadScope(scope) });
        const ending = options.last ? (scope.job ?? null) : null;
        const added = await raw(this).$executeRaw(addJobSql(name, text, options, ending));
        if (added === 0) throw new Error(`Job ${ending} is done already`);
      },

      /** Drops the jobs of this site that nobody has begun and that are about an address: mails that are queued or still to be written. */
      async $dropJobsAbout(emailCanonical: string): Promise<void> {
        await raw(this).$executeRaw(dropJobsSql(emailCanonical, recipientKey(emailCanonical)));
      },

      /** Drops the kept answers that tell of a site user. */
      async $dropAnswersAbout(siteUserId: bigint): Promise<void> {
        await raw(this).$executeRaw(dropAnswersSql(scope.accountId, siteUserId));
      },

      /** Makes everybody else who locks or changes this site user wait until the transaction of this handle is over. */
      async $lockSiteUser(id: bigint): Promise<void> {
        await raw(this).$executeRaw(lockSiteUserSql(scope.accountId, siteOf(scope), id));
      },

      /** Adds an event to the audit log in the transaction of this handle, in the name of whom it was made for. */
      async $recordEvent(event: EventRow): Promise<void> {
        await raw(this).$executeRaw(recordSql(eventValue(scope, event) ?? "null"));
      },

      /** Puts a random name in the place of a user's id in all of their events. Nothing finds them by it again. */
      async $forgetInAudit(siteUserId: bigint): Promise<void> {
        await raw(this).$executeRaw(forgetSql(siteUserId));
      },

      /** Makes whoever else locks or changes the site wait until the transaction of this handle is over. */
      async $lockSite(): Promise<void> {
        await raw(this).$executeRaw(lockSiteSql(scope.accountId, siteOf(scope)));
      },

      /** Makes whoever changes who reaches the account wait until the transaction of this handle is over. Others who do the same do not. */
      async $lockAccount(): Promise<void> {
        await raw(this).$executeRaw(lockAccountSql(scope));
      },
    },
  });
  const begin = handle.$transaction.bind(handle) as (...given: unknown[]) => Promise<unknown>;
  /** SECURITY: a transaction enters its scope as it begins, and statements in it enter none. One that is a list would begin in anybody's. */
  const $transaction = (work: unknown, options?: unknown) => {
    if (typeof work !== "function") throw new ScopeViolation("A transaction is a function, not a list");
    return againIfLost(() => inScope(scope, () => begin(work, options)));
  };
  return new Proxy(handle, { get: (from, name) => (name === "$transaction" ? $transaction : Reflect.get(from, name)) });
}

/** A scoped handle, whether or not it is inside a transaction. */
export type TenantDb = Omit<ReturnType<typeof tenantDb>, "$transaction" | "$extends" | "$connect" | "$disconnect" | "$on">;

/** A scoped handle that can begin a transaction. */
export type TenantDbRoot = ReturnType<typeof tenantDb>;

/** A programming mistake that would have crossed a tenant boundary. Never the caller's fault: it answers as a 500. */
export class ScopeViolation extends Error {
  override readonly name = "ScopeViolation";
}

/** How a job is added: see `$addJob` and `enqueue`. */
export type JobOptions = { readonly key?: string; readonly maxAttempts?: number; readonly inS?: number; readonly last?: boolean };

/** Who asked for a job, as its payload says it: JSON has no big integers. */
export type QueuedActor = Omit<Actor, "id"> & { readonly id: string | null };

/** A job works in the name of whoever asked for it. */
const payloadScope = (scope: Scope) => {
  const siteId = siteOf(scope);
  const by: QueuedActor = { ...scope.by, id: scope.by.id === null ? null : String(scope.by.id) };
  return { account_id: String(scope.accountId), site_id: siteId === null ? null : String(siteId), by };
};

const addJobSql = (name: string, payload: string, { key, maxAttempts, inS = 0 }: JobOptions, ending: string | null) =>
  Prisma.sql`SELECT 1 FROM add_job_in_scope(${name}::text, ${payload}::json, ${key ?? null}::text, ${maxAttempts ?? null}::int, ${inS}::int,
    ${ending}::bigint) AS added WHERE added`;

const ADD_JOB_TEXT = addJobSql("", "", {}, null).sql;

const dropJobsSql = (emailCanonical: string, recipient: string) => Prisma.sql`SELECT drop_jobs_in_scope(${emailCanonical}, ${recipient})`;

const dropAnswersSql = (accountId: bigint, siteUserId: bigint) =>
  Prisma.sql`DELETE FROM idempotency_keys WHERE account_id = ${accountId} AND site_user_id = ${siteUserId}`;

const DROP_ANSWERS_TEXT = dropAnswersSql(0n, 0n).sql;

const DROP_JOBS_TEXT = dropJobsSql("", "").sql;

/** How a queued mail, which is sealed, says whom it is to. */
export const recipientKey = (emailCanonical: string) => Buffer.from(sha256(`mail to:${emailCanonical}`)).toString("base64");

const lockSiteUserSql = (accountId: bigint, siteId: bigint | null, id: bigint) =>
  Prisma.sql`SELECT 1 FROM site_users WHERE account_id = ${accountId} AND site_id = coalesce(${siteId}::bigint, site_id) AND id = ${id} FOR UPDATE`;

const LOCK_SITE_USER_TEXT = lockSiteUserSql(0n, null, 0n).sql;

const lockSiteSql = (accountId: bigint, siteId: bigint | null) =>
  Prisma.sql`SELECT 1 FROM sites WHERE account_id = ${accountId} AND id = ${siteId} FOR NO KEY UPDATE`;

const LOCK_SITE_TEXT = lockSiteSql(0n, null).sql;

const lockAccountSql = ({ accountId }: { accountId: bigint }) => Prisma.sql`SELECT 1 FROM accounts WHERE id = ${accountId} FOR KEY SHARE`;

const LOCK_ACCOUNT_TEXT = lockAccountSql({ accountId: 0n }).sql;

const recordSql = (event: string) => Prisma.sql`INSERT INTO audit_events (${Prisma.raw(EVENT_COLUMNS)})
    SELECT * FROM jsonb_to_record(${event}::jsonb) AS e(${Prisma.raw(RECORD)})`;

const RECORD_TEXT = recordSql("").sql;

const forgetSql = (siteUserId: bigint) => Prisma.sql`SELECT forget_in_scope(${siteUserId}::bigint)`;

const FORGET_TEXT = forgetSql(0n).sql;

/** SECURITY: the raw statements that pass, and only with this scope in them, whoever wrote them. */
function isOwnStatement({ sql, values }: Prisma.Sql, scope: Scope): boolean {
  if (sql === ADD_JOB_TEXT) {
    const ownEnd = values[5] === null || values[5] === scope.job;
    return ownEnd && isDeepStrictEqual(JSON.parse(String(values[1])).scope, payloadScope(scope));
  }
  // These two look up themselves whose they are.
  if (sql === DROP_JOBS_TEXT || sql === FORGET_TEXT) return true;
  if (sql === DROP_ANSWERS_TEXT) return values[0] === scope.accountId;
  if (sql === RECORD_TEXT) return isOwnEvent(JSON.parse(String(values[0])), scope);
  if (sql === LOCK_SITE_TEXT) return isDeepStrictEqual(values, [scope.accountId, siteOf(scope)]);
  if (sql === LOCK_ACCOUNT_TEXT) return isDeepStrictEqual(values, [scope.accountId]);
  return sql === LOCK_SITE_USER_TEXT && isDeepStrictEqual(values.slice(0, 2), [scope.accountId, siteOf(scope)]);
}

function isOwnEvent(event: { account_id: string; site_id: string | null }, scope: Scope): boolean {
  const siteId = siteOf(scope);
  return event.account_id === String(scope.accountId) && (siteId === null || event.site_id === String(siteId));
}

/** The handle that a method of ours was called on, with its transaction, as one that runs our own statements. */
function raw(handle: object) {
  return Prisma.getExtensionContext(handle) as unknown as { $executeRaw(sql: Prisma.Sql): Promise<number> };
}

/** Not `findUnique`: Prisma makes one statement of all of one tick, whosever they are. */
const READS = ["findFirst", "findFirstOrThrow", "findMany", "count", "aggregate", "groupBy"];
const WRITES = ["update", "updateMany", "updateManyAndReturn", "delete", "deleteMany"];
const INSERTS = ["create", "createMany", "createManyAndReturn"];
const JOINS = new Set(["site", "siteUser"]);

function scoped(scope: Scope, model: Prisma.ModelName, operation: string, args: Args): Args {
  const tenancy: Tenancy = TENANCY[model];
  if (tenancy === "system") throw new ScopeViolation(`${model} has no tenant; it is not reachable from a scope`);
  for (const part of ["include", "cursor"]) {
    if (args[part] !== undefined) throw new ScopeViolation(`${part} is not offered by a scoped handle`);
  }
  refuseRelations(model, args.select);
  if (INSERTS.includes(operation)) {
    const columns = insertColumns(scope, model, tenancy);
    const rows = Array.isArray(args.data) ? args.data : [args.data];
    const data = rows.map((row) => ({ ...scalars(model, tenancy, row), ...columns }));
    return { ...args, data: Array.isArray(args.data) ? data : data[0] };
  }
  if (tenancy === "insertOnly" || !(READS.includes(operation) || WRITES.includes(operation))) {
    throw new ScopeViolation(`${model}.${operation} is not offered by a scoped handle`);
  }
  // With its row everything of the account would go.
  if (tenancy.account === "id" && operation.startsWith("delete")) throw new ScopeViolation(`${model} is not deleted from inside itself`);
  refuseFilter(args.where, scope, tenancy);
  const data = args.data === undefined ? {} : { data: scalars(model, tenancy, args.data) };
  return { ...args, ...data, where: { ...args.where, AND: [andOf(args.where), whereColumns(scope, operation, tenancy)].flat() } };
}

function whereColumns(scope: Scope, operation: string, tenancy: Exclude<Tenancy, string>): object {
  const siteId = siteOf(scope);
  if (siteId !== null && !tenancy.site) throw new ScopeViolation("A site's handle does not reach account-wide rows");
  const columns = { [tenancy.account]: scope.accountId, ...(siteId !== null && tenancy.site ? { [tenancy.site]: siteId } : {}) };
  if (scope.siteId !== undefined || !tenancy.site) return columns;
  return { ...columns, ...ofLiveSite(operation, tenancy) };
}

/** What keeps an account's handle away from its deleted sites. A site's own handle needs none: nobody makes one for a site that is gone. */
function ofLiveSite(operation: string, { site, siteOptional, siteOnly }: Exclude<Tenancy, string>): object {
  if (site === "id") return { deletedAt: null };
  // Prisma reads such rows first and writes them after: between the two, anything may have happened to them.
  if (siteOnly || WRITES.includes(operation)) throw new ScopeViolation("What is in a site is left to the site's handle");
  return siteOptional ? { OR: [{ siteId: null }, { site: { deletedAt: null } }] } : { site: { deletedAt: null } };
}

function insertColumns(scope: Scope, model: string, tenancy: Exclude<Tenancy, "system">): object {
  if (tenancy === "insertOnly") return {};
  if (tenancy.account === "id") throw new ScopeViolation(`${model} is not created from inside itself`);
  if (tenancy.site === undefined || tenancy.site === "id") {
    if (siteOf(scope) !== null) throw new ScopeViolation(`${model} is not created by a site's handle`);
    return { [tenancy.account]: scope.accountId };
  }
  if (siteOf(scope) === null && tenancy.siteOptional) return { [tenancy.account]: scope.accountId, [tenancy.site]: null };
  if (scope.siteId === undefined) throw new ScopeViolation(`${model} belongs to a site; create it with that site's handle`);
  return { [tenancy.account]: scope.accountId, [tenancy.site]: scope.siteId };
}

/** The row as given, if it names real columns only: no relation writes, and no tenant columns but a site's own new id. */
function scalars(model: Prisma.ModelName, tenancy: Exclude<Tenancy, "system">, row: unknown): object {
  const columns: Record<string, string> = Prisma[`${model}ScalarFieldEnum`];
  const banned = tenancy === "insertOnly" ? [] : [tenancy.account, tenancy.site].filter((name) => name !== "id");
  for (const key of Object.keys(row as object)) {
    if (!(key in columns) || banned.includes(key)) throw new ScopeViolation(`${model}.${key} is not written through a scoped handle`);
  }
  return row as object;
}

/**
 * Refuses a filter that names a tenant column the scope already fixes, at any depth, alone or in a compound key.
 *
 * SECURITY: and one whose value is missing. To Prisma `{ id: undefined }` is no filter, and everything in the scope matches.
 */
function refuseFilter(where: unknown, scope: Scope, tenancy: Exclude<Tenancy, string>): void {
  if (typeof where !== "object" || where === null || where instanceof Date || where instanceof Uint8Array) return;
  for (const [key, value] of Object.entries(where)) {
    const fixed = key === "accountId" || key.startsWith("accountId_") || (scope.siteId !== undefined && /(^|_)siteId(_|$)/.test(key));
    if (value === undefined) throw new ScopeViolation(`${key} has no value to filter by`);
    if (fixed || key === "account") throw new ScopeViolation(`${key} is set by the scope, not by the caller`);
    refuseFilter(value, scope, tenancy);
  }
}

function refuseRelations(model: Prisma.ModelName, select: unknown): void {
  if (typeof select !== "object" || select === null) return;
  const columns: Record<string, string> = Prisma[`${model}ScalarFieldEnum`];
  for (const [key, value] of Object.entries(select)) {
    if (key in columns || key === "_all") continue;
    if (!JOINS.has(key)) throw new ScopeViolation(`${model}.${key} is not read through a scoped handle`);
    if (typeof value === "object" && value !== null) {
      refuseRelations(key === "site" ? "Site" : "SiteUser", (value as { select?: unknown }).select ?? value);
    }
  }
}

function andOf(where: object | undefined): object[] {
  const given = (where as { AND?: object | object[] } | undefined)?.AND;
  return given === undefined ? [] : Array.isArray(given) ? given : [given];
}
