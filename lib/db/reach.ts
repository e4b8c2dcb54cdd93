import type { Parameters } from "./parameters";
import { type AccountScope, type SiteScope, siteOf } from "./scope";

/**
 * The condition that a row with `account_id` and `site_id` lies within a scope, and its site is not deleted.
 *
 * SECURITY: names the account in every case, and the site for whoever is kept to one. A site's own scope needs no look at what is
 * deleted: nobody is given one for a site that is gone.
 */
export function within(scope: AccountScope | SiteScope, alias: string, add: Parameters["add"]): string {
  const [account, site] = [add(scope.accountId), siteOf(scope)];
  const deleted = `SELECT id FROM sites WHERE account_id = ${account} AND deleted_at IS NOT NULL`;
  return [
    `${alias}.account_id = ${account}`,
    ...(site === null ? [] : [`${alias}.site_id = ${add(site)}`]),
    // As `<> ALL` the planner would take it that nothing is left where there is one site, and read the whole table for that. It takes what is not null for nearly all.
    ...(scope.siteId === undefined ? [`nullif(${alias}.site_id = ANY (ARRAY(${deleted})), true) IS NOT NULL`] : []),
  ].join(" AND ");
}
