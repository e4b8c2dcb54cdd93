import { query } from "../query";
import type { SiteScope } from "../scope";

/** Who comes back from a provider: by the state that it gave back, and the browser's own cookie. */
export type ReturningVisitor = { readonly stateHash: Uint8Array; readonly browserHash: Uint8Array };

/** An authorization request that is answered now. */
export type AnsweredRequest = {
  readonly id: bigint;
  readonly providerId: bigint;
  readonly purpose: "sign_in" | "link";
  readonly siteUserId: bigint | null;
  readonly checksSealed: Uint8Array;
};

/**
 * Spends an authorization request, in one statement on the database clock: of any number of callers with the same answer exactly
 * one gets the checks that it is held against.
 *
 * SECURITY: by the browser that began it. In another one, an answer that somebody was lured to is worth nothing, and spends nothing.
 *
 * @returns null when it is unknown, another browser's, used or over
 */
export async function consumeAuthorizationRequest(
  scope: SiteScope,
  { stateHash, browserHash }: ReturningVisitor,
): Promise<AnsweredRequest | null> {
  const [row] = await query<AnsweredRequest>(
    scope,
    "consume-authorization-request",
    `UPDATE authorization_requests SET used_at = now()
     WHERE account_id = $1 AND site_id = $2 AND state_hash = $3 AND browser_hash = $4 AND used_at IS NULL AND expires_at > now()
     RETURNING id, provider_id AS "providerId", purpose::text AS purpose, site_user_id AS "siteUserId", checks_sealed AS "checksSealed"`,
    [scope.accountId, scope.siteId, stateHash, browserHash],
  );
  return row ?? null;
}
