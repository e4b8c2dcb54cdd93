import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { query, queryAfter } from "../query";
import type { AccountScope, WholeAccountScope } from "../scope";

/** For how many days a deleted site, or a deleted account, can be brought back. */
export const RESTORE_DAYS = 7;

/** A deleted site, and when everything in it will be purged. */
export type DeletedSite = { readonly id: bigint; readonly name: string; readonly slug: string; readonly purgedAt: Date };

/** The deleted sites of an account that can still be brought back, last deleted first. */
export async function deletedSites(scope: WholeAccountScope, take: number): Promise<DeletedSite[]> {
  return query<DeletedSite>(
    scope,
    "deleted-sites",
    `SELECT id, name, slug, deleted_at + make_interval(days => $2) AS "purgedAt" FROM sites
     WHERE account_id = $1 AND deleted_at > now() - make_interval(days => $2) ORDER BY deleted_at DESC, id DESC LIMIT $3`,
    [scope.accountId, RESTORE_DAYS, take],
  );
}

/**
 * Brings a deleted site of the account back, by its id or its slug. Where each fits another one, the id counts.
 *
 * SECURITY: not in an account that is deleted, should somebody be let in a moment before it is: its row is locked first.
 *
 * @returns its id, or null when there is none that still can be
 */
export async function restoreSite(
  scope: AccountScope,
  ref: { id?: bigint; slug?: string },
  event: EventRow | null,
): Promise<bigint | null> {
  const [row] = await queryAfter<{ id: bigint }>(
    scope,
    { name: "share-account", text: "SELECT 1 FROM accounts WHERE id = $1 FOR KEY SHARE", values: [scope.accountId] },
    "restore-site",
    `WITH restored AS (
       UPDATE sites SET deleted_at = NULL, updated_at = now()
       WHERE account_id = $1 AND id = (
           SELECT id FROM sites WHERE account_id = $1 AND ($2::bigint IS NULL OR id = $2) AND (id = $3 OR slug = $4)
             AND deleted_at > now() - make_interval(days => $5) ORDER BY id = $3 DESC LIMIT 1)
         AND deleted_at > now() - make_interval(days => $5)
         AND EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND deleted_at IS NULL) RETURNING id),
     ${recordedWith("restored", "$6", { site: "restored.id" })}
     SELECT id FROM restored`,
    [scope.accountId, scope.onlySite, ref.id ?? null, ref.slug ?? null, RESTORE_DAYS, eventValue(scope, event)],
  );
  return row?.id ?? null;
}
