import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { queryAfter } from "../query";
import type { SiteScope } from "../scope";

export type NewExport = {
  readonly id: bigint;
  readonly includeSecrets: boolean;
  readonly recipient: string | null;
  readonly createdBy: string | null;
};

/**
 * Adds an export of the site and queues its job, unless another of the account is under way. Whoever begins one at the same
 * moment waits for the account's row, and then sees this one.
 *
 * @returns false when there is another
 */
export async function insertExport(
  scope: SiteScope,
  { id, includeSecrets, recipient, createdBy }: NewExport,
  event: EventRow | null,
): Promise<boolean> {
  const rows = await queryAfter(
    // Of all sites: it is the account that has one under way.
    { accountOf: scope },
    { name: "await-other-exports", text: "SELECT 1 FROM accounts WHERE id = $1 FOR NO KEY UPDATE", values: [scope.accountId] },
    "insert-export",
    `WITH begun AS (
       INSERT INTO exports (id, account_id, site_id, include_secrets, recipient, created_by)
       SELECT $3, $1, $2, $4, $5, $6 WHERE NOT EXISTS (
         SELECT 1 FROM exports e JOIN sites s ON s.account_id = e.account_id AND s.id = e.site_id AND s.deleted_at IS NULL
         WHERE e.account_id = $1 AND e.status IN ('pending', 'running'))
       RETURNING account_id, site_id, id),
     ${recordedWith("begun", "$7")}
     SELECT begun.id FROM begun, add_job_in_scope('run-export', json_build_object('exportId', begun.id::text,
       'scope', json_build_object('account_id', begun.account_id::text, 'site_id', begun.site_id::text)), 'run-export:' || begun.id, 1)`,
    [scope.accountId, scope.siteId, id, includeSecrets, recipient, createdBy, eventValue(scope, event)],
  );
  return rows.length === 1;
}
