import { query } from "../query";
import { noteTokenUse } from "../token-use";

/**
 * The account of a live API token, or null.
 *
 * SECURITY: looked up by the hash of 256 random bits, so there is nothing to compare in constant time; a revoked token
 * is gone with the next request on every instance, because nothing here is cached.
 */
export async function accountByApiToken(tokenHash: Uint8Array): Promise<bigint | null> {
  const [row] = await query<{ accountId: bigint }>(
    "account-by-api-token",
    `SELECT account_id AS "accountId" FROM api_tokens WHERE token_hash = $1 AND revoked_at IS NULL`,
    [tokenHash],
  );
  if (row) noteTokenUse(tokenHash);
  return row?.accountId ?? null;
}
