import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { FIRST_FACTOR_PROVED, type Proof, proofValues, STILL_PROVED } from "../proof";
import { query } from "../query";
import type { SiteScope } from "../scope";
import { HERE } from "../suspended";

/** A callback token as it is kept. */
export type NewCallbackToken = {
  readonly id: bigint;
  readonly hash: Uint8Array;
  readonly last4: string;
  readonly minutes: number;
  /** SHA-256 that its exchange has to show the origin of, or null. */
  readonly codeChallenge: Uint8Array | null;
};

/**
 * Stores a callback token for a user who has just signed in, and notes the time of the sign-in.
 *
 * One statement: there is no token without its user, and no sign-in time without its token. The site's row is locked before
 * the user's, as who deletes a site does: the other way round the two could wait for each other.
 *
 * @returns false when the user no longer exists or is blocked, or what proved them holds no more
 */
export async function issueCallbackToken(
  scope: SiteScope,
  siteUserId: bigint,
  token: NewCallbackToken,
  proof: Proof,
  event: EventRow,
): Promise<boolean> {
  const rows = await query(
    scope,
    "issue-callback-token",
    `WITH ${HERE},
     signed_in AS (
       UPDATE site_users SET last_sign_in_at = now() FROM here
       WHERE account_id = $1 AND site_id = $2 AND id = $3 AND ${STILL_PROVED} RETURNING id),
     ${recordedWith("signed_in", "$12")}
     INSERT INTO callback_tokens (id, account_id, site_id, site_user_id, token_hash, last4, expires_at, code_challenge)
     SELECT $8, $1, $2, signed_in.id, $9, $10, now() + make_interval(mins => $11), $13 FROM signed_in
     RETURNING id`,
    [
      scope.accountId,
      scope.siteId,
      siteUserId,
      ...proofValues(proof),
      token.id,
      token.hash,
      token.last4,
      token.minutes,
      eventValue(scope, event),
      token.codeChallenge,
    ],
  );
  return rows.length === 1;
}

/** Notes a sign-in that ends without a token, because the site has nowhere to send it. */
export async function noteSignIn(scope: SiteScope, siteUserId: bigint, proof: Proof, event: EventRow | null): Promise<boolean> {
  const rows = await query(
    scope,
    "note-sign-in",
    `WITH signed_in AS (
       UPDATE site_users SET last_sign_in_at = now() WHERE account_id = $1 AND site_id = $2 AND id = $3 AND ${STILL_PROVED} RETURNING id),
     ${recordedWith("signed_in", "$8")}
     SELECT id FROM signed_in`,
    [scope.accountId, scope.siteId, siteUserId, ...proofValues(proof), eventValue(scope, event)],
  );
  return rows.length === 1;
}

/**
 * Whether it was the second factor alone that a sign-in lacked.
 *
 * @param required whether the site wants one of everybody
 */
export async function lacksSecondFactor(scope: SiteScope, siteUserId: bigint, proof: Proof, required = false): Promise<boolean> {
  const rows = await query(
    scope,
    "lacks-second-factor",
    `SELECT id FROM site_users
     WHERE account_id = $1 AND site_id = $2 AND id = $3 AND (second_factor OR $8::boolean) AND NOT $7::boolean AND ${FIRST_FACTOR_PROVED}`,
    [scope.accountId, scope.siteId, siteUserId, ...proofValues(proof), required],
  );
  return rows.length === 1;
}
