import { parameters } from "./parameters";
import { orderBy } from "./position";
import { queryPlanned } from "./query";
import type { AccountScope, SiteScope } from "./scope";
import { chosen, listed, type SiteUserFilter } from "./site-user-filter";

/** How many users are looked at. Those of a small site lie far apart: each may be another page to read. */
const SAMPLE = 1_000;

/** What a look at the newest users has shown. `whole`: there are no others. */
export type Sample = { readonly seen: number; readonly fitting: number; readonly whole: boolean };

/** How many of the newest users of an account or of a site fit a filter that each has to be looked at for. */
export async function sampleSiteUsers(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<Sample> {
  const { values, add } = parameters();
  const [row] = await queryPlanned<{ seen: number; fitting: number }>(
    scope,
    `SELECT count(*)::int AS seen, (count(*) FILTER (WHERE ${chosen(filter, add) ?? "true"}))::int AS fitting
     FROM (SELECT * FROM site_users u WHERE ${listed(scope, filter, add)} ORDER BY ${orderBy("u")} LIMIT ${SAMPLE}) u`,
    values,
  );
  const { seen, fitting } = row ?? { seen: 0, fitting: 0 };
  return { seen, fitting, whole: seen < SAMPLE };
}
