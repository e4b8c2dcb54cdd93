import { query } from "../query";
import type { SiteScope } from "../scope";

/** A linked account from elsewhere. Times are texts: a Date would lose microseconds. */
export type RestoredLink = {
  readonly id: bigint;
  readonly siteUserUuid: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string;
};

/** Links accounts elsewhere to users of the site; what is linked already stays as it is, and what is nobody's there is left out. */
export async function restoreLinkedAccounts(scope: SiteScope, links: readonly RestoredLink[]): Promise<void> {
  await query(
    scope,
    "restore-linked-accounts",
    `INSERT INTO linked_accounts (id, account_id, site_id, site_user_id, issuer, subject, email, created_at, last_used_at)
     SELECT r.id, $1, $2, u.id, r.issuer, r.subject, r.email, r.created_at, r.last_used_at
     FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[])
       r(id, uuid, issuer, subject, email, created_at, last_used_at)
     JOIN site_users u ON u.account_id = $1 AND u.site_id = $2 AND u.uuid = r.uuid
     ON CONFLICT DO NOTHING`,
    [
      scope.accountId,
      scope.siteId,
      links.map(({ id }) => id),
      links.map(({ siteUserUuid }) => siteUserUuid),
      links.map(({ issuer }) => issuer),
      links.map(({ subject }) => subject),
      links.map(({ email }) => email),
      links.map(({ createdAt }) => createdAt),
      links.map(({ lastUsedAt }) => lastUsedAt),
    ],
  );
}
