import { behind, NEWEST_FIRST, type Order, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import type { AccountScope, SiteScope } from "../scope";
import { chosen, indexed, listed, parameters, type SiteUserFilter } from "../site-user-filter";

/** A site user as one line of a list. */
export type SiteUserLine = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly uuid: string;
  readonly email: string;
  readonly name: string | null;
  readonly emailVerifiedAt: Date | null;
  readonly blockedAt: Date | null;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly position: Position;
};

/** Where in a list to begin: behind a place, or so many rows from its start. */
export type Beginning = { readonly after?: Position | null; readonly skip?: number };

/** How many rows are looked at for each one that is wanted, before the index over all terms is asked. */
const LOOK = 200;

/** And how many at most, however far behind the start a page is. */
const MAX_LOOK = 100_000;

/**
 * Users of an account or of a site, from a beginning on.
 *
 * What is searched for is common or rare, and no statistics of PostgreSQL tell which. So the list is walked in its own order
 * first, where what is common fills the page at once; what has not by then is rare, and the index over all terms has it at once.
 */
export async function searchSiteUsers(
  scope: AccountScope | SiteScope,
  filter: SiteUserFilter,
  beginning: Beginning,
  take: number,
  order: Order = NEWEST_FIRST,
): Promise<SiteUserLine[]> {
  const walked = await read(scope, filter, beginning, take, order, "walk");
  if (walked.length >= take || !chosen(filter, String)) return walked;
  return read(scope, filter, beginning, take, order, "index");
}

async function read(
  scope: AccountScope | SiteScope,
  filter: SiteUserFilter,
  { after, skip = 0 }: Beginning,
  take: number,
  order: Order,
  by: "walk" | "index",
): Promise<SiteUserLine[]> {
  const { values, add } = parameters();
  const place = [add(after?.key ?? null), add(after?.id ?? null)] as const;
  const where = `${listed(scope, filter, add)} AND ${behind("u", place, order)}`;
  const sorted = `ORDER BY ${orderBy("u", order)}`;
  const only = chosen(filter, add);
  const sources = {
    all: () => `site_users u WHERE ${where}`,
    walk: () =>
      `(SELECT * FROM site_users u WHERE ${where} ${sorted} LIMIT ${add(Math.min((skip + take) * LOOK, MAX_LOOK))}) u WHERE ${only}`,
    index: () => `site_users u WHERE ${where} AND ${indexed(scope, filter, add)} AND ${only}`,
  };
  const rows = await queryPlanned<Placed<SiteUserLine>>(
    `SELECT ${COLUMNS}, ${positionColumns("u", order)} FROM ${sources[only ? by : "all"]()} ${sorted} OFFSET ${add(skip)} LIMIT ${add(take)}`,
    values,
  );
  return rows.map(withPosition);
}

const COLUMNS = `u.id, u.site_id AS "siteId", u.uuid, u.email, u.name, u.email_verified_at AS "emailVerifiedAt", u.blocked_at AS "blockedAt",
  u.last_sign_in_at AS "lastSignInAt", u.created_at AS "createdAt", u.updated_at AS "updatedAt"`;
