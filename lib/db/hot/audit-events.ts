import type { Actor } from "@/lib/kernel/actor";
import { countOrEstimate, type Total } from "../estimate";
import { type Parameters, parameters, settings } from "../parameters";
import { type Beginning, behind, NEWEST_FIRST, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { query, queryPlanned } from "../query";
import { type AccountScope, type SiteScope, siteOf } from "../scope";
import type { Snapshot } from "../snapshot";

/** An event of the audit log. */
export type AuditRecord = {
  readonly id: bigint;
  /** Null: it is about the account itself. */
  readonly siteId: bigint | null;
  readonly type: string;
  readonly outcome: "success" | "failure";
  readonly createdAt: Date;
  readonly actorKind: Actor["kind"];
  readonly actorId: bigint | null;
  readonly siteUserId: bigint | null;
  /** Stands for a user who was deleted since. */
  readonly pseudonym: string | null;
  readonly ip: string | null;
  readonly browser: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly position: Position;
};

/** Which events are looked for; what is absent does not matter. */
export type AuditFilter = {
  readonly siteId?: bigint | undefined;
  readonly type?: string | undefined;
  readonly outcome?: "success" | "failure" | undefined;
  readonly siteUserId?: bigint | undefined;
  readonly actorKind?: Actor["kind"] | undefined;
  readonly actorId?: bigint | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
};

type Scope = AccountScope | SiteScope;

/** Events of an account or of a site from a beginning on, newest first. Those of deleted sites are the account's still. */
export async function listAuditEvents(
  scope: Scope,
  filter: AuditFilter,
  { after, skip }: Beginning,
  take: number,
  order = NEWEST_FIRST,
): Promise<AuditRecord[]> {
  const { values, add } = parameters();
  const rows = await queryPlanned<Placed<AuditRecord>>(
    scope,
    `SELECT t.id, t.site_id AS "siteId", t.type, t.outcome::text AS outcome, t.created_at AS "createdAt", t.actor_kind AS "actorKind",
       t.actor_id AS "actorId", t.site_user_id AS "siteUserId", t.pseudonym::text AS pseudonym, t.ip, t.browser, t.data,
       ${positionColumns("t", order)}
     FROM audit_events t WHERE ${sought(scope, filter, add)} AND ${behind("t", [add(after?.key ?? null), add(after?.id ?? null)], order)}
     ORDER BY ${orderBy("t", order)} OFFSET ${add(skip)} LIMIT ${add(take)}`,
    values,
  );
  return rows.map(withPosition);
}

/** Whether a site is the account's, be it deleted, and within reach. */
export async function hasSite(scope: AccountScope, siteId: bigint): Promise<boolean> {
  const text = "SELECT 1 FROM sites WHERE account_id = $1 AND id = $2 AND ($3::bigint IS NULL OR id = $3)";
  return (await query(scope, "has-site", text, [scope.accountId, siteId, scope.onlySite])).length === 1;
}

/** How many there are. */
export function countAuditEvents(scope: Scope, filter: AuditFilter): Promise<Total> {
  const { values, add } = parameters();
  return countOrEstimate(scope, `SELECT FROM audit_events t WHERE ${sought(scope, filter, add)}`, orderBy("t"), values);
}

const COLUMNS = [
  "created_at",
  "type",
  "outcome",
  "actor_kind",
  "actor_id",
  "site_id",
  "site_user_id",
  "pseudonym",
  "ip",
  "browser",
  "data",
  "id",
];
/** SECURITY: texts are quoted whatever they hold, so that formulas are seen. */
const QUOTED = ["created_at", "type", "ip", "browser", "data"];
const TIMES = COLUMNS.map((name) => name === "created_at");

/** Events as CSV with a header, newest first: PostgreSQL writes it. */
export function auditCsv({ scope, copy }: Snapshot<Scope>, filter: AuditFilter): AsyncGenerator<Buffer> {
  const { values, add } = settings();
  const table = `SELECT ${COLUMNS.map((name) => `t.${name}`)} FROM audit_events t WHERE ${sought(scope, filter, add)} ORDER BY ${orderBy("t")}`;
  return copy(`COPY (${table}) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE (${QUOTED}))`, values, TIMES);
}

/** The same as JSON, one object a line. */
export async function* auditLines({ scope, rows }: Snapshot<Scope>, filter: AuditFilter): AsyncGenerator<Buffer> {
  const { values, add } = parameters();
  const text = `SELECT row_to_json(line)::text AS line
     FROM audit_events t CROSS JOIN LATERAL (SELECT ${COLUMNS.map((name) => `t.${name}`)}) line
     WHERE ${sought(scope, filter, add)} ORDER BY ${orderBy("t")}`;
  for await (const batch of rows<{ line: string }>(text, values)) yield Buffer.from(batch.map(({ line }) => `${line}\n`).join(""));
}

/** SECURITY: names the account in every case, and the site for whoever is kept to one. */
function sought(scope: Scope, filter: AuditFilter, add: Parameters["add"]): string {
  const site = siteOf(scope);
  const { siteId, type, outcome, siteUserId, actorKind, actorId, createdAfter, createdBefore } = filter;
  return [
    `t.account_id = ${add(scope.accountId)}`,
    ...(site === null ? [] : [`t.site_id = ${add(site)}`]),
    ...(siteId === undefined ? [] : [`t.site_id = ${add(siteId)}`]),
    ...(type === undefined ? [] : [`t.type = ${add(type)}`]),
    ...(outcome === undefined ? [] : [`t.outcome = ${add(outcome)}::audit_outcome`]),
    ...(siteUserId === undefined ? [] : [`t.site_user_id = ${add(siteUserId)}`]),
    ...(actorKind === undefined ? [] : [`t.actor_kind = ${add(actorKind)}`]),
    ...(actorId === undefined ? [] : [`t.actor_id = ${add(actorId)}`]),
    ...(createdAfter === undefined ? [] : [`t.created_at >= ${add(createdAfter)}`]),
    ...(createdBefore === undefined ? [] : [`t.created_at < ${add(createdBefore)}`]),
  ].join(" AND ");
}
