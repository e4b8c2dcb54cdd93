import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { queryAfter } from "../query";
import type { WholeAccountScope } from "../scope";

/**
 * Removes an operator of an account, with the invitations they sent and nobody has accepted: a link they kept must not let
 * them in again. Their sessions end with the row.
 *
 * SECURITY: the account's row is locked first, so that two who remove each other do not leave an account to nobody.
 *
 * @param by who does it; must still be an operator of the account, and another one
 * @returns false when there was nobody to remove, or nobody to do it
 */
export async function removeOperator(scope: WholeAccountScope, id: bigint, by: bigint, event: EventRow | null): Promise<boolean> {
  const rows = await queryAfter(
    scope,
    { name: "lock-account", text: `SELECT id FROM accounts WHERE id = $1 FOR UPDATE`, values: [scope.accountId] },
    "remove-operator",
    `WITH removed AS (
       DELETE FROM operators WHERE account_id = $1 AND id = $2 AND id <> $3
         AND EXISTS (SELECT 1 FROM operators o WHERE o.account_id = $1 AND o.id = $3)
       RETURNING email),
     withdrawn AS (
       DELETE FROM operator_links l USING removed
       WHERE l.account_id = $1 AND l.purpose = 'invitation' AND l.used_at IS NULL AND l.invited_by = removed.email),
     ${recordedWith("removed", "$4")}
     SELECT email FROM removed`,
    [scope.accountId, id, by, eventValue(scope, event)],
  );
  return rows.length === 1;
}
