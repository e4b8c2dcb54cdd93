import { type Parameters, parameters } from "../parameters";
import {
  type Beginning,
  behind,
  NEWEST_FIRST,
  type Order,
  orderBy,
  type Placed,
  type Position,
  positionColumns,
  withPosition,
} from "../position";
import { queryPlanned, type Whose } from "../query";
import { sampleSiteUsers } from "../sample-site-users";
import type { AccountScope, SiteScope } from "../scope";
import { chosen, indexed, listed, type SiteUserFilter } from "../site-user-filter";

/** A site user as one line of a list. */
export type SiteUserLine = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly uuid: string;
  readonly externalId: string | null;
  readonly email: string;
  readonly emailVerifiedAt: Date | null;
  readonly username: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
  /** Always a JSON object, like the other. */
  readonly metadata: unknown;
  readonly privateMetadata: unknown;
  readonly blockedAt: Date | null;
  readonly deletionDueAt: Date | null;
  readonly secondFactor: boolean;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly position: Position;
};

/**
 * How many users a walk looks at for each that is wanted, and how many when that has brought a tenth of them. By address it has to
 * go further, because those who are called alike stand together, and it may: an index tells all that is looked at.
 */
const LOOKS = { created: [50, 500], email: [1_000] };

/** Below this share of the newest users a walk by address is not begun. */
const RARE = 1 / 200;

/**
 * Users of an account or of a site, from a beginning on.
 *
 * What is searched for is common or rare, and no statistics of PostgreSQL tell which. So the list is walked in its own order
 * first, where what is common fills the page at once. What has not after so many rows is rare, unless the list is at its end
 * there: the index over all terms finds it, and there is not much to sort. Neighbours in time lie beside each other on disk and
 * those by address do not: there, the newest are asked before the walk.
 */
export async function searchSiteUsers(
  scope: AccountScope | SiteScope,
  filter: SiteUserFilter,
  { after, skip }: Beginning,
  take: number,
  order: Order = NEWEST_FIRST,
): Promise<SiteUserLine[]> {
  const sorted = `ORDER BY ${orderBy("u", order)}`;
  const users = (add: Parameters["add"]) =>
    `site_users u WHERE ${listed(scope, filter, add)} AND ${behind("u", [add(after?.key ?? null), add(after?.id ?? null)], order)}`;
  const read = async (source: (add: Parameters["add"]) => string, whose: Whose = scope) => {
    const { values, add } = parameters();
    const text = `SELECT ${COLUMNS}, ${positionColumns("u", order)} FROM ${source(add)} ${sorted} OFFSET ${add(skip)} LIMIT ${add(take)}`;
    return (await queryPlanned<Placed<SiteUserLine>>(whose, text, values)).map(withPosition);
  };
  // Who fits is read in whole only once it is known: until then the index by address has all that is looked at.
  const walk = (reach: number) => (add: Parameters["add"]) => {
    const looked = `SELECT * FROM ${users(add)} ${sorted} LIMIT ${add(reach)}`;
    const fitting = `SELECT account_id, id FROM (${looked}) u WHERE ${chosen(filter, add)} ${sorted} LIMIT ${add(skip + take)}`;
    return `(${fitting}) fitting JOIN site_users u USING (account_id, id)`;
  };
  const goesOn = async (reach: number) => {
    const { values, add } = parameters();
    // Of those by time it asks what is in no index, or the planner may go through a narrower one that has another order.
    const column = order.by === "created" ? "u.updated_at" : "u.id";
    return (await queryPlanned(scope, `SELECT ${column} FROM ${users(add)} ${sorted} OFFSET ${add(reach)} LIMIT 1`, values)).length > 0;
  };

  if (!chosen(filter, String)) return read(users);
  const walks = order.by === "created" || (await isCommon(scope, filter));
  for (const look of walks ? LOOKS[order.by] : []) {
    const reach = look * take + 20 * skip;
    const walked = await read(walk(reach));
    if (walked.length === take || !(await goesOn(reach))) return walked;
    if (walked.length < take / 10) break;
  }
  const found = await indexed(scope, filter);
  // A policy comes before what could tell of a row that it hides, so it keeps this index from being used.
  return read((add) => `(SELECT * FROM ${users(add)} AND ${chosen(filter, add)} AND ${found(add)} OFFSET 0) u`, "system");
}

/** True when a walk is likely to fill a page, as far as the newest can tell. */
async function isCommon(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<boolean> {
  const { seen, fitting, whole } = await sampleSiteUsers(scope, filter);
  return whole || fitting >= seen * RARE;
}

const COLUMNS = `u.id, u.site_id AS "siteId", u.uuid, u.external_id AS "externalId", u.email, u.email_verified_at AS "emailVerifiedAt",
  u.username, u.name, u.first_name AS "firstName", u.last_name AS "lastName", u.locale, u.metadata, u.private_metadata AS "privateMetadata",
  u.blocked_at AS "blockedAt", u.deletion_due_at AS "deletionDueAt", u.second_factor AS "secondFactor",
  u.last_sign_in_at AS "lastSignInAt", u.created_at AS "createdAt", u.updated_at AS "updatedAt"`;
