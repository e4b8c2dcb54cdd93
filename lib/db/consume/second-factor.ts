import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { FIRST_FACTOR_PROVED, type Proof, proofValues } from "../proof";
import { query, queryAfter } from "../query";
import type { SiteScope } from "../scope";
import { lockSiteUser } from "./first-proof";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same secret exactly one gets an answer, and a secret that has expired never does.
 */

/** A sign-in that waits for its second factor, or a second factor that is being set up. */
export type LiveStep = {
  readonly id: bigint;
  readonly siteUserId: bigint;
  readonly purpose: "sign_in" | "set_up";
  /** What the first factor was: the method's id. */
  readonly provedBy: string | null;
  /** The secret of an authenticator app that is not the user's yet. */
  readonly secretSealed: Uint8Array | null;
  /** Whether it became the user's in this step. */
  readonly isSetUp: boolean;
  readonly user: {
    readonly email: string;
    readonly emailCanonical: string;
    readonly username: string | null;
    readonly hasSecondFactor: boolean;
  };
};

/**
 * Begins the step between the two factors of a sign-in, in the order of locks of `issueCallbackToken`.
 *
 * @returns false when the user no longer exists or is blocked, or what proved them holds no more
 */
export async function insertSignInStep(
  scope: SiteScope,
  step: {
    readonly id: bigint;
    readonly siteUserId: bigint;
    readonly tokenHash: Uint8Array;
    readonly minutes: number;
    readonly by: string | null;
  },
  proof: Proof,
): Promise<boolean> {
  const rows = await query(
    scope,
    "insert-sign-in-step",
    `WITH here AS (SELECT 1 FROM sites WHERE account_id = $1 AND id = $2 AND deleted_at IS NULL FOR KEY SHARE),
     whose AS (
       SELECT site_users.id FROM site_users, here
       WHERE account_id = $1 AND site_id = $2 AND site_users.id = $3 AND NOT $7::boolean AND ${FIRST_FACTOR_PROVED} FOR SHARE OF site_users)
     INSERT INTO second_factor_steps (id, account_id, site_id, site_user_id, purpose, token_hash, password_sealed, proved_by, expires_at)
     SELECT $8, $1, $2, whose.id, 'sign_in', $9, $4, $11, now() + make_interval(mins => $10) FROM whose RETURNING id`,
    [scope.accountId, scope.siteId, step.siteUserId, ...proofValues(proof), step.id, step.tokenHash, step.minutes, step.by],
  );
  return rows.length === 1;
}

const LIVE = "s.used_at IS NULL AND s.expires_at > now()";

/** The step with this token while it goes on, or null: used, expired, its user blocked or gone. */
export async function findStep(scope: SiteScope, tokenHash: Uint8Array): Promise<LiveStep | null> {
  const [row] = await query<Omit<LiveStep, "user"> & LiveStep["user"]>(
    scope,
    "find-second-factor-step",
    `SELECT s.id, s.site_user_id AS "siteUserId", s.purpose, s.proved_by AS "provedBy", s.secret_sealed AS "secretSealed", s.set_up_at IS NOT NULL AS "isSetUp",
       u.email, u.email_canonical AS "emailCanonical", u.username, u.second_factor AS "hasSecondFactor"
     FROM second_factor_steps s JOIN site_users u ON u.account_id = s.account_id AND u.site_id = s.site_id AND u.id = s.site_user_id
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.token_hash = $3 AND ${LIVE} AND u.blocked_at IS NULL`,
    [scope.accountId, scope.siteId, tokenHash],
  );
  if (!row) return null;
  const { email, emailCanonical, username, hasSecondFactor, ...step } = row;
  return { ...step, user: { email, emailCanonical, username, hasSecondFactor } };
}

/** What the first factor of a sign-in rested on, and which method it was. */
export type FirstFactor = { readonly passwordSealed: Uint8Array | null; readonly by: string | null };

/**
 * Spends a step of a sign-in, after its second factor was shown or set up.
 *
 * @param isSetUp which of the two. SECURITY: one in which nothing was set up is not spent as if it had been
 * @returns what the first factor rested on; null when the step was spent or ended in between
 */
export async function consumeSignInStep(scope: SiteScope, id: bigint, isSetUp: boolean): Promise<FirstFactor | null> {
  const [row] = await query<FirstFactor>(
    scope,
    "consume-sign-in-step",
    `UPDATE second_factor_steps s SET used_at = now()
     WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.purpose = 'sign_in' AND (s.set_up_at IS NOT NULL) = $4 AND ${LIVE}
     RETURNING s.password_sealed AS "passwordSealed", s.proved_by AS by`,
    [scope.accountId, scope.siteId, id, isSetUp],
  );
  return row ?? null;
}

/** Takes the code of a time step. False: it, or a later one, was taken before. */
export async function consumeTotpCounter(scope: SiteScope, siteUserId: bigint, counter: number): Promise<boolean> {
  const rows = await query(
    scope,
    "consume-totp-counter",
    `UPDATE totp_secrets SET last_counter = $4, last_used_at = now()
     WHERE account_id = $1 AND site_id = $2 AND site_user_id = $3 AND last_counter < $4 RETURNING site_user_id`,
    [scope.accountId, scope.siteId, siteUserId, counter],
  );
  return rows.length === 1;
}

/** Takes a recovery code, by the MACs it may be kept as. False: it is none, or was taken before. */
export async function consumeRecoveryCode(scope: SiteScope, siteUserId: bigint, macs: readonly Uint8Array[]): Promise<boolean> {
  const rows = await query(
    scope,
    "consume-recovery-code",
    `UPDATE recovery_codes SET used_at = now()
     WHERE account_id = $1 AND site_id = $2 AND site_user_id = $3 AND code_mac = ANY ($4::bytea[]) AND used_at IS NULL RETURNING site_user_id`,
    [scope.accountId, scope.siteId, siteUserId, macs],
  );
  return rows.length === 1;
}

/** The parts of a statement that put new recovery codes, `$4`, in place of those of the user of the part `whose`. */
const RENEWED_CODES = `forgotten AS (
       DELETE FROM recovery_codes r USING whose WHERE r.account_id = $1 AND r.site_id = $2 AND r.site_user_id = whose.id),
     written AS (
       INSERT INTO recovery_codes (account_id, site_id, site_user_id, code_mac) SELECT $1, $2, whose.id, mac FROM whose, unnest($4::bytea[]) mac)`;

/** What becomes a user's when they set up an authenticator app. */
export type NewTotp = {
  readonly secretSealed: Uint8Array;
  /** The time step of the code that confirmed it. */
  readonly counter: number;
  readonly recoveryMacs: readonly Uint8Array[];
};

/**
 * Makes the secret of a step the user's own, with new recovery codes. From now on they need it, and no browser is trusted.
 *
 * SECURITY: the user's row is locked first, so of two apps that are set up at once the second finds the first, and is refused unless
 * it was begun to replace it: only a step of `set_up` may, which nobody begins who has not shown what they had.
 *
 * @returns false when the step was spent or ended in between, or there is another app by now
 */
export async function consumeSetUp(
  scope: SiteScope,
  { id, siteUserId }: LiveStep,
  totp: NewTotp,
  sessionId: bigint | null,
  event: EventRow | null,
): Promise<boolean> {
  const rows = await queryAfter(
    scope,
    lockSiteUser(scope, siteUserId),
    "consume-set-up",
    `WITH step AS (
       UPDATE second_factor_steps s SET set_up_at = now(), secret_sealed = NULL, used_at = CASE WHEN s.purpose = 'set_up' THEN now() END
       WHERE s.account_id = $1 AND s.site_id = $2 AND s.site_user_id = $3 AND s.id = $5 AND s.secret_sealed IS NOT NULL AND ${LIVE}
         AND (s.purpose = 'set_up' OR NOT EXISTS (
           SELECT 1 FROM site_users u WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = $3 AND u.second_factor))
       RETURNING s.site_user_id),
     whose AS (
       INSERT INTO totp_secrets (account_id, site_id, site_user_id, secret_sealed, last_counter) SELECT $1, $2, site_user_id, $6, $7 FROM step
       ON CONFLICT (account_id, site_id, site_user_id) DO UPDATE SET
         secret_sealed = excluded.secret_sealed, last_counter = excluded.last_counter, last_used_at = NULL, created_at = now()
       RETURNING site_user_id AS id),
     ${RENEWED_CODES},
     untrusted AS (
       DELETE FROM trusted_browsers b USING whose WHERE b.account_id = $1 AND b.site_id = $2 AND b.site_user_id = whose.id),
     shown AS (
       UPDATE sessions s SET second_factor = true FROM whose
       WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $8 AND s.site_user_id = whose.id),
     ${recordedWith("whose", "$9")}
     UPDATE site_users u SET second_factor = true, updated_at = now() FROM whose
     WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = whose.id RETURNING u.id`,
    [
      scope.accountId,
      scope.siteId,
      siteUserId,
      totp.recoveryMacs,
      id,
      totp.secretSealed,
      totp.counter,
      sessionId,
      eventValue(scope, event),
    ],
  );
  return rows.length === 1;
}

/**
 * Puts new recovery codes in place of the old ones.
 *
 * @returns false when the user has no second factor by now
 */
export async function renewRecoveryCodes(
  scope: SiteScope,
  siteUserId: bigint,
  macs: readonly Uint8Array[],
  event: EventRow | null,
): Promise<boolean> {
  const rows = await queryAfter(
    scope,
    lockSiteUser(scope, siteUserId),
    "renew-recovery-codes",
    `WITH whose AS (SELECT id FROM site_users WHERE account_id = $1 AND site_id = $2 AND id = $3 AND second_factor),
     ${RENEWED_CODES},
     ${recordedWith("whose", "$5")}
     SELECT id FROM whose`,
    [scope.accountId, scope.siteId, siteUserId, macs, eventValue(scope, event)],
  );
  return rows.length === 1;
}
