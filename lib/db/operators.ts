import { query } from "./query";

/**
 * Statements about operators before it is known whose account it is: signing in, and links that were mailed.
 *
 * SECURITY: a closed list, for `lib/core/operators` alone. Everything an operator does afterwards goes through the scoped
 * handle of their account.
 */

/** An operator as a credential check needs them. */
export type OperatorCandidate = {
  readonly id: bigint;
  readonly accountId: bigint;
  readonly email: string;
  readonly name: string;
  readonly passwordSealed: Uint8Array;
  readonly sessionVersion: number;
};

/** The operator with this address, or null. Addresses are unique over all accounts. */
export async function findOperatorByEmail(emailCanonical: string): Promise<OperatorCandidate | null> {
  const [row] = await query<OperatorCandidate>(
    "find-operator-by-email",
    `SELECT id, account_id AS "accountId", email, name, password_sealed AS "passwordSealed", session_version AS "sessionVersion"
     FROM operators WHERE email_canonical = $1`,
    [emailCanonical],
  );
  return row ?? null;
}

/**
 * Takes one attempt from each budget before a credential is looked at.
 *
 * @returns seconds until the first closed budget opens again; null when the attempt may be made. SECURITY: the limit is
 *   part of the statement that counts, so parallel callers cannot overdraw it.
 */
export async function takeOperatorAttempt(budgets: readonly { key: Uint8Array; limit: number }[], windowS: number): Promise<number | null> {
  const [row] = await query<{ taken: number; waitS: number | null }>(
    "take-operator-attempt",
    `WITH budget AS (SELECT * FROM unnest($1::bytea[], $2::int[]) AS b(key, top)),
     taken AS (
       INSERT INTO operator_attempts AS a (key, count, window_ends_at)
       SELECT key, 1, now() + make_interval(secs => $3) FROM budget ORDER BY key
       ON CONFLICT (key) DO UPDATE SET
         count = CASE WHEN a.window_ends_at > now() THEN a.count + 1 ELSE 1 END,
         window_ends_at = CASE WHEN a.window_ends_at > now() THEN a.window_ends_at ELSE excluded.window_ends_at END
       WHERE a.window_ends_at <= now() OR a.count < (SELECT top FROM budget WHERE budget.key = a.key)
       RETURNING key)
     SELECT (SELECT count(*) FROM taken)::int AS taken,
       (SELECT max(ceil(extract(epoch FROM a.window_ends_at - now())))::int FROM operator_attempts a JOIN budget USING (key)
        WHERE a.count >= budget.top AND a.window_ends_at > now()) AS "waitS"`,
    [budgets.map(({ key }) => key), budgets.map(({ limit }) => limit), windowS],
  );
  return row && row.taken === budgets.length ? null : (row?.waitS ?? windowS);
}

/** Gives attempts back that turned out to be right: successes do not count. */
export async function giveBackOperatorAttempt(keys: readonly Uint8Array[]): Promise<void> {
  await query("give-back-operator-attempt", `UPDATE operator_attempts SET count = count - 1 WHERE key = ANY($1::bytea[]) AND count > 0`, [
    keys,
  ]);
}

/** Notes a sign-in, if the operator still is who was checked. False: the password was changed, or the operator removed, meanwhile. */
export async function noteOperatorSignIn(id: bigint, sessionVersion: number): Promise<boolean> {
  const rows = await query(
    "note-operator-sign-in",
    `UPDATE operators SET last_sign_in_at = now() WHERE id = $1 AND session_version = $2 RETURNING id`,
    [id, sessionVersion],
  );
  return rows.length === 1;
}

/** Ends every session that began under this version. */
export async function endOperatorSessions(id: bigint, sessionVersion: number): Promise<void> {
  await query(
    "end-operator-sessions",
    `UPDATE operators SET session_version = session_version + 1 WHERE id = $1 AND session_version = $2`,
    [id, sessionVersion],
  );
}
