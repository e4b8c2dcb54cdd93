import { query } from "../query";
import { noteTokenUse } from "../token-use";
import { VALID } from "../valid-credential";

/** What an API token opens. `siteId`: only that site of the account. `scopes`: what it may do there. */
export type ApiTokenRow = { readonly id: bigint; readonly accountId: bigint; readonly siteId: bigint | null; readonly scopes: string[] };

/**
 * What a live API token opens, or null.
 *
 * SECURITY: a revoked token is gone with the next request on every instance, because nothing here is cached.
 */
export async function accountByApiToken(tokenHash: Uint8Array): Promise<ApiTokenRow | null> {
  const [row] = await query<ApiTokenRow>(
    "system",
    "account-by-api-token",
    `SELECT id, account_id AS "accountId", site_id AS "siteId", scopes FROM api_tokens WHERE ${VALID.api_token(0)}`,
    [tokenHash],
  );
  if (row) noteTokenUse(tokenHash);
  return row ?? null;
}
