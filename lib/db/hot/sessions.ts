import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { keepToken, type NewCallbackToken, tokenValues } from "../keep-callback-token";
import { type Proof, proofValues, STILL_PROVED } from "../proof";
import { query } from "../query";
import type { SiteScope } from "../scope";
import { HERE, OPEN } from "../suspended";
import { LIVE, type LiveSession, NEVER, OWN, SESSION, type SessionRow, sessionOf, USER } from "./session-row";

export type { LiveSession, SessionUser } from "./session-row";

/** However often it is renewed, a session ends after so many days. */
const LONGEST_DAYS = 365;

export type NewSession = {
  readonly id: bigint;
  readonly siteUserId: bigint;
  readonly dialect: string;
  /** Null: it cannot be renewed. */
  readonly refreshHash: Uint8Array | null;
  readonly lifetimeS: number;
  readonly ip: string;
  readonly userAgent: string | null;
  /** By which method they proved who they are, where that is told. */
  readonly provedBy?: string | null;
  /** Set where a trusted browser stood in for the second factor: nothing has been proved wholly in this session yet. */
  readonly trusted?: boolean;
  /**
   * Set where the browser is new, to tell its user so by mail. Whoever signs in for the first time is not told: they have used none before.
   * Neither is who has been told lately: a job that would find that out costs more than this statement.
   */
  readonly tell?: {
    /** For whoever has none saved. */
    readonly language: string;
    /** What stands before the address in the key of the budget that such a mail is taken from. */
    readonly budget: string;
  } | null;
  /** Kept with the session, where the visitor goes on to the customer's application. */
  readonly callbackToken?: NewCallbackToken | null;
};

/**
 * Begins a session of a user who has just signed in, and notes the time. One statement, and in the order of locks of
 * `issueCallbackToken`. A callback token and the mail about a new browser are written with it: there is neither without a session, and no
 * session without them.
 *
 * @returns null when the user no longer exists or is blocked, or what proved them holds no more
 */
export async function insertSession(
  scope: SiteScope,
  session: NewSession,
  proof: Proof,
  event: EventRow | null,
): Promise<LiveSession | null> {
  const { tell, callbackToken = null } = session;
  const [row] = await query<SessionRow>(
    scope,
    "insert-session",
    `WITH ${HERE},
     u AS (
       UPDATE site_users SET last_sign_in_at = now() FROM here
       WHERE account_id = $1 AND site_id = $2 AND id = $3 AND ${STILL_PROVED} RETURNING site_users.*),
     s AS (
       INSERT INTO sessions (id, account_id, site_id, site_user_id, dialect, refresh_hash, ip, user_agent, expires_at, second_factor, proved_by, proved_at)
       SELECT $8, $1, $2, u.id, $9, $10, $11, $12, now() + make_interval(secs => $13), $7, $14, CASE WHEN $17 THEN ${NEVER} ELSE now() END FROM u
       RETURNING id, handle, dialect, refresh_hash, expires_at),
     t AS (
       ${keepToken("u", 19)} WHERE $19::bigint IS NOT NULL),
     ${recordedWith("s", "$16")}
     SELECT ${SESSION}, ${USER}, CASE WHEN $15::text IS NOT NULL AND EXISTS (
         SELECT 1 FROM site_users b WHERE b.account_id = $1 AND b.site_id = $2 AND b.id = $3 AND b.last_sign_in_at IS NOT NULL)
         AND NOT EXISTS (
         SELECT 1 FROM attempts a WHERE a.account_id = $1 AND a.site_id = $2 AND a.key = sha256(convert_to($18 || u.email_canonical, 'UTF8'))
           AND a.window_ends_at > now())
       THEN add_job_in_scope('mail-new-device', json_build_object('sessionId', s.id::text, 'language', $15::text,
         'scope', json_build_object('account_id', $1::text, 'site_id', $2::text))) END AS told
     FROM s, u`,
    [
      scope.accountId,
      scope.siteId,
      session.siteUserId,
      ...proofValues(proof),
      session.id,
      session.dialect,
      session.refreshHash,
      session.ip,
      session.userAgent,
      session.lifetimeS,
      session.provedBy ?? null,
      tell?.language ?? null,
      eventValue(scope, event),
      session.trusted ?? false,
      tell?.budget ?? null,
      ...tokenValues(callbackToken),
    ],
  );
  return sessionOf(row);
}

/** The session with this handle while it goes on, or null: ended, expired, its user blocked or gone. */
export async function findSession(scope: SiteScope, handle: string): Promise<LiveSession | null> {
  const [row] = await query<SessionRow>(
    scope,
    "find-session",
    `SELECT ${SESSION}, ${USER} FROM sessions s JOIN site_users u ON ${OWN}
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.handle = $3 AND ${LIVE}`,
    [scope.accountId, scope.siteId, handle],
  );
  return sessionOf(row);
}

/** SECURITY: asked again in the statement, as `HERE` is. */
const AT_OPEN_SITE = `EXISTS (SELECT 1 FROM sites o WHERE o.account_id = $1 AND o.id = $2 AND ${OPEN("o")})`;

/** Which refresh token was shown, and what takes its place. */
export type Renewal = {
  readonly sessionId: bigint;
  /** A session is renewed on the wire that it began on. */
  readonly dialect: string;
  readonly generation: number;
  readonly hash: Uint8Array;
  readonly successorHash: Uint8Array;
  readonly lifetimeS: number;
};

/**
 * Puts the successor in place of a refresh token.
 *
 * SECURITY: one conditional statement on the database clock: of any number of callers with the same token one gets an answer.
 */
export async function renewSession(scope: SiteScope, renewal: Renewal): Promise<LiveSession | null> {
  const [row] = await query<SessionRow>(
    scope,
    "renew-session",
    `UPDATE sessions s SET refresh_hash = $6, generation = s.generation + 1, renewed_at = now(),
       expires_at = least(now() + make_interval(secs => $7), s.created_at + make_interval(days => ${LONGEST_DAYS}))
     FROM site_users u
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND s.refresh_hash = $5 AND ${LIVE} AND ${OWN} AND ${AT_OPEN_SITE}
     RETURNING ${SESSION}, ${USER}`,
    [scope.accountId, scope.siteId, renewal.sessionId, renewal.dialect, renewal.hash, renewal.successorHash, renewal.lifetimeS],
  );
  return sessionOf(row);
}

/**
 * The session whose token was replaced in the last seconds by one of these: two tabs of one browser asked at once.
 *
 * @returns null when it was replaced earlier, or again since
 */
export async function findJustRenewed(
  scope: SiteScope,
  { sessionId, dialect, generation }: Pick<Renewal, "sessionId" | "dialect" | "generation">,
  successorHashes: readonly Uint8Array[],
  graceS: number,
): Promise<LiveSession | null> {
  const [row] = await query<SessionRow>(
    scope,
    "find-just-renewed",
    `SELECT ${SESSION}, ${USER} FROM sessions s JOIN site_users u ON ${OWN}
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND ${LIVE} AND ${AT_OPEN_SITE}
       AND s.generation = $5::int + 1 AND s.refresh_hash = ANY ($6) AND s.renewed_at > now() - make_interval(secs => $7)`,
    [scope.accountId, scope.siteId, sessionId, dialect, generation, successorHashes, graceS],
  );
  return sessionOf(row);
}

/**
 * Ends the session of a refresh token that was replaced: somebody else has one of the two.
 *
 * @returns false when there is no such session, or it is over already
 */
export async function endReused(
  scope: SiteScope,
  { sessionId, dialect, generation }: Pick<Renewal, "sessionId" | "dialect" | "generation">,
  event: EventRow | null,
): Promise<boolean> {
  const rows = await query(
    scope,
    "end-reused-session",
    `WITH ended AS (
       UPDATE sessions s SET ended_at = now(), reused_at = now()
       WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND s.generation > $5 AND ${LIVE}
       RETURNING s.id, s.site_user_id),
     ${recordedWith("ended", "$6", { user: "ended.site_user_id" })}
     SELECT id FROM ended`,
    [scope.accountId, scope.siteId, sessionId, dialect, generation, eventValue(scope, event)],
  );
  return rows.length === 1;
}

/**
 * Ends the session of a refresh token, whether that is the one that is good or one that was replaced: another tab may have renewed
 * it at this very moment, and whoever signs out is not to stay signed in by that.
 *
 * @returns false when there is no such session, or it is over already
 */
export async function endByRefreshToken(
  scope: SiteScope,
  { sessionId, dialect, generation }: Pick<Renewal, "sessionId" | "dialect" | "generation">,
  event: EventRow | null,
): Promise<boolean> {
  const rows = await query(
    scope,
    "end-session-by-refresh-token",
    `WITH ended AS (
       UPDATE sessions s SET ended_at = now()
       WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND s.generation >= $5 AND ${LIVE}
       RETURNING s.id, s.site_user_id),
     ${recordedWith("ended", "$6", { user: "ended.site_user_id" })}
     SELECT id FROM ended`,
    [scope.accountId, scope.siteId, sessionId, dialect, generation, eventValue(scope, event)],
  );
  return rows.length === 1;
}

/** Ends a session. Saying it twice changes nothing. */
export async function endSession(scope: SiteScope, id: bigint, event: EventRow | null): Promise<void> {
  await query(
    scope,
    "end-session",
    `WITH ended AS (
       UPDATE sessions s SET ended_at = now() WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND ${LIVE} RETURNING s.site_user_id),
     ${recordedWith("ended", "$4", { user: "ended.site_user_id" })}
     SELECT`,
    [scope.accountId, scope.siteId, id, eventValue(scope, event)],
  );
}
