import { query } from "./query";
import { type AccountScope, type SiteScope, siteOf } from "./scope";

/** A secret that was mailed: its row, and what is kept of it there. Made anew in the same row it is another one. */
export type MailedSecret = { readonly id: bigint; readonly hash: Uint8Array };

const LIVE = "used_at IS NULL AND expires_at > now()";

/** Whether a secret that waits to be mailed still opens something, on the database's clock: it is neither used, over, nor replaced. */
export async function isLiveSecret(scope: AccountScope | SiteScope, { id, hash }: MailedSecret): Promise<boolean> {
  const ofSite = "account_id = $1 AND site_id = $2 AND id = $3";
  const rows = await query(
    scope,
    "is-live-secret",
    `SELECT 1 FROM mail_tokens WHERE ${ofSite} AND token_hash = $4 AND ${LIVE}
     UNION ALL SELECT 1 FROM email_changes WHERE ${ofSite} AND token_hash = $4 AND ${LIVE}
     UNION ALL SELECT 1 FROM email_codes c WHERE ${ofSite} AND code_mac = $4 AND ${LIVE} AND NOT EXISTS (
       SELECT 1 FROM email_codes n WHERE n.account_id = $1 AND n.site_id = $2 AND n.email_canonical = c.email_canonical
         AND (n.created_at, n.id) > (c.created_at, c.id))
     UNION ALL SELECT 1 FROM operator_links WHERE account_id = $1 AND $2::bigint IS NULL AND id = $3 AND token_hash = $4 AND ${LIVE}`,
    [scope.accountId, siteOf(scope), id, hash],
  );
  return rows.length > 0;
}
