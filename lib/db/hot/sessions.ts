import { type Proof, proofValues, STILL_PROVED } from "../proof";
import { query } from "../query";
import type { SiteScope } from "../scope";

/** Whom a session is of, as its tokens and the pages of their own account tell. */
export type SessionUser = {
  readonly id: bigint;
  readonly uuid: string;
  readonly email: string;
  readonly emailVerifiedAt: Date | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A session that goes on, with whose it is. */
export type LiveSession = {
  readonly id: bigint;
  readonly handle: string;
  readonly dialect: string;
  /** SHA-256 of the refresh token that is good, or null when it cannot be renewed. */
  readonly refreshHash: Uint8Array | null;
  /** Until when it goes on. */
  readonly expiresAt: Date;
  readonly user: SessionUser;
};

type Row = Omit<LiveSession, "user"> & { [Column in keyof SessionUser as `user_${Column}`]: SessionUser[Column] };

const USER = `u.id AS "user_id", u.uuid AS "user_uuid", u.email AS "user_email", u.email_verified_at AS "user_emailVerifiedAt",
  u.username AS "user_username", u.first_name AS "user_firstName", u.last_name AS "user_lastName", u.locale AS "user_locale",
  u.created_at AS "user_createdAt", u.updated_at AS "user_updatedAt"`;

const SESSION = `s.id, s.handle, s.dialect, s.refresh_hash AS "refreshHash", s.expires_at AS "expiresAt"`;

const LIVE = "s.ended_at IS NULL AND s.expires_at > now()";

const OWN = "u.account_id = s.account_id AND u.site_id = s.site_id AND u.id = s.site_user_id AND u.blocked_at IS NULL";

/** However often it is renewed, a session ends after so many days. */
const LONGEST_DAYS = 365;

function sessionOf(row: Row | undefined): LiveSession | null {
  if (!row) return null;
  const { id, handle, dialect, refreshHash, expiresAt } = row;
  const user = {
    id: row.user_id,
    uuid: row.user_uuid,
    email: row.user_email,
    emailVerifiedAt: row.user_emailVerifiedAt,
    username: row.user_username,
    firstName: row.user_firstName,
    lastName: row.user_lastName,
    locale: row.user_locale,
    createdAt: row.user_createdAt,
    updatedAt: row.user_updatedAt,
  };
  return { id, handle, dialect, refreshHash, expiresAt, user };
}

export type NewSession = {
  readonly id: bigint;
  readonly siteUserId: bigint;
  readonly dialect: string;
  /** Null: it cannot be renewed. */
  readonly refreshHash: Uint8Array | null;
  readonly lifetimeS: number;
  readonly ip: string;
  readonly userAgent: string | null;
};

/**
 * Begins a session of a user who has just signed in, and notes the time. One statement, and in the order of locks of
 * `issueCallbackToken`.
 *
 * @returns null when the user no longer exists or is blocked, or what proved them holds no more
 */
export async function insertSession(scope: SiteScope, session: NewSession, proof: Proof): Promise<LiveSession | null> {
  const [row] = await query<Row>(
    "insert-session",
    `WITH here AS (SELECT 1 FROM sites WHERE account_id = $1 AND id = $2 AND deleted_at IS NULL FOR KEY SHARE),
     u AS (
       UPDATE site_users SET last_sign_in_at = now() FROM here
       WHERE account_id = $1 AND site_id = $2 AND id = $3 AND ${STILL_PROVED} RETURNING site_users.*),
     s AS (
       INSERT INTO sessions (id, account_id, site_id, site_user_id, dialect, refresh_hash, ip, user_agent, expires_at)
       SELECT $8, $1, $2, u.id, $9, $10, $11, $12, now() + make_interval(secs => $13) FROM u
       RETURNING id, handle, dialect, refresh_hash, expires_at)
     SELECT ${SESSION}, ${USER} FROM s, u`,
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
    ],
  );
  return sessionOf(row);
}

/** The session with this handle while it goes on, or null: ended, expired, its user blocked or gone. */
export async function findSession({ accountId, siteId }: SiteScope, handle: string): Promise<LiveSession | null> {
  const [row] = await query<Row>(
    "find-session",
    `SELECT ${SESSION}, ${USER} FROM sessions s JOIN site_users u ON ${OWN}
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.handle = $3 AND ${LIVE}`,
    [accountId, siteId, handle],
  );
  return sessionOf(row);
}

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
export async function renewSession({ accountId, siteId }: SiteScope, renewal: Renewal): Promise<LiveSession | null> {
  const [row] = await query<Row>(
    "renew-session",
    `UPDATE sessions s SET refresh_hash = $6, generation = s.generation + 1, renewed_at = now(),
       expires_at = least(now() + make_interval(secs => $7), s.created_at + make_interval(days => ${LONGEST_DAYS}))
     FROM site_users u
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND s.refresh_hash = $5 AND ${LIVE} AND ${OWN}
     RETURNING ${SESSION}, ${USER}`,
    [accountId, siteId, renewal.sessionId, renewal.dialect, renewal.hash, renewal.successorHash, renewal.lifetimeS],
  );
  return sessionOf(row);
}

/**
 * The session whose token was replaced in the last seconds by one of these: two tabs of one browser asked at once.
 *
 * @returns null when it was replaced earlier, or again since
 */
export async function findJustRenewed(
  { accountId, siteId }: SiteScope,
  { sessionId, dialect, generation }: Pick<Renewal, "sessionId" | "dialect" | "generation">,
  successorHashes: readonly Uint8Array[],
  graceS: number,
): Promise<LiveSession | null> {
  const [row] = await query<Row>(
    "find-just-renewed",
    `SELECT ${SESSION}, ${USER} FROM sessions s JOIN site_users u ON ${OWN}
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND ${LIVE}
       AND s.generation = $5::int + 1 AND s.refresh_hash = ANY ($6) AND s.renewed_at > now() - make_interval(secs => $7)`,
    [accountId, siteId, sessionId, dialect, generation, successorHashes, graceS],
  );
  return sessionOf(row);
}

/**
 * Ends the session of a refresh token that was replaced: somebody else has one of the two.
 *
 * @returns false when there is no such session, or it is over already
 */
export async function endReused(
  { accountId, siteId }: SiteScope,
  { sessionId, dialect, generation }: Pick<Renewal, "sessionId" | "dialect" | "generation">,
): Promise<boolean> {
  const rows = await query(
    "end-reused-session",
    `UPDATE sessions s SET ended_at = now(), reused_at = now()
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND s.generation > $5 AND ${LIVE} RETURNING s.id`,
    [accountId, siteId, sessionId, dialect, generation],
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
  { accountId, siteId }: SiteScope,
  { sessionId, dialect, generation }: Pick<Renewal, "sessionId" | "dialect" | "generation">,
): Promise<boolean> {
  const rows = await query(
    "end-session-by-refresh-token",
    `UPDATE sessions s SET ended_at = now()
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.dialect = $4 AND s.generation >= $5 AND ${LIVE} RETURNING s.id`,
    [accountId, siteId, sessionId, dialect, generation],
  );
  return rows.length === 1;
}

/** Ends a session. Saying it twice changes nothing. */
export async function endSession({ accountId, siteId }: SiteScope, id: bigint): Promise<void> {
  await query(
    "end-session",
    `UPDATE sessions s SET ended_at = now() WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND ${LIVE}`,
    [accountId, siteId, id],
  );
}
