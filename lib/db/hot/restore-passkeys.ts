import { query } from "../query";
import type { SiteScope } from "../scope";

/** A passkey from elsewhere. Times are texts: a Date would lose microseconds. */
export type RestoredPasskey = {
  readonly id: bigint;
  readonly siteUserUuid: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly rpId: string;
  readonly userHandle: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly aaguid: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

/** Gives passkeys to users of the site; what is there already stays as it is, and what is nobody's there is left out. */
export async function restorePasskeys(scope: SiteScope, passkeys: readonly RestoredPasskey[]): Promise<void> {
  await query(
    scope,
    "restore-passkeys",
    `INSERT INTO passkeys (id, account_id, site_id, site_user_id, credential_id, public_key, rp_id, user_handle, counter, transports, aaguid,
       backup_eligible, backed_up, name, created_at, last_used_at)
     SELECT r.id, $1, $2, u.id, r.credential_id, r.public_key, r.rp_id, r.user_handle, r.counter, string_to_array(r.transports, ','), r.aaguid,
       r.backup_eligible, r.backed_up, r.name, r.created_at, r.last_used_at
     FROM unnest($3::bigint[], $4::uuid[], $5::bytea[], $6::bytea[], $7::text[], $8::bytea[], $9::bigint[], $10::text[], $11::uuid[],
         $12::boolean[], $13::boolean[], $14::text[], $15::timestamptz[], $16::timestamptz[])
       r(id, uuid, credential_id, public_key, rp_id, user_handle, counter, transports, aaguid, backup_eligible, backed_up, name,
         created_at, last_used_at)
     JOIN site_users u ON u.account_id = $1 AND u.site_id = $2 AND u.uuid = r.uuid
     ON CONFLICT DO NOTHING`,
    [
      scope.accountId,
      scope.siteId,
      passkeys.map(({ id }) => id),
      passkeys.map(({ siteUserUuid }) => siteUserUuid),
      passkeys.map(({ credentialId }) => credentialId),
      passkeys.map(({ publicKey }) => publicKey),
      passkeys.map(({ rpId }) => rpId),
      passkeys.map(({ userHandle }) => userHandle),
      passkeys.map(({ counter }) => counter),
      passkeys.map(({ transports }) => transports.join(",")),
      passkeys.map(({ aaguid }) => aaguid),
      passkeys.map(({ backupEligible }) => backupEligible),
      passkeys.map(({ backedUp }) => backedUp),
      passkeys.map(({ name }) => name),
      passkeys.map(({ createdAt }) => createdAt),
      passkeys.map(({ lastUsedAt }) => lastUsedAt),
    ],
  );
}
