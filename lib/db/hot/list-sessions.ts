import { countOrEstimate, type Total } from "../estimate";
import { type Parameters, parameters } from "../parameters";
import { type Beginning, behind, type Order, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import { within } from "../reach";
import type { AccountScope, SiteScope } from "../scope";

/** A session as its user and the customer are shown it. Of its tokens there is nothing. */
export type SessionRecord = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly siteUserId: bigint;
  readonly dialect: string;
  readonly ip: string;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly renewedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** By the clock of the database, which is the one that they end by. */
  readonly state: "live" | "expired" | "ended";
  readonly position: Position;
};

/** Which sessions are looked for; what is absent does not matter. */
export type SessionFilter = {
  readonly id?: bigint | undefined;
  readonly siteUserId?: bigint | undefined;
  readonly live?: boolean | undefined;
};

/** Sessions of an account or of a site, from a beginning on. */
export async function listSessions(
  scope: AccountScope | SiteScope,
  filter: SessionFilter,
  { after, skip }: Beginning,
  take: number,
  order: Order,
): Promise<SessionRecord[]> {
  const { values, add } = parameters();
  const rows = await queryPlanned<Placed<SessionRecord>>(
    scope,
    `SELECT t.id, t.site_id AS "siteId", t.site_user_id AS "siteUserId", t.dialect, t.ip, t.user_agent AS "userAgent",
       t.created_at AS "createdAt", t.renewed_at AS "renewedAt", t.expires_at AS "expiresAt", t.ended_at AS "endedAt",
       CASE WHEN t.ended_at IS NOT NULL THEN 'ended' WHEN t.expires_at > now() THEN 'live' ELSE 'expired' END AS state,
       ${positionColumns("t", order)}
     FROM sessions t WHERE ${sought(scope, filter, add)} AND ${behind("t", [add(after?.key ?? null), add(after?.id ?? null)], order)}
     ORDER BY ${orderBy("t", order)} OFFSET ${add(skip)} LIMIT ${add(take)}`,
    values,
  );
  return rows.map(withPosition);
}

/** How many there are. */
export function countSessions(scope: AccountScope | SiteScope, filter: SessionFilter): Promise<Total> {
  const { values, add } = parameters();
  return countOrEstimate(scope, `SELECT FROM sessions t WHERE ${sought(scope, filter, add)}`, orderBy("t"), values);
}

const LIVE = "(t.ended_at IS NULL AND t.expires_at > now())";

const sought = (scope: AccountScope | SiteScope, { id, siteUserId, live }: SessionFilter, add: Parameters["add"]) =>
  [
    within(scope, "t", add),
    ...(id === undefined ? [] : [`t.id = ${add(id)}`]),
    ...(siteUserId === undefined ? [] : [`t.site_user_id = ${add(siteUserId)}`]),
    ...(live === undefined ? [] : [live ? LIVE : `NOT ${LIVE}`]),
  ].join(" AND ");
