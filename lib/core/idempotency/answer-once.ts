import { ABANDONED_S, claimKey, holdKey, keepAnswer, releaseKey } from "@/lib/db/hot/idempotency-keys";
import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { seal, sha256, unseal } from "@/lib/kernel/secrets";

/** A success as it goes out. `siteUserId`: whom it tells of. `replayed`: it was given before, and nothing was done now. */
export type Answer = { readonly status: number; readonly text: string; readonly siteUserId?: bigint | null; readonly replayed?: true };

/** A request that says a key of its own, and what tells it from another one. */
export type KeyedRequest = {
  /** Who says it, by the hash of what they showed: two API tokens of one account do not share keys, or one would read the other's answers. */
  readonly credentialHash: Uint8Array;
  readonly key: string;
  /** All that the request asks for. */
  readonly asked: string;
  /** For how many seconds the answer is given again. */
  readonly keptForS: number;
};

/**
 * Does something once for one key: whoever asks again soon enough gets the first answer, and nothing is done.
 *
 * Only successes are kept. What was refused did nothing, so its key may be used again for the mended request. A request
 * holds its key as long as it takes. A process that dies in the middle keeps the key for a minute; then the request is done
 * anew, and what is unique stays so.
 *
 * What tells of a user is forgotten with them: a replay must not bring back who was deleted.
 *
 * SECURITY: answers may hold secrets that are shown once, and requests passwords, whose plain hash could be guessed at. Both are
 * kept sealed.
 *
 * @throws AppError `idempotency_key_reused` when the key came with another request; `conflict` while the first is under way
 */
export async function answerOnce(
  { scope }: AccountContext | SiteContext,
  { credentialHash, key, asked, keptForS }: KeyedRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const keyHash = sha256(`${hex(credentialHash)}\0${key}`);
  const context = { request: `idempotency_keys.request:${hex(keyHash)}`, answer: `idempotency_keys.response:${hex(keyHash)}` };
  const request = hex(sha256(asked));
  const requestSealed = seal(request, context.request);
  const kept = await claimKey(scope, keyHash, requestSealed, keptForS);
  if (kept) {
    if (unseal(kept.requestSealed, context.request) !== request) throw new AppError("idempotency_key_reused");
    if (kept.status === null || kept.responseSealed === null) throw new AppError("conflict", { issues: UNDER_WAY, retryAfterS: 1 });
    return { status: kept.status, text: unseal(kept.responseSealed, context.answer), replayed: true };
  }
  const holding = setInterval(() => {
    holdKey(scope, keyHash, requestSealed).catch((error) => log.warn({ detail: String(error) }, "an idempotency key could not be held"));
  }, HOLD_EVERY_MS);
  try {
    const answer = await work().catch(async (error: unknown) => {
      await releaseKey(scope, keyHash, requestSealed);
      throw error;
    });
    const { status, text, siteUserId = null } = answer;
    await keepAnswer(scope, keyHash, requestSealed, { status, responseSealed: seal(text, context.answer), siteUserId });
    return answer;
  } finally {
    clearInterval(holding);
  }
}

/** Two of them may fail. */
const HOLD_EVERY_MS = (ABANDONED_S * 1_000) / 3;

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const UNDER_WAY = [{ path: "", message: "The first request with this Idempotency-Key is still under way" }];
