import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { queryAfter } from "../query";
import type { WholeAccountScope } from "../scope";
import { lockAccount } from "./lock-account";

/**
 * Removes an operator of an account, with the invitations they sent and nobody has accepted: a link they kept must not let
 * them in again. Their sessions end with the row.
 *
 * @param by who does it; must still be an operator of the account, and another one
 * @returns false when there was nobody to remove, or nobody to do it
 */
export function removeOperator(scope: WholeAccountScope, id: bigint, by: bigint, event: EventRow | null): Promise<boolean> {
  return remove(scope, "remove-operator", "o.id = $3 AND o.id <> $2", [id, by], event);
}

/**
 * Removes an operator who leaves, in the same way.
 *
 * @returns false when nobody else is left in the account
 */
export function leaveAccount(scope: WholeAccountScope, id: bigint, event: EventRow | null): Promise<boolean> {
  return remove(scope, "leave-account", "o.id <> $3", [id, id], event);
}

/**
 * SECURITY: the account's row is locked first, so that two who remove each other, or leave at once, do not leave an account to nobody.
 *
 * @param staying SQL: who has to stay in the account for it, as the operator `o`
 */
async function remove(scope: WholeAccountScope, name: string, staying: string, ids: [id: bigint, other: bigint], event: EventRow | null) {
  const rows = await queryAfter(
    scope,
    lockAccount(scope),
    name,
    `WITH removed AS (
       DELETE FROM operators WHERE account_id = $1 AND id = $2
         AND EXISTS (SELECT 1 FROM operators o WHERE o.account_id = $1 AND ${staying})
       RETURNING email, email_canonical),
     withdrawn AS (
       DELETE FROM operator_links l USING removed
       WHERE l.account_id = $1 AND l.purpose = 'invitation' AND l.used_at IS NULL AND l.invited_by = removed.email),
     unmailed AS (DELETE FROM mails m USING removed WHERE m.account_id = $1 AND m.site_id IS NULL AND m.recipient = removed.email_canonical),
     ${recordedWith("removed", "$4")}
     SELECT email FROM removed`,
    [scope.accountId, ...ids, eventValue(scope, event)],
  );
  return rows.length === 1;
}
