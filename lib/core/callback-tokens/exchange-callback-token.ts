import { type ConsumedCallbackToken, consumeCallbackToken } from "@/lib/db/consume/callback-token";
import { findCallbackToken } from "@/lib/db/hot/find-callback-token";
import type { Credential } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets";

/** The hash that no token has. */
const NO_HASH = new Uint8Array();

/**
 * Spends a callback token and tells who signed in. Of any number of callers exactly one gets an answer.
 *
 * SECURITY: credential and claim are one statement; somebody else's token equals one that does not exist and stays
 * usable by its owner.
 *
 * @throws AppError `unauthorized`, `not_found`, `token_used`, `token_expired`
 */
export async function exchangeCallbackToken(credential: Credential, token: string): Promise<ConsumedCallbackToken> {
  const tokenHash = hashToken("tkn_", token) ?? NO_HASH;
  const consumed = await consumeCallbackToken(credential, tokenHash);
  if (consumed) return consumed;
  const row = await findCallbackToken(credential, { tokenHash });
  if (!row) throw new AppError("not_found");
  throw new AppError(row.usedAt ? "token_used" : "token_expired");
}
