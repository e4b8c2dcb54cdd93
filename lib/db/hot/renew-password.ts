import { query } from "../query";
import type { SiteScope } from "../scope";

/**
 * Keeps the same password of a user in another way. Nothing else about them changes, and nothing they hold ends.
 *
 * SECURITY: one conditional statement on what the password was compared with, so a password that was set meanwhile stays.
 *
 * @returns false when something else is kept by now
 */
export async function renewPassword(
  scope: SiteScope,
  siteUserId: bigint,
  compared: Uint8Array | null,
  renewed: Uint8Array,
): Promise<boolean> {
  const rows = await query(
    scope,
    "renew-password",
    `UPDATE site_users SET password_sealed = $5
     WHERE account_id = $1 AND site_id = $2 AND id = $3 AND password_sealed = $4 RETURNING id`,
    [scope.accountId, scope.siteId, siteUserId, compared, renewed],
  );
  return rows.length === 1;
}
