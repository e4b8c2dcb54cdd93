import { query } from "../query";
import { noteTokenUse } from "../token-use";
import { VALID } from "../valid-credential";

/**
 * The account of a live API token, or null.
 *
 * SECURITY: a revoked token is gone with the next request on every instance, because nothing here is cached.
 */
export async function accountByApiToken(tokenHash: Uint8Array): Promise<bigint | null> {
  const [row] = await query<{ accountId: bigint }>(
    "account-by-api-token",
    `SELECT account_id AS "accountId" FROM api_tokens WHERE ${VALID.api_token(0)}`,
    [tokenHash],
  );
  if (row) noteTokenUse(tokenHash);
  return row?.accountId ?? null;
}
