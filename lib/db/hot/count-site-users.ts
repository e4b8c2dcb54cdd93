import { estimateRows } from "../estimate";
import { orderBy } from "../position";
import { queryPlanned } from "../query";
import type { AccountScope, SiteScope } from "../scope";
import { chosen, indexed, listed, parameters, type SiteUserFilter } from "../site-user-filter";

/** How many rows there are: exactly, or about so many. */
export type Total = { readonly count: number; readonly exact: boolean };

/** Up to how many users a list is counted; it is estimated beyond. */
export const COUNTED = 10_000;

/** Up to how many of them are looked at one by one when a filter asks for that. */
const LOOKED_AT = 5_000;

/** What fewer than one in so many fit is rare: then those who fit are few enough to be counted by themselves. */
const RARE = 200;

/** Up to how many rare ones are counted. */
const RARE_COUNTED = 1_000;

/** How many users of an account or of a site fit. Never less than were counted. */
export async function countSiteUsers(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<Total> {
  if (!chosen(filter, String)) return countListed(scope, filter);
  const { seen, fitting } = await sample(scope, filter);
  if (seen < LOOKED_AT) return { count: fitting, exact: true };
  const rare = fitting * RARE < seen ? await countRare(scope, filter) : fitting;
  if (fitting * RARE < seen && rare <= RARE_COUNTED) return { count: rare, exact: true };
  const all = await countListed(scope, filter);
  return { count: Math.max(rare, Math.round((fitting / seen) * all.count)), exact: false };
}

async function countListed(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<Total> {
  const { values, add } = parameters();
  const text = `SELECT FROM site_users u WHERE ${listed(scope, filter, add)}`;
  const count = await countOf(`${text} LIMIT ${COUNTED + 1}`, values);
  if (count <= COUNTED) return { count, exact: true };
  return { count: Math.max(count, await estimateRows(text, values)), exact: false };
}

/** How many of the newest users fit. */
async function sample(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<{ seen: number; fitting: number }> {
  const { values, add } = parameters();
  const [row] = await queryPlanned<{ seen: number; fitting: number }>(
    `SELECT count(*)::int AS seen, (count(*) FILTER (WHERE ${chosen(filter, add)}))::int AS fitting
     FROM (SELECT * FROM site_users u WHERE ${listed(scope, filter, add)} ORDER BY ${orderBy("u")} LIMIT ${LOOKED_AT}) u`,
    values,
  );
  return row ?? { seen: 0, fitting: 0 };
}

function countRare(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<number> {
  const { values, add } = parameters();
  const where = [listed(scope, filter, add), indexed(scope, filter, add), chosen(filter, add)].join(" AND ");
  return countOf(`SELECT FROM site_users u WHERE ${where} LIMIT ${RARE_COUNTED + 1}`, values);
}

async function countOf(text: string, values: unknown[]): Promise<number> {
  const [row] = await queryPlanned<{ count: number }>(`SELECT count(*)::int AS count FROM (${text}) counted`, values);
  return row?.count ?? 0;
}
