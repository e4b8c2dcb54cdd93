import { plannedRows, type Total } from "../estimate";
import { type Beginning, behind, type Order, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryAs } from "../query-as";
import type { ApiTokenCredential } from "../resolve";

/** A site with everything its customer manages; the client secret is still sealed. */
export type ManagedSiteRow = {
  readonly id: bigint;
  readonly name: string;
  readonly slug: string;
  readonly homeUri: string | null;
  readonly successUri: string | null;
  readonly cancelUri: string | null;
  readonly failedUri: string | null;
  readonly allowedOrigins: string[];
  readonly signUps: boolean;
  readonly emailVerification: "off" | "optional" | "required";
  readonly callbackTokenMinutes: number;
  readonly dialects: unknown;
  readonly branding: unknown;
  readonly signIn: unknown;
  readonly mail: unknown;
  readonly attackProtection: unknown;
  readonly clientId: string;
  /** Null for a caller who may not read it. */
  readonly clientSecretSealed: Uint8Array | null;
  readonly signupEndpointUrl: string | null;
  readonly signupEndpointKeySealed: Uint8Array | null;
  readonly signInEndpointUrl: string | null;
  readonly signInEndpointKeySealed: Uint8Array | null;
  readonly suspendedAt: Date | null;
  readonly heldAt: Date | null;
  readonly heldFor: string | null;
  readonly mailFailures: number;
  readonly mailFailingSince: Date | null;
  readonly mailFailedAt: Date | null;
  readonly mailFailedFor: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  readonly position: Position;
};

const columns = `t.id, name, slug, home_uri AS "homeUri", success_uri AS "successUri", cancel_uri AS "cancelUri", failed_uri AS "failedUri",
  allowed_origins AS "allowedOrigins", sign_ups AS "signUps", email_verification::text AS "emailVerification",
  callback_token_minutes AS "callbackTokenMinutes", dialects, sign_in AS "signIn", mail, attack_protection AS "attackProtection", branding, client_id AS "clientId",
  CASE WHEN caller.scopes && ARRAY['*', 'secrets:read'] THEN client_secret_sealed END AS "clientSecretSealed",
  signup_endpoint_url AS "signupEndpointUrl", signup_endpoint_key_sealed AS "signupEndpointKeySealed",
  sign_in_endpoint_url AS "signInEndpointUrl", sign_in_endpoint_key_sealed AS "signInEndpointKeySealed",
  suspended_at AS "suspendedAt", held_at AS "heldAt", held_for AS "heldFor",
  mail_failures AS "mailFailures", mail_failing_since AS "mailFailingSince", mail_failed_at AS "mailFailedAt", mail_failed_for AS "mailFailedFor",
  created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;

/** Up to how many sites are counted: a page comes as fast out of ten thousand as out of ten. */
const COUNTED = 1_000;

/**
 * A caller reaches the whole account or one site of it. These are two branches, and what is not asked is left out of the
 * statement: a condition that is nearly always true looks to the planner as if nearly nothing fitted, and then it sorts all sites
 * instead of walking them in their order.
 */
const WHOLE = "caller.site_id IS NULL";
const ONE = "t.id = caller.site_id";
const UNFILTERED = "$1::text IS NULL AND $2::text IS NULL";
const FILTERED = "($1::text IS NULL OR t.name ILIKE $1) AND ($2::text IS NULL OR t.slug = $2)";

/** Which sites are looked for. `pattern` is an ILIKE pattern for the name; `deleted` asks for those that can still be brought back. */
export type SiteFilter = { readonly pattern: string | null; readonly slug: string | null; readonly deleted: boolean };

/** A part of a list of sites, whose they are, and how many there are from the start on; that is not looked at behind a place. */
export type SitePage = { readonly accountId: bigint; readonly rows: ManagedSiteRow[]; readonly total: Total };

/**
 * Sites that a credential reaches, from a beginning on.
 *
 * @throws AppError `unauthorized`, `missing_scope`
 */
export async function listSites(
  credential: ApiTokenCredential,
  { pattern, slug, deleted }: SiteFilter,
  { after, skip }: Beginning,
  take: number,
  order: Order,
): Promise<SitePage> {
  const state = `t.deleted_at IS ${deleted ? "NOT NULL" : "NULL"}`;
  const filter = pattern === null && slug === null ? UNFILTERED : FILTERED;
  const place = after ? behind("t", ["$5", "$6"], order) : "$5::text IS NULL AND $6::bigint IS NULL";
  const of = (reach: string) => `FROM sites t WHERE t.account_id = caller.account_id AND ${reach} AND ${state} AND ${filter}`;
  const ordered = `ORDER BY ${orderBy("t", order)} LIMIT $3 OFFSET $4`;
  const page = (reach: string) => `(SELECT ${columns}, ${positionColumns("t", order)} ${of(reach)} AND ${place} ${ordered})`;
  const found = await queryAs<Placed<ManagedSiteRow> & { accountId: bigint; count: number }>(
    credential,
    `list-sites-${deleted ? "deleted" : "live"}-${filter === FILTERED ? "filtered" : "all"}-${after ? "behind" : "from"}-${order.descending ? "newest" : "oldest"}`,
    (caller) => `SELECT caller.account_id AS "accountId", total.count, page.*
     FROM ${caller}
     CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM (
       SELECT ${of(WHOLE)} AND $6::bigint IS NULL UNION ALL SELECT ${of(ONE)} AND $6::bigint IS NULL LIMIT ${COUNTED + 1}) counted) total
     LEFT JOIN LATERAL (${page(WHOLE)} UNION ALL ${page(ONE)}) page ON true`,
    [pattern, slug, take, skip, after?.key ?? null, after?.id ?? null],
  );
  const [{ accountId, count } = { accountId: 0n, count: 0 }] = found;
  const rows = found.filter(({ id }) => id !== null).map(({ accountId: _, count: __, ...row }) => withPosition(row));
  if (count <= COUNTED) return { accountId, rows, total: { count, exact: true } };
  const all = `SELECT FROM sites t WHERE t.account_id = $1 AND ${state} AND ($2::text IS NULL OR t.name ILIKE $2)`;
  return { accountId, rows, total: { count: Math.max(count, await plannedRows(all, [accountId, pattern])), exact: false } };
}
