import { claimKey, keepAnswer, releaseKey } from "@/lib/db/hot/idempotency-keys";
import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { sameBytes, seal, sha256, unseal } from "@/lib/kernel/secrets";

/** A success as it goes out; `replayed`: it was given before, and nothing was done now. */
export type Answer = { readonly status: number; readonly text: string; readonly replayed?: true };

/** A request that says a key of its own, and what tells it from another one. */
export type KeyedRequest = {
  /** Who says it, by the hash of what they showed: two API tokens of one account do not share keys, or one would read the other's answers. */
  readonly credentialHash: Uint8Array;
  readonly key: string;
  /** All that the request asks for. */
  readonly asked: string;
};

/**
 * Does something once for one key: whoever asks again within a day gets the first answer, and nothing is done.
 *
 * Only successes are kept. What was refused did nothing, so its key may be used again for the mended request. A process that
 * dies in the middle keeps the key for a minute; then the request is done anew, and what is unique stays so.
 *
 * SECURITY: answers may hold secrets that are shown once, so they are kept sealed.
 *
 * @throws AppError `idempotency_key_reused` when the key came with another request; `conflict` while the first is under way
 */
export async function answerOnce(
  { scope }: AccountContext | SiteContext,
  { credentialHash, key, asked }: KeyedRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const keyHash = sha256(`${Buffer.from(credentialHash).toString("hex")}\0${key}`);
  const requestHash = sha256(asked);
  const context = `idempotency_keys.response:${Buffer.from(keyHash).toString("hex")}`;
  const kept = await claimKey(scope, keyHash, requestHash);
  if (kept) {
    if (!sameBytes(kept.requestHash, requestHash)) throw new AppError("idempotency_key_reused");
    if (kept.status === null || kept.responseSealed === null) throw new AppError("conflict", { issues: UNDER_WAY, retryAfterS: 1 });
    return { status: kept.status, text: unseal(kept.responseSealed, context), replayed: true };
  }
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    await releaseKey(scope, keyHash);
    throw error;
  }
  await keepAnswer(scope, keyHash, answer.status, seal(answer.text, context));
  return answer;
}

const UNDER_WAY = [{ path: "", message: "The first request with this Idempotency-Key is still under way" }];
