import { countOrEstimate, type Total } from "../estimate";
import { type Parameters, parameters } from "../parameters";
import { type Beginning, behind, type Order, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import { within } from "../reach";
import type { AccountScope, SiteScope } from "../scope";

/** The record behind a callback token. */
export type CallbackTokenRecord = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly siteUserId: bigint;
  readonly last4: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly position: Position;
};

/** Which tokens are looked for; what is absent does not matter. */
type Filter = { readonly siteUserId?: bigint | undefined; readonly used?: boolean | undefined };

/** Callback tokens of an account or of a site, from a beginning on. */
export async function listCallbackTokens(
  scope: AccountScope | SiteScope,
  filter: Filter,
  { after, skip }: Beginning,
  take: number,
  order: Order,
): Promise<CallbackTokenRecord[]> {
  const { values, add } = parameters();
  const rows = await queryPlanned<Placed<CallbackTokenRecord>>(
    scope,
    `SELECT t.id, t.site_id AS "siteId", t.site_user_id AS "siteUserId", t.last4, t.created_at AS "createdAt", t.expires_at AS "expiresAt",
       t.used_at AS "usedAt", ${positionColumns("t", order)}
     FROM callback_tokens t WHERE ${sought(scope, filter, add)} AND ${behind("t", [add(after?.key ?? null), add(after?.id ?? null)], order)}
     ORDER BY ${orderBy("t", order)} OFFSET ${add(skip)} LIMIT ${add(take)}`,
    values,
  );
  return rows.map(withPosition);
}

/** How many there are. */
export function countCallbackTokens(scope: AccountScope | SiteScope, filter: Filter): Promise<Total> {
  const { values, add } = parameters();
  return countOrEstimate(scope, `SELECT FROM callback_tokens t WHERE ${sought(scope, filter, add)}`, orderBy("t"), values);
}

const sought = (scope: AccountScope | SiteScope, { siteUserId, used }: Filter, add: Parameters["add"]) =>
  [
    within(scope, "t", add),
    ...(siteUserId === undefined ? [] : [`t.site_user_id = ${add(siteUserId)}`]),
    ...(used === undefined ? [] : [`t.used_at IS ${used ? "NOT NULL" : "NULL"}`]),
  ].join(" AND ");
