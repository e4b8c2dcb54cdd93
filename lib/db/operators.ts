import { type Actor, type Client, visitorFrom } from "@/lib/kernel/actor";
import type { Counted } from "./attempts";
import { type EventRow, eventValue, recordedWith } from "./audit-events";
import { NOW_S, SHOWN_ENOUGH } from "./hot/operator-of-session";
import { query, queryAfter } from "./query";
import { ONE_MORE, oneFailureMore } from "./windows";

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
  /** Whether a second factor has to be shown, too: theirs, or one that their account wants of everybody. */
  readonly needsFactor: boolean;
};

/** The operator with this address, or null. Addresses are unique over all accounts. */
export async function findOperatorByEmail(emailCanonical: string): Promise<OperatorCandidate | null> {
  const [row] = await query<OperatorCandidate>(
    "system",
    "find-operator-by-email",
    `SELECT id, account_id AS "accountId", email, name, password_sealed AS "passwordSealed", session_version AS "sessionVersion",
       NOT ${SHOWN_ENOUGH("false")} AS "needsFactor"
     FROM operators o WHERE email_canonical = $1`,
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
    "system",
    "take-operator-attempt",
    `WITH budget AS (SELECT * FROM unnest($1::bytea[], $2::int[]) AS b(key, top)),
     taken AS (
       INSERT INTO operator_attempts AS a (key, count, window_ends_at)
       SELECT key, 1, now() + make_interval(secs => $3) FROM budget ORDER BY key
       ON CONFLICT (key) DO UPDATE SET
         ${ONE_MORE}
       WHERE a.window_ends_at <= now() OR a.count < (SELECT top FROM budget WHERE budget.key = a.key)
       RETURNING key)
     SELECT (SELECT count(*) FROM taken)::int AS taken,
       (SELECT max(ceil(extract(epoch FROM a.window_ends_at - now())))::int FROM operator_attempts a JOIN budget USING (key)
        WHERE a.count >= budget.top AND a.window_ends_at > now()) AS "waitS"`,
    [budgets.map(({ key }) => key), budgets.map(({ limit }) => limit), windowS],
  );
  return row && row.taken === budgets.length ? null : (row?.waitS ?? windowS);
}

/** Seconds until the first closed budget opens again; null while all are open. */
export async function operatorWaitS(budgets: readonly { key: Uint8Array; limit: number }[]): Promise<number | null> {
  const [row] = await query<{ waitS: number | null }>(
    "system",
    "operator-wait",
    `SELECT max(ceil(extract(epoch FROM a.window_ends_at - now())))::int AS "waitS"
     FROM unnest($1::bytea[], $2::int[]) AS budget(key, top) JOIN operator_attempts a USING (key)
     WHERE a.count >= budget.top AND a.window_ends_at > now()`,
    [budgets.map(({ key }) => key), budgets.map(({ limit }) => limit)],
  );
  return row?.waitS ?? null;
}

/**
 * Counts a failure against each budget. One that closes again and again stays closed for longer: see `countFailures`.
 *
 * @returns how many there are against each by now
 */
export async function countOperatorFailures(budgets: readonly { key: Uint8Array; limit: number }[], windowS: number): Promise<Counted[]> {
  return query<Counted>(
    "system",
    "count-operator-failures",
    `WITH failed AS (SELECT * FROM unnest($1::bytea[], $2::int[]) AS f(key, top))
     INSERT INTO operator_attempts AS a (key, count, window_ends_at)
     SELECT key, 1, now() + make_interval(secs => $3) FROM failed ORDER BY key
     ON CONFLICT (key) DO UPDATE SET ${oneFailureMore("(SELECT top FROM failed WHERE failed.key = a.key)", "$3")}
     RETURNING key, count`,
    [budgets.map(({ key }) => key), budgets.map(({ limit }) => limit), windowS],
  );
}

/** What an operator does, and from where, before they have a session. */
export type OperatorEvent = { readonly event: EventRow; readonly client: Client };

/** The value of an event of an operator, whose account the statement finds. */
export const operatorEvent = (id: bigint, { event, client }: OperatorEvent) =>
  eventValue({ accountId: null, by: { ...client, kind: "operator", id } }, event);

/** Writes down what somebody tried at the password of the operator with this address, if there is one. */
export async function recordOperatorFailure(emailCanonical: string, { event, client }: OperatorEvent): Promise<void> {
  await query(
    "system",
    "record-operator-failure",
    `WITH o AS (SELECT account_id FROM operators WHERE email_canonical = $1),
     ${recordedWith("o", "$2", { account: "o.account_id" })}
     SELECT`,
    [emailCanonical, eventValue({ accountId: null, by: visitorFrom(client) }, event)],
  );
}

/** Who has shown something, under which version of their sessions, and whether it was a second factor, too. */
export type OperatorProof = { readonly id: bigint; readonly version: number; readonly factor: boolean };

/**
 * Begins a session, if the operator still is who was checked and has shown all that they have to.
 *
 * @returns the moment, on the database's clock; null: the password was changed, a factor set up, or the operator removed, meanwhile
 */
export async function beginOperatorSession({ id, version, factor }: OperatorProof, event: OperatorEvent): Promise<number | null> {
  const [row] = await query<{ nowS: number }>(
    "system",
    "begin-operator-session",
    `WITH signed_in AS (
       UPDATE operators o SET last_sign_in_at = now()
       WHERE o.id = $1 AND o.session_version = $2 AND ${SHOWN_ENOUGH("$3::boolean")} RETURNING o.id, o.account_id),
     ${recordedWith("signed_in", "$4", { account: "signed_in.account_id" })}
     SELECT ${NOW_S} AS "nowS" FROM signed_in`,
    [id, version, factor, operatorEvent(id, event)],
  );
  return row?.nowS ?? null;
}

/** The same for a session that goes on, in which it was proved once more who sits there. */
export async function renewOperatorProof({ id, version, factor }: OperatorProof, event: OperatorEvent): Promise<number | null> {
  const [row] = await query<{ nowS: number }>(
    "system",
    "renew-operator-proof",
    `WITH proved AS (
       SELECT o.id, o.account_id FROM operators o
       WHERE o.id = $1 AND o.session_version = $2 AND ${SHOWN_ENOUGH("$3::boolean")} FOR SHARE OF o),
     ${recordedWith("proved", "$4", { account: "proved.account_id" })}
     SELECT ${NOW_S} AS "nowS" FROM proved`,
    [id, version, factor, operatorEvent(id, event)],
  );
  return row?.nowS ?? null;
}

/** An operator between the two factors of a sign-in. */
export type OperatorBetween = {
  readonly email: string;
  readonly emailCanonical: string;
  /** Whether they have an app to show. */
  readonly secondFactor: boolean;
  /** Whether they have a passkey to show. Who has neither sets an app up. */
  readonly hasPasskey: boolean;
};

/** SQL: whether the operator `o` has a passkey of a domain. */
export const HAS_PASSKEY = (rpId: string) =>
  `EXISTS (SELECT 1 FROM operator_passkeys p WHERE p.account_id = o.account_id AND p.operator_id = o.id AND p.rp_id = ${rpId})`;

/**
 * The operator whose first factor was right, or null once their sessions have another version.
 *
 * @param rpId the domain whose passkeys can be shown
 */
export async function findOperatorBetween(id: bigint, version: number, rpId: string): Promise<OperatorBetween | null> {
  const [row] = await query<OperatorBetween>(
    "system",
    "find-operator-between",
    `SELECT email, email_canonical AS "emailCanonical", second_factor AS "secondFactor", ${HAS_PASSKEY("$3")} AS "hasPasskey"
     FROM operators o WHERE id = $1 AND session_version = $2`,
    [id, version, rpId],
  );
  return row ?? null;
}

/** Keeps the same password in another way, if what is kept is still what it was compared with. Ends nothing. */
export async function renewOperatorPassword(id: bigint, compared: Uint8Array, renewed: Uint8Array): Promise<void> {
  await query("system", "renew-operator-password", `UPDATE operators SET password_sealed = $3 WHERE id = $1 AND password_sealed = $2`, [
    id,
    compared,
    renewed,
  ]);
}

/** Ends every session that began under this version. */
export async function endOperatorSessions(id: bigint, sessionVersion: number, event: OperatorEvent): Promise<void> {
  await query(
    "system",
    "end-operator-sessions",
    `WITH o AS (
       UPDATE operators SET session_version = session_version + 1 WHERE id = $1 AND session_version = $2 RETURNING account_id),
     ${recordedWith("o", "$3", { account: "o.account_id" })}
     SELECT`,
    [id, sessionVersion, operatorEvent(id, event)],
  );
}

/** Forgets the attempts that were counted against these keys. */
export async function forgetOperatorAttempts(keys: readonly Uint8Array[]): Promise<void> {
  await query("system", "forget-operator-attempts", `DELETE FROM operator_attempts WHERE key = ANY($1::bytea[])`, [keys]);
}

/** Gives attempts back that turned out to be right. */
export async function giveBackOperatorAttempts(keys: readonly Uint8Array[]): Promise<void> {
  await query(
    "system",
    "give-back-operator-attempts",
    `UPDATE operator_attempts SET count = count - 1 WHERE key = ANY($1::bytea[]) AND count > 0`,
    [keys],
  );
}

/** The version that sessions begin under now, and the moment that it is so, on the database's clock. */
export type SessionStart = { readonly version: number; readonly nowS: number };

/**
 * Sets a password in place of the one that was just proved, and ends every session and reset link that began before it.
 *
 * @returns null when another change was quicker
 */
export async function replaceOperatorPassword(
  id: bigint,
  sessionVersion: number,
  passwordSealed: Uint8Array,
  event: OperatorEvent,
): Promise<SessionStart | null> {
  const [row] = await query<SessionStart>(
    "system",
    "replace-operator-password",
    `WITH changed AS (
       UPDATE operators SET password_sealed = $3, session_version = session_version + 1, updated_at = now()
       WHERE id = $1 AND session_version = $2 RETURNING id, account_id, session_version),
     ${recordedWith("changed", "$4", { account: "changed.account_id" })},
     voided AS (
       UPDATE operator_links l SET expires_at = now() FROM changed
       WHERE l.operator_id = changed.id AND l.used_at IS NULL AND l.expires_at > now())
     SELECT session_version AS version, ${NOW_S} AS "nowS" FROM changed`,
    [id, sessionVersion, passwordSealed, operatorEvent(id, event)],
  );
  return row ?? null;
}

/** Whom a reset link is for. */
export type ResetRecipient = { readonly operatorId: bigint; readonly accountId: bigint; readonly email: string; readonly name: string };

/** Puts a new reset link in place of an operator's earlier ones. Null: nobody has this address. */
export async function replaceResetLink(
  emailCanonical: string,
  link: { id: bigint; tokenHash: Uint8Array; minutes: number },
  { event, by }: { readonly event: EventRow; readonly by: Actor },
): Promise<ResetRecipient | null> {
  const [row] = await queryAfter<ResetRecipient>(
    "system",
    {
      name: "share-account-of-address",
      text: `SELECT id FROM accounts WHERE id = (SELECT account_id FROM operators WHERE email_canonical = $1) FOR KEY SHARE`,
      values: [emailCanonical],
    },
    "replace-reset-link",
    `WITH operator AS (SELECT id, account_id, email, email_canonical, name FROM operators WHERE email_canonical = $1),
     voided AS (
       UPDATE operator_links l SET expires_at = now() FROM operator
       WHERE l.operator_id = operator.id AND l.used_at IS NULL AND l.expires_at > now()),
     made AS (
       INSERT INTO operator_links (id, account_id, purpose, operator_id, email, email_canonical, token_hash, expires_at)
       SELECT $2, account_id, 'reset_password', id, email, email_canonical, $3, now() + make_interval(mins => $4) FROM operator),
     ${recordedWith("operator", "$5", { account: "operator.account_id" })}
     SELECT id AS "operatorId", account_id AS "accountId", email, name FROM operator`,
    [emailCanonical, link.id, link.tokenHash, link.minutes, eventValue({ accountId: null, by }, event)],
  );
  return row ?? null;
}

/** A link that could be used now. */
export type LiveOperatorLink = {
  readonly id: bigint;
  readonly accountName: string;
  readonly operatorId: bigint | null;
  readonly email: string;
  readonly emailCanonical: string;
  readonly invitedBy: string | null;
};

/** The live link with this token, or null. Looking spends nothing. */
export async function findOperatorLink(purpose: "invitation" | "reset_password", tokenHash: Uint8Array): Promise<LiveOperatorLink | null> {
  const [row] = await query<LiveOperatorLink>(
    "system",
    "find-operator-link",
    `SELECT l.id, a.name AS "accountName", l.operator_id AS "operatorId", l.email, l.email_canonical AS "emailCanonical", l.invited_by AS "invitedBy"
     FROM operator_links l JOIN accounts a ON a.id = l.account_id
     WHERE l.token_hash = $1 AND l.purpose = $2::operator_link_purpose AND l.used_at IS NULL AND l.expires_at > now()
       AND (a.deleted_at IS NULL OR l.purpose = 'reset_password')`,
    [tokenHash, purpose],
  );
  return row ?? null;
}

/**
 * Asks for the mail that lets an operator set a new password. The same one statement whether or not anybody has the address:
 * who that is, is found out in the job.
 */
export async function queueResetAsked(emailCanonical: string, client: Client): Promise<void> {
  await query(
    "system",
    "queue-reset-asked",
    `SELECT graphile_worker.add_job('operator-reset-asked', payload => json_build_object('emailCanonical', $1::text, 'client', $2::json))`,
    [emailCanonical, JSON.stringify(client)],
  );
}

/**
 * Goes on from there, in the account of the operator with this address, if there is one.
 *
 * SECURITY: the scope in the payload comes from the operator's own row.
 */
export async function queueResetMail(emailCanonical: string, client: Client): Promise<void> {
  await query(
    "system",
    "queue-reset-mail",
    `SELECT graphile_worker.add_job('mail-operator-reset', payload => json_build_object('emailCanonical', o.email_canonical,
       'client', $2::json, 'scope', json_build_object('account_id', o.account_id::text, 'site_id', NULL)))
     FROM operators o WHERE o.email_canonical = $1`,
    [emailCanonical, JSON.stringify(client)],
  );
}

/** The id of the account with this id, or of the operator with this address; null: there is none. */
export async function findAccount(id: bigint | null, emailCanonical: string | null): Promise<bigint | null> {
  const [row] = await query<{ id: bigint }>(
    "system",
    "find-account",
    "SELECT id FROM accounts WHERE id = $1 OR id = (SELECT account_id FROM operators WHERE email_canonical = $2)",
    [id, emailCanonical],
  );
  return row?.id ?? null;
}
