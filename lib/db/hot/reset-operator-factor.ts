import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { query } from "../query";
import type { WholeAccountScope } from "../scope";

/**
 * Takes from an operator of an account whatever they show beside their password: app, recovery codes and passkeys. Every session of
 * theirs ends.
 *
 * @returns false when there was nobody, or nothing to take
 */
export async function resetOperatorFactor(scope: WholeAccountScope, id: bigint, event: EventRow): Promise<boolean> {
  const rows = await query(
    scope,
    "reset-operator-factor",
    `WITH whose AS (
       UPDATE operators o SET second_factor = false, session_version = session_version + 1, updated_at = now()
       WHERE o.account_id = $1 AND o.id = $2
         AND (o.second_factor OR EXISTS (SELECT 1 FROM operator_passkeys p WHERE p.account_id = $1 AND p.operator_id = $2))
       RETURNING o.id, o.account_id),
     app AS (DELETE FROM operator_totp_secrets t USING whose WHERE t.account_id = $1 AND t.operator_id = whose.id),
     codes AS (DELETE FROM operator_recovery_codes r USING whose WHERE r.account_id = $1 AND r.operator_id = whose.id),
     passkeys AS (DELETE FROM operator_passkeys p USING whose WHERE p.account_id = $1 AND p.operator_id = whose.id),
     ${recordedWith("whose", "$3")}
     SELECT id FROM whose`,
    [scope.accountId, id, eventValue(scope, event)],
  );
  return rows.length === 1;
}
