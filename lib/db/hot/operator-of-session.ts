import { query } from "../query";

/** An operator who is signed in. */
export type OperatorRow = {
  readonly id: bigint;
  readonly accountId: bigint;
  readonly email: string;
  readonly name: string;
  readonly sessionVersion: number;
};

/** The operator of a session, or null once the session was ended or the operator is gone. */
export async function operatorOfSession(id: bigint, version: number): Promise<OperatorRow | null> {
  const [row] = await query<OperatorRow>(
    "system",
    "operator-of-session",
    `SELECT id, account_id AS "accountId", email, name, session_version AS "sessionVersion"
     FROM operators WHERE id = $1 AND session_version = $2`,
    [id, version],
  );
  return row ?? null;
}
