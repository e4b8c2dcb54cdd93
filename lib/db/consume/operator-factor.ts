import { recordedWith } from "../audit-events";
import { NOW_S } from "../hot/operator-of-session";
import { HAS_PASSKEY, type OperatorEvent, operatorEvent, type SessionStart } from "../operators";
import { query } from "../query";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same secret exactly one gets an answer.
 *
 * SECURITY: it is not known yet whose account it is. Who asks has shown to be this operator, or is about to.
 */

/** The sealed secret of an operator's app, or null when they have none. */
export async function operatorTotpSecret(operatorId: bigint): Promise<Uint8Array | null> {
  const [row] = await query<{ sealed: Uint8Array }>(
    "system",
    "operator-totp-secret",
    `SELECT secret_sealed AS sealed FROM operator_totp_secrets WHERE operator_id = $1`,
    [operatorId],
  );
  return row?.sealed ?? null;
}

/** Takes the code of a time step. False: it, or a later one, was taken before. */
export async function consumeOperatorTotpCounter(operatorId: bigint, counter: number): Promise<boolean> {
  const rows = await query(
    "system",
    "consume-operator-totp-counter",
    `UPDATE operator_totp_secrets SET last_counter = $2, last_used_at = now()
     WHERE operator_id = $1 AND last_counter < $2 RETURNING operator_id`,
    [operatorId, counter],
  );
  return rows.length === 1;
}

/** Takes a recovery code, by the MACs it may be kept as. False: it is none, or was taken before. */
export async function consumeOperatorRecoveryCode(operatorId: bigint, macs: readonly Uint8Array[]): Promise<boolean> {
  const rows = await query(
    "system",
    "consume-operator-recovery-code",
    `UPDATE operator_recovery_codes SET used_at = now()
     WHERE operator_id = $1 AND code_mac = ANY ($2::bytea[]) AND used_at IS NULL RETURNING operator_id`,
    [operatorId, macs],
  );
  return rows.length === 1;
}

/** A passkey as a sign-in finds it. */
export type FoundPasskey = {
  readonly id: bigint;
  readonly operatorId: bigint;
  readonly version: number;
  readonly publicKey: Uint8Array;
  readonly rpId: string;
  readonly userHandle: Uint8Array;
};

/** The passkey with this id of its authenticator's, or null. */
export async function findOperatorPasskey(credentialId: Uint8Array): Promise<FoundPasskey | null> {
  const [row] = await query<FoundPasskey>(
    "system",
    "find-operator-passkey",
    `SELECT p.id, p.operator_id AS "operatorId", o.session_version AS version, p.public_key AS "publicKey", p.rp_id AS "rpId",
       p.user_handle AS "userHandle"
     FROM operator_passkeys p JOIN operators o ON o.account_id = p.account_id AND o.id = p.operator_id WHERE p.credential_id = $1`,
    [credentialId],
  );
  return row ?? null;
}

/** Notes that a passkey has signed. False: its count did not grow, or it was removed. */
export async function consumePasskeyCount(id: bigint, counter: bigint, backedUp: boolean): Promise<boolean> {
  const rows = await query(
    "system",
    "consume-operator-passkey-count",
    `UPDATE operator_passkeys SET counter = $2, backed_up = $3, last_used_at = now()
     WHERE id = $1 AND (counter < $2 OR counter = 0 AND $2 = 0) RETURNING id`,
    [id, counter, backedUp],
  );
  return rows.length === 1;
}

/** The parts of a statement that put new recovery codes in place of those of the operator of the part `whose`. */
const renewedCodes = (macs: string) => `forgotten AS (
       DELETE FROM operator_recovery_codes r USING whose WHERE r.operator_id = whose.id),
     written AS (
       INSERT INTO operator_recovery_codes (account_id, operator_id, code_mac)
       SELECT whose.account_id, whose.id, mac FROM whose, unnest(${macs}::bytea[]) mac)`;

/** Whose sessions begin under which version, and whether who asks has shown the app that they had. */
export type FactorHolder = { readonly id: bigint; readonly version: number; readonly mayReplace: boolean };

/** What becomes an operator's when they set up an app. */
export type NewOperatorApp = {
  readonly secretSealed: Uint8Array;
  /** The time step of the code that confirmed it. */
  readonly counter: number;
  readonly recoveryMacs: readonly Uint8Array[];
  /** The domain whose passkeys can be shown. */
  readonly rpId: string;
};

/**
 * Gives an operator an app, with new recovery codes. Every session ends: they have not shown it.
 *
 * SECURITY: of two apps that are set up at once the second finds another version, and is refused. Between the two factors of a
 * sign-in nobody replaces the app that they have not shown, or passes by a passkey that they could show.
 *
 * @returns null when another change was quicker, or there is an app or a passkey already that was not shown
 */
export async function consumeOperatorSetUp(
  { id, version, mayReplace }: FactorHolder,
  { secretSealed, counter, recoveryMacs, rpId }: NewOperatorApp,
  event: OperatorEvent,
): Promise<SessionStart | null> {
  const [row] = await query<SessionStart>(
    "system",
    "consume-operator-set-up",
    `WITH whose AS (
       UPDATE operators o SET second_factor = true, session_version = session_version + 1, updated_at = now()
       WHERE o.id = $1 AND o.session_version = $2 AND ($3::boolean OR NOT (o.second_factor OR ${HAS_PASSKEY("$8")}))
       RETURNING o.id, o.account_id, o.session_version),
     app AS (
       INSERT INTO operator_totp_secrets (account_id, operator_id, secret_sealed, last_counter) SELECT account_id, id, $4, $5 FROM whose
       ON CONFLICT (operator_id) DO UPDATE SET
         secret_sealed = excluded.secret_sealed, last_counter = excluded.last_counter, last_used_at = NULL, created_at = now()),
     ${renewedCodes("$6")},
     ${recordedWith("whose", "$7", { account: "whose.account_id" })}
     SELECT session_version AS version, ${NOW_S} AS "nowS" FROM whose`,
    [id, version, mayReplace, secretSealed, counter, recoveryMacs, operatorEvent(id, event), rpId],
  );
  return row ?? null;
}

/** Puts new recovery codes in place of the old ones. False: they have no app by now, or their session has ended. */
export async function renewOperatorCodes(
  { id, version }: Pick<FactorHolder, "id" | "version">,
  macs: readonly Uint8Array[],
  event: OperatorEvent,
): Promise<boolean> {
  const rows = await query(
    "system",
    "renew-operator-codes",
    `WITH whose AS (SELECT id, account_id FROM operators WHERE id = $1 AND session_version = $2 AND second_factor FOR UPDATE),
     ${renewedCodes("$3")},
     ${recordedWith("whose", "$4", { account: "whose.account_id" })}
     SELECT id FROM whose`,
    [id, version, macs, operatorEvent(id, event)],
  );
  return rows.length === 1;
}

/**
 * Takes an operator's app and recovery codes from them, who asked for it. Every session ends.
 *
 * @returns null when they have none, another change was quicker, or their account wants one of everybody
 */
export async function endOperatorFactor(
  { id, version }: Pick<FactorHolder, "id" | "version">,
  event: OperatorEvent,
): Promise<SessionStart | null> {
  const [row] = await query<SessionStart>(
    "system",
    "end-operator-factor",
    `WITH whose AS (
       UPDATE operators o SET second_factor = false, session_version = session_version + 1, updated_at = now()
       WHERE o.id = $1 AND o.session_version = $2 AND o.second_factor
         AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = o.account_id AND a.operators_need_factor)
       RETURNING o.id, o.account_id, o.session_version),
     app AS (DELETE FROM operator_totp_secrets t USING whose WHERE t.operator_id = whose.id),
     codes AS (DELETE FROM operator_recovery_codes r USING whose WHERE r.operator_id = whose.id),
     ${recordedWith("whose", "$3", { account: "whose.account_id" })}
     SELECT session_version AS version, ${NOW_S} AS "nowS" FROM whose`,
    [id, version, operatorEvent(id, event)],
  );
  return row ?? null;
}

/** An operator's passkeys of one domain, as a browser is told to look for them. */
export function passkeysOfOperator(operatorId: bigint, rpId: string): Promise<{ credentialId: Uint8Array; transports: string[] }[]> {
  return query(
    "system",
    "passkeys-of-operator",
    `SELECT credential_id AS "credentialId", transports FROM operator_passkeys WHERE operator_id = $1 AND rp_id = $2 ORDER BY created_at, id`,
    [operatorId, rpId],
  );
}
