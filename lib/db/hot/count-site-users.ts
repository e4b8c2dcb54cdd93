import { countOrEstimate, countUpTo, plannedRows, type Total } from "../estimate";
import { parameters } from "../parameters";
import { orderBy } from "../position";
import { queryPlanned } from "../query";
import type { AccountScope, SiteScope } from "../scope";
import { chosen, indexed, listed, type SiteUserFilter } from "../site-user-filter";

/** How many of the newest users are looked at one by one, when a filter asks for that. A list that ends before is counted whole. */
const SAMPLE = 2_000;

/** Up to how many are counted by the index over all terms, when no more are to be expected. */
const FEW = 500;

/**
 * How many users of an account or of a site fit a filter. Exact for a list that is short and for what is rare in a long one;
 * otherwise as many as there would be if all were like the newest.
 */
export async function countSiteUsers(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<Total> {
  const whole = parameters();
  const list = `SELECT FROM site_users u WHERE ${listed(scope, filter, whole.add)}`;
  if (!chosen(filter, String)) return countOrEstimate(list, orderBy("u"), whole.values);
  const { seen, fitting } = await sample(scope, filter);
  if (seen < SAMPLE) return { count: fitting, exact: true };
  const expected = Math.round((fitting / seen) * (await plannedRows(list, whole.values)));
  const few = expected > FEW ? fitting : await countFew(scope, filter);
  return expected > FEW || few > FEW ? { count: Math.max(few, expected), exact: false } : { count: few, exact: true };
}

async function sample(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<{ seen: number; fitting: number }> {
  const { values, add } = parameters();
  const [row] = await queryPlanned<{ seen: number; fitting: number }>(
    `SELECT count(*)::int AS seen, (count(*) FILTER (WHERE ${chosen(filter, add)}))::int AS fitting
     FROM (SELECT * FROM site_users u WHERE ${listed(scope, filter, add)} ORDER BY ${orderBy("u")} LIMIT ${SAMPLE}) u`,
    values,
  );
  return row ?? { seen: 0, fitting: 0 };
}

function countFew(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<number> {
  const { values, add } = parameters();
  const where = [listed(scope, filter, add), indexed(scope, filter, add), chosen(filter, add)].join(" AND ");
  return countUpTo(`SELECT FROM site_users u WHERE ${where}`, values, FEW);
}
