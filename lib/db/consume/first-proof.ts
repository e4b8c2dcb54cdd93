import { recordedWith } from "../audit-events";
import type { SiteScope } from "../scope";

/** What makes everybody wait who signs this user in, changes or deletes them. */
export const lockSiteUser = (scope: SiteScope, siteUserId: bigint) => ({
  name: "lock-site-user",
  text: `SELECT id FROM site_users WHERE account_id = $1 AND site_id = $2 AND id = $3 FOR UPDATE`,
  values: [scope.accountId, scope.siteId, siteUserId],
});

/**
 * The parts of a statement that end whatever the users of another part had open: sessions, callback tokens, mail secrets, sign-ins
 * that wait for a second factor, browsers that need not show it, and a new address that is not proved yet. Of a user whose address was not proved yet, accounts elsewhere
 * are unlinked as well: a stranger's would be a way in.
 *
 * @param whose the part with their `id`, and the `secret_id` of a mail secret that is spent by the statement itself
 */
export function voidOpened(whose: string): string {
  const open = (table: string) => `${table}.account_id = $1 AND ${table}.site_id = $2 AND ${table}.site_user_id = ${whose}.id`;
  return `ended AS (UPDATE sessions s SET ended_at = now() FROM ${whose} WHERE ${open("s")} AND s.ended_at IS NULL),
     voided_tokens AS (
       UPDATE callback_tokens t SET expires_at = now() FROM ${whose} WHERE ${open("t")} AND t.used_at IS NULL AND t.expires_at > now()),
     voided_steps AS (DELETE FROM second_factor_steps f USING ${whose} WHERE ${open("f")}),
     untrusted AS (DELETE FROM trusted_browsers b USING ${whose} WHERE ${open("b")}),
     voided_secrets AS (
       UPDATE mail_tokens m SET expires_at = now() FROM ${whose}
       WHERE ${open("m")} AND m.id IS DISTINCT FROM ${whose}.secret_id AND m.used_at IS NULL AND m.expires_at > now()),
     voided_changes AS (
       UPDATE email_changes c SET expires_at = now() FROM ${whose} WHERE ${open("c")} AND c.used_at IS NULL AND c.expires_at > now()),
     unlinked AS (
       DELETE FROM linked_accounts l USING ${whose} JOIN site_users o ON o.account_id = $1 AND o.site_id = $2 AND o.id = ${whose}.id
       WHERE ${open("l")} AND o.email_verified_at IS NULL)`;
}

/** The part of a statement that takes their passkeys from the users of another part. */
export const dropPasskeys = (whose: string) =>
  `dropped_passkeys AS (DELETE FROM passkeys k USING ${whose} WHERE k.account_id = $1 AND k.site_id = $2 AND k.site_user_id = ${whose}.id)`;

/** The parts of a statement that take the second factor from the users of another part. Their row loses the mark by itself. */
export function voidFactors(whose: string): string {
  const kept = (table: string) => `${table}.account_id = $1 AND ${table}.site_id = $2 AND ${table}.site_user_id = ${whose}.id`;
  return `voided_totp AS (DELETE FROM totp_secrets o USING ${whose} WHERE ${kept("o")}),
     voided_codes AS (DELETE FROM recovery_codes r USING ${whose} WHERE ${kept("r")})`;
}

/**
 * The end of a statement that proves an address, behind its part `spent` with `site_user_id`, `email_canonical` and `secret_id`.
 *
 * SECURITY: at the first proof of an address whatever was set or opened before it is void, because it may be a stranger's: the
 * password, the second factor and the passkeys too. The user's row has to be locked before, so a sign-in with the old password is seen
 * here, or finds it gone.
 *
 * @param event the parameter that holds the event to write down with it
 * @param known what is true of a user `u` of whom something says that this very person chose the password
 */
export const proveForStranger = (event: string, known = "false") => `first AS (
       SELECT u.id, spent.secret_id FROM site_users u JOIN spent ON u.id = spent.site_user_id AND u.email_canonical = spent.email_canonical
       WHERE u.account_id = $1 AND u.site_id = $2 AND u.email_verified_at IS NULL AND NOT (${known})),
     ${voidOpened("first")},
     ${voidFactors("first")},
     ${dropPasskeys("first")},
     proved AS (
       UPDATE site_users u SET email_verified_at = coalesce(u.email_verified_at, now()), updated_at = now(),
         password_sealed = CASE WHEN EXISTS (SELECT 1 FROM first) THEN NULL ELSE u.password_sealed END,
         second_factor = u.second_factor AND NOT EXISTS (SELECT 1 FROM first)
       FROM spent WHERE u.account_id = $1 AND u.site_id = $2 AND u.id = spent.site_user_id AND u.email_canonical = spent.email_canonical
       RETURNING u.id),
     ${recordedWith("proved", event)}
     SELECT id FROM proved`;
