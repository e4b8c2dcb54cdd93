import { query } from "../query";
import type { AccountScope } from "../scope";

/** A callback token's record as the API shows it. */
export type CallbackTokenRow = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly siteUserId: bigint;
  readonly last4: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
};

const columns = `id, site_id AS "siteId", site_user_id AS "siteUserId", last4, created_at AS "createdAt", expires_at AS "expiresAt", used_at AS "usedAt"`;

/** The record of one of the account's callback tokens, by its id or by the hash of the token, or null. */
export async function findCallbackToken(
  scope: AccountScope,
  ref: { readonly id: bigint } | { readonly tokenHash: Uint8Array },
): Promise<CallbackTokenRow | null> {
  const [column, value] = "id" in ref ? (["id", ref.id] as const) : (["token_hash", ref.tokenHash] as const);
  const [row] = await query<CallbackTokenRow>(
    `find-callback-token-by-${column}`,
    `SELECT ${columns} FROM callback_tokens WHERE account_id = $1 AND ${column} = $2`,
    [scope.accountId, value],
  );
  return row ?? null;
}
