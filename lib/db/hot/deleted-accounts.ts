import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { query, queryAfter } from "../query";
import type { WholeAccountScope } from "../scope";
import { RESTORE_DAYS } from "./deleted-sites";
import { lockAccount } from "./lock-account";

/**
 * Deletes an account: from this moment on its sites are gone, its API tokens are revoked and its operators' sessions are over. Its operators
 * are told by mail. All of it carries the same moment, by which it is found again.
 *
 * @returns when everything in it will be purged; null when it is deleted already
 */
export async function deleteAccount(scope: WholeAccountScope, event: EventRow | null): Promise<Date | null> {
  const [row] = await queryAfter<{ purgedAt: Date }>(
    scope,
    lockAccount(scope),
    "delete-account",
    `WITH gone AS (
       UPDATE accounts SET deleted_at = now(), updated_at = now() WHERE id = $1 AND deleted_at IS NULL RETURNING id, deleted_at),
     closed AS (UPDATE sites s SET deleted_at = gone.deleted_at FROM gone WHERE s.account_id = $1 AND s.deleted_at IS NULL),
     revoked AS (UPDATE api_tokens t SET revoked_at = gone.deleted_at FROM gone WHERE t.account_id = $1 AND t.revoked_at IS NULL),
     signed_out AS (UPDATE operators o SET session_version = session_version + 1 FROM gone WHERE o.account_id = $1),
     ${recordedWith("gone", "$2")}
     SELECT gone.deleted_at + make_interval(days => $3) AS "purgedAt" FROM gone, add_job_in_scope('mail-account-deleted',
       json_build_object('scope', json_build_object('account_id', gone.id::text, 'site_id', NULL)))`,
    [scope.accountId, eventValue(scope, event), RESTORE_DAYS],
  );
  return row?.purgedAt ?? null;
}

/**
 * Brings a deleted account back as it was: with the sites and the API tokens that went with it, and not with those that had gone before.
 *
 * @returns false when it is not deleted, or its purge has begun
 */
export async function restoreAccount(scope: WholeAccountScope, event: EventRow | null): Promise<boolean> {
  const rows = await queryAfter(
    scope,
    lockAccount(scope),
    "restore-account",
    `WITH was AS (SELECT id, deleted_at FROM accounts WHERE id = $1 AND deleted_at > now() - make_interval(days => $3)),
     restored AS (UPDATE accounts a SET deleted_at = NULL, updated_at = now() FROM was WHERE a.id = was.id AND a.id = $1),
     opened AS (UPDATE sites s SET deleted_at = NULL FROM was WHERE s.account_id = $1 AND s.deleted_at = was.deleted_at),
     valid AS (UPDATE api_tokens t SET revoked_at = NULL FROM was WHERE t.account_id = $1 AND t.revoked_at = was.deleted_at),
     ${recordedWith("was", "$2")}
     SELECT id FROM was`,
    [scope.accountId, eventValue(scope, event), RESTORE_DAYS],
  );
  return rows.length === 1;
}

/** A deleted account that can still be brought back, and when everything in it will be purged. */
export type DeletedAccount = { readonly name: string; readonly purgedAt: Date };

/** The account of a scope, if it is deleted and can still be brought back. */
export async function deletedAccount(scope: WholeAccountScope): Promise<DeletedAccount | null> {
  const [row] = await query<DeletedAccount>(
    scope,
    "deleted-account",
    `SELECT name, deleted_at + make_interval(days => $2) AS "purgedAt" FROM accounts
     WHERE id = $1 AND deleted_at > now() - make_interval(days => $2)`,
    [scope.accountId, RESTORE_DAYS],
  );
  return row ?? null;
}
