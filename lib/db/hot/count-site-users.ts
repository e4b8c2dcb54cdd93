import { countOrEstimate, countUpTo, plannedRows, type Total } from "../estimate";
import { parameters } from "../parameters";
import { orderBy } from "../position";
import { sampleSiteUsers } from "../sample-site-users";
import type { AccountScope, SiteScope } from "../scope";
import { chosen, indexed, listed, type SiteUserFilter } from "../site-user-filter";

/** Up to how many are counted by the index over all terms, when no more are to be expected. */
const FEW = 1_000;

/**
 * How many users of an account or of a site fit a filter. Exact for a list that is short and for what is rare in a long one;
 * otherwise as many as there would be if all were like the newest.
 */
export async function countSiteUsers(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<Total> {
  const { values, add } = parameters();
  const list = `SELECT FROM site_users u WHERE ${listed(scope, filter, add)}`;
  if (!chosen(filter, String)) return countOrEstimate(scope, list, orderBy("u"), values);
  const { seen, fitting, whole } = await sampleSiteUsers(scope, filter);
  if (whole) return { count: fitting, exact: true };
  const expected = Math.round((fitting / seen) * (await plannedRows(list, values)));
  const few = expected > FEW ? fitting : await countFew(scope, filter);
  return expected > FEW || few > FEW ? { count: Math.max(few, expected), exact: false } : { count: few, exact: true };
}

async function countFew(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<number> {
  const found = await indexed(scope, filter);
  const { values, add } = parameters();
  const where = [listed(scope, filter, add), found(add), chosen(filter, add)].join(" AND ");
  // As the system: see `searchSiteUsers`.
  return countUpTo("system", `SELECT FROM site_users u WHERE ${where}`, values, FEW);
}
