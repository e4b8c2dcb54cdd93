import { query } from "../query";
import type { SiteScope } from "../scope";

/** The providers of a site that are on, as each opening of its sign-in page needs them. */
export function offeredProviders(scope: SiteScope): Promise<{ id: bigint; kind: string; name: string }[]> {
  return query(
    scope,
    "offered-providers",
    `SELECT id, kind, name FROM identity_providers
     WHERE account_id = $1 AND site_id = $2 AND enabled AND client_secret_sealed IS NOT NULL ORDER BY position, id`,
    [scope.accountId, scope.siteId],
  );
}
