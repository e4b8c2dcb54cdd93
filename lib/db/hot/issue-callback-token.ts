import { query } from "../query";
import type { SiteScope } from "../scope";

/**
 * Stores a callback token for a user who has just signed in, and notes the time of the sign-in.
 *
 * One statement: there is no token without its user, and no sign-in time without its token.
 *
 * @returns false when the user no longer exists
 */
export async function issueCallbackToken(
  scope: SiteScope,
  token: { id: bigint; hash: Uint8Array; last4: string; siteUserId: bigint; minutes: number },
): Promise<boolean> {
  const rows = await query(
    "issue-callback-token",
    `WITH signed_in AS (
       UPDATE site_users SET last_sign_in_at = now() WHERE account_id = $1 AND site_id = $2 AND id = $3 RETURNING id)
     INSERT INTO callback_tokens (id, account_id, site_id, site_user_id, token_hash, last4, expires_at)
     SELECT $4, $1, $2, signed_in.id, $5, $6, now() + make_interval(mins => $7) FROM signed_in
     RETURNING id`,
    [scope.accountId, scope.siteId, token.siteUserId, token.id, token.hash, token.last4, token.minutes],
  );
  return rows.length === 1;
}

/** Notes a sign-in that ends without a token, because the site has nowhere to send it. */
export async function noteSignIn(scope: SiteScope, siteUserId: bigint): Promise<boolean> {
  const rows = await query(
    "note-sign-in",
    `UPDATE site_users SET last_sign_in_at = now() WHERE account_id = $1 AND site_id = $2 AND id = $3 RETURNING id`,
    [scope.accountId, scope.siteId, siteUserId],
  );
  return rows.length === 1;
}
