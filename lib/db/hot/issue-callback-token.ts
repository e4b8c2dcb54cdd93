import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { keepToken, type NewCallbackToken, tokenValues } from "../keep-callback-token";
import { FIRST_FACTOR_PROVED, type Proof, proofValues, STILL_PROVED } from "../proof";
import { query } from "../query";
import type { SiteScope } from "../scope";
import { HERE } from "../suspended";

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
     ${recordedWith("signed_in", "$8")}
     ${keepToken("signed_in", 9)}
     RETURNING id`,
    [scope.accountId, scope.siteId, siteUserId, ...proofValues(proof), eventValue(scope, event), ...tokenValues(token)],
  );
  return rows.length === 1;
}

/** Notes a sign-in that ends without a token: whoever asked is told who it was. */
export async function noteSignIn(scope: SiteScope, siteUserId: bigint, proof: Proof, event: EventRow | null): Promise<boolean> {
  const rows = await query(
    scope,
    "note-sign-in",
    `WITH ${HERE},
     signed_in AS (
       UPDATE site_users SET last_sign_in_at = now() FROM here
       WHERE account_id = $1 AND site_id = $2 AND id = $3 AND ${STILL_PROVED} RETURNING id),
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
