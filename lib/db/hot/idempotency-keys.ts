import { query } from "../query";
import type { AccountScope, SiteScope } from "../scope";

/** What is kept under an idempotency key. `status` is null while the first request is under way. */
export type KeptAnswer = { readonly requestSealed: Uint8Array; readonly status: number | null; readonly responseSealed: Uint8Array | null };

type Owner = AccountScope | SiteScope;

/** After how many seconds without `holdKey` a request that never finished has given its key back. */
export const ABANDONED_S = 60;

/**
 * Takes an idempotency key for a request. Of any number of requests with one key exactly one gets it.
 *
 * @param requestSealed what was asked, sealed anew: no two requests have the same, so it also says whose the key is now
 * @param keptForS how many seconds an answer is given again
 * @returns null when it was taken now; otherwise what is kept under it
 */
export async function claimKey(scope: Owner, keyHash: Uint8Array, requestSealed: Uint8Array, keptForS: number): Promise<KeptAnswer | null> {
  const rows = await query(
    scope,
    "claim-idempotency-key",
    `INSERT INTO idempotency_keys AS k (account_id, key_hash, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (account_id, key_hash) DO UPDATE SET request_hash = excluded.request_hash, created_at = now(), status = NULL, response_sealed = NULL, site_user_id = NULL
       WHERE k.created_at < now() - make_interval(secs => $5) OR k.status IS NULL AND k.created_at < now() - make_interval(secs => $4)
     RETURNING 1`,
    [scope.accountId, keyHash, requestSealed, ABANDONED_S, keptForS],
  );
  if (rows.length === 1) return null;
  const [kept] = await query<KeptAnswer>(
    scope,
    "find-idempotency-key",
    `SELECT request_hash AS "requestSealed", status, response_sealed AS "responseSealed" FROM idempotency_keys WHERE account_id = $1 AND key_hash = $2`,
    [scope.accountId, keyHash],
  );
  // Given back between the two statements: whoever asks again gets it.
  return kept ?? { requestSealed, status: null, responseSealed: null };
}

/** SECURITY: true of the key as long as this request has it. Who lost it keeps nothing under it and gives nothing back. */
const HELD = `account_id = $1 AND key_hash = $2 AND request_hash = $3 AND status IS NULL`;

/** Says that the request which has the key is still under way. */
export async function holdKey(scope: Owner, keyHash: Uint8Array, requestSealed: Uint8Array): Promise<void> {
  await query(scope, "hold-idempotency-key", `UPDATE idempotency_keys SET created_at = now() WHERE ${HELD}`, [
    scope.accountId,
    keyHash,
    requestSealed,
  ]);
}

/** An answer to keep; `siteUserId`: whom it tells of, and with whom it goes. */
type NewAnswer = { readonly status: number; readonly responseSealed: Uint8Array; readonly siteUserId: bigint | null };

/** Keeps the answer to the request that has the key. */
export async function keepAnswer(scope: Owner, keyHash: Uint8Array, requestSealed: Uint8Array, answer: NewAnswer): Promise<void> {
  const { status, responseSealed, siteUserId } = answer;
  await query(
    scope,
    "keep-idempotent-answer",
    `UPDATE idempotency_keys SET status = $4, response_sealed = $5, site_user_id = $6 WHERE ${HELD}`,
    [scope.accountId, keyHash, requestSealed, status, responseSealed, siteUserId],
  );
}

/** Gives a key back whose request did nothing. */
export async function releaseKey(scope: Owner, keyHash: Uint8Array, requestSealed: Uint8Array): Promise<void> {
  await query(scope, "release-idempotency-key", `DELETE FROM idempotency_keys WHERE ${HELD}`, [scope.accountId, keyHash, requestSealed]);
}
