import { query } from "../query";

/** An operator's session, as its cookie tells of it. SECURITY: the cookie is sealed by us, so what it says is so. */
export type OperatorSession = {
  readonly operatorId: bigint;
  /** Under which version of the operator's sessions it began. */
  readonly version: number;
  /** Whether a second factor was shown in it. */
  readonly factor: boolean;
  /** When who it is was last proved in it: seconds since 1970 on the database's clock. */
  readonly provedS: number;
  /** When it began, in seconds since 1970; left out: now. */
  readonly beganS?: number;
};

/** An operator who is signed in. */
export type OperatorRow = {
  readonly id: bigint;
  readonly accountId: bigint;
  readonly email: string;
  readonly name: string;
  readonly sessionVersion: number;
  /** Whether they have an authenticator app. */
  readonly secondFactor: boolean;
  /** Whether their account wants a second factor of everybody. */
  readonly factorNeeded: boolean;
  /** Whether it was proved a short while ago that it is they who sit there. */
  readonly recent: boolean;
  /** Whether their account is deleted. */
  readonly accountDeleted: boolean;
};

/** For how many minutes a proof counts as recent. */
export const RECENT_MINUTES = 10;

/**
 * SQL: whether a session, or a sign-in, has shown what the operator `o` has to show.
 *
 * SECURITY: the one rule. Every statement that begins a session asks it, and each look at a session asks it again, so no way in
 * passes it, whatever it forgets.
 *
 * @param shown SQL for whether a second factor was shown
 */
export const SHOWN_ENOUGH = (shown: string) =>
  `(${shown} OR NOT (o.second_factor OR (SELECT a.operators_need_factor FROM accounts a WHERE a.id = o.account_id)))`;

/** The database's clock, as a session keeps it. */
export const NOW_S = `extract(epoch FROM now())::float8`;

/** The operator of a session, or null once it was ended, the operator is gone, or they have a second factor that it has not shown. */
export async function operatorOfSession({ operatorId, version, factor, provedS }: OperatorSession): Promise<OperatorRow | null> {
  const [row] = await query<OperatorRow>(
    "system",
    "operator-of-session",
    `SELECT o.id, o.account_id AS "accountId", o.email, o.name, o.session_version AS "sessionVersion", o.second_factor AS "secondFactor",
       account.operators_need_factor AS "factorNeeded", account.deleted_at IS NOT NULL AS "accountDeleted",
       to_timestamp($4::float8) > now() - make_interval(mins => ${RECENT_MINUTES}) AS recent
     FROM operators o JOIN accounts account ON account.id = o.account_id
     WHERE o.id = $1 AND o.session_version = $2 AND ${SHOWN_ENOUGH("$3::boolean")}`,
    [operatorId, version, factor, provedS],
  );
  return row ?? null;
}
