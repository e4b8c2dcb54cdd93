import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { keepToken, type NewCallbackToken, tokenValues } from "../keep-callback-token";
import { type Proof, proofValues, STILL_PROVED } from "../proof";
import { query } from "../query";
import type { SiteScope } from "../scope";
import { HERE } from "../suspended";
import { LIVE, type LiveSession, NEVER, OWN, SESSION, type SessionRow, sessionOf, USER } from "./session-row";

/** Somebody who is signed in at a site's own pages. */
export type HostedSession = LiveSession & {
  /** When they last proved who they are, by what (the method's id), and whether that was a short while ago. */
  readonly provedAt: Date;
  readonly provedBy: string | null;
  readonly recent: boolean;
  /** Whether they showed a second factor. SECURITY: a trusted browser lets them in without, and counts for nothing more. */
  readonly secondFactor: boolean;
};

type Row = SessionRow & Pick<HostedSession, "provedAt" | "provedBy" | "recent" | "secondFactor">;

/** Which session a browser holds. Its token does not change: nobody but the browser that was given it has seen it. */
export type HeldSession = { readonly id: bigint; readonly hash: Uint8Array };

/** How long the sessions of a kind live, in seconds: without a visit, at most, and how seldom a visit is noted. */
export type HostedLife = { readonly idleS: number; readonly longestS: number; readonly notedS: number; readonly recentS: number };

const HELD = `s.account_id = $1 AND s.site_id = $2 AND s.id = $3 AND s.refresh_hash = $4 AND s.dialect = 'hosted' AND ${LIVE}
       AND ${OWN}`;

/**
 * The session that a browser holds while it goes on, or null. It goes on for a while from each visit, but not for ever; a visit
 * is noted now and then.
 */
export async function findHostedSession(
  scope: SiteScope,
  { id, hash }: HeldSession,
  { idleS, longestS, notedS, recentS }: HostedLife,
): Promise<HostedSession | null> {
  const [row] = await query<Row>(
    scope,
    "find-hosted-session",
    `WITH held AS (
       SELECT ${SESSION}, ${USER}, s.renewed_at, s.proved_at AS "provedAt", s.proved_by AS "provedBy",
         s.proved_at > now() - make_interval(secs => $8) AS recent, s.second_factor AND s.proved_at > ${NEVER} AS "secondFactor"
       FROM sessions s JOIN site_users u ON ${HELD}),
     noted AS (
       UPDATE sessions s SET renewed_at = now(),
         expires_at = least(now() + make_interval(secs => $5), s.created_at + make_interval(secs => $6))
       FROM held WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = held.id AND ${LIVE}
         AND held.renewed_at < now() - make_interval(secs => $7))
     SELECT * FROM held`,
    [scope.accountId, scope.siteId, id, hash, idleS, longestS, notedS, recentS],
  );
  const session = sessionOf(row);
  if (!row || !session) return null;
  const { provedAt, provedBy, recent, secondFactor } = row;
  return { ...session, provedAt, provedBy, recent, secondFactor };
}

/**
 * Notes in a session that its visitor has just proved again who they are.
 *
 * @returns false when it has ended, the user is blocked, or what proved them holds no more
 */
export async function noteProof(scope: SiteScope, { id, siteUserId, by }: ProofNote, proof: Proof): Promise<boolean> {
  const rows = await query(
    scope,
    "note-proof",
    `WITH u AS (SELECT id FROM site_users WHERE account_id = $1 AND site_id = $2 AND id = $3 AND ${STILL_PROVED} FOR UPDATE)
     UPDATE sessions s SET proved_at = now(), proved_by = $9, second_factor = s.second_factor OR $7
     FROM u WHERE s.account_id = $1 AND s.site_id = $2 AND s.id = $8 AND s.site_user_id = u.id AND ${LIVE} RETURNING s.id`,
    [scope.accountId, scope.siteId, siteUserId, ...proofValues(proof), id, by],
  );
  return rows.length === 1;
}

type ProofNote = { readonly id: bigint; readonly siteUserId: bigint; readonly by: string | null };

/**
 * Stores a callback token for whoever is signed in in a browser, and notes the time of the sign-in.
 *
 * SECURITY: the rows are locked in the order of whoever ends sessions or deletes a site, and judged as they are then: a session
 * that was ended, a user who was blocked, an address or a second factor that the site wants and does not have, and there is none.
 *
 * @returns false when nothing was issued
 */
export async function issueTokenOfSession(
  scope: SiteScope,
  { id, hash, siteUserId }: HeldSession & { readonly siteUserId: bigint },
  token: NewCallbackToken,
  { provedAddress, secondFactor }: { readonly provedAddress: boolean; readonly secondFactor: boolean },
  event: EventRow | null,
): Promise<boolean> {
  const rows = await query(
    scope,
    "issue-token-of-session",
    `WITH ${HERE},
     u AS (
       SELECT w.* FROM site_users w, here
       WHERE w.account_id = $1 AND w.site_id = $2 AND w.id = $5 AND (NOT $6::boolean OR w.email_verified_at IS NOT NULL) FOR UPDATE OF w),
     held AS (SELECT s.site_user_id FROM u, sessions s WHERE ${HELD} AND (NOT $7::boolean OR s.second_factor) FOR SHARE OF s),
     signed_in AS (
       UPDATE site_users w SET last_sign_in_at = now() FROM held
       WHERE w.account_id = $1 AND w.site_id = $2 AND w.id = held.site_user_id RETURNING w.id),
     ${recordedWith("signed_in", "$8")}
     ${keepToken("signed_in", 9)}
     RETURNING id`,
    [scope.accountId, scope.siteId, id, hash, siteUserId, provedAddress, secondFactor, eventValue(scope, event), ...tokenValues(token)],
  );
  return rows.length === 1;
}
