/** How the statements about sessions read a session, and what they mean by one that goes on. */

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

export type SessionRow = Omit<LiveSession, "user"> & { [Column in keyof SessionUser as `user_${Column}`]: SessionUser[Column] };

export const USER = `u.id AS "user_id", u.uuid AS "user_uuid", u.email AS "user_email", u.email_verified_at AS "user_emailVerifiedAt",
  u.username AS "user_username", u.first_name AS "user_firstName", u.last_name AS "user_lastName", u.locale AS "user_locale",
  u.created_at AS "user_createdAt", u.updated_at AS "user_updatedAt"`;

export const SESSION = `s.id, s.handle, s.dialect, s.refresh_hash AS "refreshHash", s.expires_at AS "expiresAt"`;

/** When a visitor proved who they are in a session that a trusted browser began. */
export const NEVER = "to_timestamp(0)";

/** Of a session `s`. */
export const LIVE = "s.ended_at IS NULL AND s.expires_at > now()";

/**
 * The user `u` of a session `s`, unless they are blocked.
 *
 * SECURITY: what was begun without the second factor, on any wire, is over for whoever has one by now.
 */
export const OWN = `u.account_id = s.account_id AND u.site_id = s.site_id AND u.id = s.site_user_id AND u.blocked_at IS NULL
  AND (s.second_factor OR NOT u.second_factor)`;

/** A row as what it tells, or null for none. */
export function sessionOf(row: SessionRow | undefined): LiveSession | null {
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
