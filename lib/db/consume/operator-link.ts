import { recordedWith } from "../audit-events";
import { NOW_S, SHOWN_ENOUGH } from "../hot/operator-of-session";
import { type OperatorEvent, operatorEvent, type SessionStart } from "../operators";
import { queryAfter } from "../query";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same secret exactly one gets an answer, and a secret that has expired never does.
 */

/** What a link came to, and whether a second factor has to be shown before a session begins: a link is none. */
export type LinkUsed = SessionStart & { readonly needsFactor: boolean };

/** A person who joins an account as its operator. The address is the invitation's. */
export type JoiningOperator = { readonly id: bigint; readonly name: string; readonly passwordSealed: Uint8Array };

/**
 * Spends an invitation and makes the operator it was for, in one statement. Their address is not proved: whoever invited
 * was shown the link too.
 *
 * SECURITY: whoever invited must be an operator of the account still. The account's row is locked first, so nobody is
 * removed, and nothing voided, beside it; the clock is read after that, for what was voided meanwhile ended later than now().
 *
 * @returns null when the invitation was spent, withdrawn or ended in between, who invited was removed, or the account deleted
 * @throws a unique violation when the address has an operator by now; the invitation is not spent then
 */
export async function consumeInvitation(
  linkId: bigint,
  { id, name, passwordSealed }: JoiningOperator,
  event: OperatorEvent,
): Promise<LinkUsed | null> {
  const [row] = await queryAfter<LinkUsed>(
    "system",
    {
      name: "share-account-of-link",
      text: `SELECT id FROM accounts WHERE id = (SELECT account_id FROM operator_links WHERE id = $1) FOR KEY SHARE`,
      values: [linkId],
    },
    "consume-invitation",
    `WITH spent AS (
       UPDATE operator_links l SET used_at = now()
       WHERE id = $1 AND purpose = 'invitation' AND used_at IS NULL AND expires_at > statement_timestamp()
         AND EXISTS (SELECT 1 FROM operators o WHERE o.account_id = l.account_id AND o.email = l.invited_by)
         AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = l.account_id AND a.deleted_at IS NULL)
       RETURNING account_id, email, email_canonical),
     joined AS (
       INSERT INTO operators (id, account_id, email, email_canonical, name, password_sealed, last_sign_in_at)
       SELECT $2, account_id, email, email_canonical, $3, $4, now() FROM spent RETURNING id, account_id),
     ${recordedWith("joined", "$5", { account: "joined.account_id" })}
     SELECT 1 AS version, ${NOW_S} AS "nowS",
       (SELECT a.operators_need_factor FROM accounts a WHERE a.id = joined.account_id) AS "needsFactor" FROM joined`,
    [linkId, id, name, passwordSealed, operatorEvent(id, event)],
  );
  return row ?? null;
}

/**
 * Spends an operator's reset link and sets their new password, in one statement. Their sessions and their other reset links
 * end with the old password. The mail proved the address.
 *
 * SECURITY: if nobody of the account had proved an address before, whoever signed up may have used somebody else's. What
 * else opens the account is void then: its API tokens (those too that only went with a deleted account, and would come back with it),
 * every other operator, every other link, and the operator's passkeys, unless they stand in for a second factor: a mail takes none away.
 * What it holds is kept.
 * The account's row is locked first: a token, an invitation or an operator that is made at the same moment is either seen
 * here and voided, or waits and finds its session or its link ended. The clock is read after that.
 *
 * @param operatorId whose password was sealed; it must be the link's own operator
 * @returns null when the link was spent or ended in between, or the address was changed
 */
export async function consumeOperatorReset(
  linkId: bigint,
  operatorId: bigint,
  passwordSealed: Uint8Array,
  event: OperatorEvent,
): Promise<LinkUsed | null> {
  const [row] = await queryAfter<LinkUsed>(
    "system",
    {
      name: "lock-account-of-operator",
      text: `SELECT id FROM accounts WHERE id = (SELECT account_id FROM operators WHERE id = $1) FOR UPDATE`,
      values: [operatorId],
    },
    "consume-operator-reset",
    `WITH spent AS (
       UPDATE operator_links SET used_at = now()
       WHERE id = $1 AND operator_id = $2 AND purpose = 'reset_password' AND used_at IS NULL AND expires_at > statement_timestamp()
       RETURNING id, account_id, operator_id, email_canonical),
     unproved AS (
       SELECT o.account_id, o.id FROM operators o JOIN spent ON o.account_id = spent.account_id AND o.id = spent.operator_id
       WHERE o.email_canonical = spent.email_canonical
         AND NOT EXISTS (SELECT 1 FROM operators v WHERE v.account_id = o.account_id AND v.email_verified_at IS NOT NULL)),
     revoked AS (
       UPDATE api_tokens t SET revoked_at = now() FROM unproved u JOIN accounts a ON a.id = u.account_id
       WHERE t.account_id = u.account_id AND (t.revoked_at IS NULL OR t.revoked_at = a.deleted_at)),
     removed AS (
       DELETE FROM operators o USING unproved u WHERE o.account_id = u.account_id AND o.id <> u.id),
     passkeys AS (
       DELETE FROM operator_passkeys p USING unproved u, operators o
       WHERE p.account_id = u.account_id AND p.operator_id = u.id AND o.account_id = u.account_id AND o.id = u.id
         AND ${SHOWN_ENOUGH("false")}),
     voided AS (
       UPDATE operator_links l SET expires_at = now() FROM spent
       WHERE l.account_id = spent.account_id AND (l.operator_id = spent.operator_id OR EXISTS (SELECT 1 FROM unproved))
         AND l.id <> spent.id AND l.used_at IS NULL AND l.expires_at > now()),
     changed AS (
       UPDATE operators o SET password_sealed = $3, email_verified_at = coalesce(o.email_verified_at, now()),
         session_version = o.session_version + 1, updated_at = now(),
         last_sign_in_at = CASE WHEN ${SHOWN_ENOUGH("false")} THEN now() ELSE o.last_sign_in_at END
       FROM spent WHERE o.account_id = spent.account_id AND o.id = spent.operator_id AND o.email_canonical = spent.email_canonical
       RETURNING o.account_id, o.session_version, NOT ${SHOWN_ENOUGH("false")} AS needs_factor),
     ${recordedWith("changed", "$4", { account: "changed.account_id" })}
     SELECT session_version AS version, ${NOW_S} AS "nowS", needs_factor AS "needsFactor" FROM changed`,
    [linkId, operatorId, passwordSealed, operatorEvent(operatorId, event)],
  );
  return row ?? null;
}
