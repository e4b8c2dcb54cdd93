import { type EventRow, eventValue } from "../audit-events";
import { lockSiteUser, proveForStranger } from "../consume/first-proof";
import { query, queryAfter } from "../query";
import type { SiteScope } from "../scope";

/** An account elsewhere: whoever the issuer calls by that subject. `email`: as the issuer tells it, proved or not. */
export type ForeignAccount = { readonly issuer: string; readonly subject: string; readonly email: string | null };

/** Whom an account elsewhere signs in. */
export type LinkedUser = {
  readonly siteUserId: bigint;
  readonly emailCanonical: string;
  readonly emailVerifiedAt: Date | null;
  readonly blocked: boolean;
};

/** Notes that a linked account is used, and tells whose it is; null: nobody's here. */
export async function noteLinkedAccount(scope: SiteScope, { issuer, subject, email }: ForeignAccount): Promise<LinkedUser | null> {
  const [row] = await query<LinkedUser>(
    scope,
    "note-linked-account",
    `UPDATE linked_accounts l SET last_used_at = now(), email = coalesce($5, l.email)
     FROM site_users u
     WHERE l.account_id = $1 AND l.site_id = $2 AND l.issuer = $3 AND l.subject = $4
       AND u.account_id = $1 AND u.site_id = $2 AND u.id = l.site_user_id
     RETURNING u.id AS "siteUserId", u.email_canonical AS "emailCanonical", u.email_verified_at AS "emailVerifiedAt",
       u.blocked_at IS NOT NULL AS blocked`,
    [scope.accountId, scope.siteId, issuer, subject, email],
  );
  return row ?? null;
}

/** A user's browser that signed up, or that has shown the right password since, is the one in front of us. */
const SAME_BROWSER = `EXISTS (
         SELECT 1 FROM mail_tokens k WHERE k.account_id = $1 AND k.site_id = $2 AND k.site_user_id = u.id AND k.purpose = 'verify_email'
           AND k.used_at IS NULL AND k.expires_at > 'epoch' AND k.browser_hash = $9)`;

type NewLink = ForeignAccount & { readonly id: bigint; readonly siteUserId: bigint; readonly emailCanonical: string };

/**
 * Links an account elsewhere to the user whose address it proves, in one statement. At the first proof of the address whatever was
 * set or opened before it is void, other links too, unless it was this browser that did so.
 *
 * @param emailCanonical the address that the provider has proved: the user's, still
 * @returns false when the user was deleted, blocked, or has another address by now, or the account is linked already
 */
export async function linkProvedAccount(
  scope: SiteScope,
  link: NewLink,
  browserHash: Uint8Array | null,
  event: EventRow | null,
): Promise<boolean> {
  const rows = await queryAfter(
    scope,
    lockSiteUser(scope, link.siteUserId),
    "link-proved-account",
    `WITH spent AS (
       INSERT INTO linked_accounts (id, account_id, site_id, site_user_id, issuer, subject, email)
       SELECT $4, $1, $2, o.id, $5, $6, $7 FROM site_users o
       WHERE o.account_id = $1 AND o.site_id = $2 AND o.id = $3 AND o.email_canonical = $8 AND o.blocked_at IS NULL
       ON CONFLICT DO NOTHING
       RETURNING site_user_id, $8::text AS email_canonical, NULL::bigint AS secret_id),
     ${proveForStranger("$10", SAME_BROWSER)}`,
    [
      scope.accountId,
      scope.siteId,
      link.siteUserId,
      link.id,
      link.issuer,
      link.subject,
      link.email,
      link.emailCanonical,
      browserHash,
      eventValue(scope, event),
    ],
  );
  return rows.length === 1;
}
