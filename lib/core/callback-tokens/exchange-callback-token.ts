import { type ConsumedCallbackToken, consumeCallbackToken } from "@/lib/db/consume";
import { type Credential, ownerOfCredential } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets";

/**
 * Spends a callback token and tells who signed in. Of any number of callers exactly one gets an answer.
 *
 * SECURITY: credential and claim are one statement; somebody else's token equals one that does not exist and stays
 * usable by its owner.
 *
 * @throws AppError `unauthorized`, `not_found`, `token_used`, `token_expired`
 */
export async function exchangeCallbackToken(credential: Credential, token: string): Promise<ConsumedCallbackToken> {
  const tokenHash = hashToken("tkn_", token);
  const consumed = tokenHash && (await consumeCallbackToken(credential, tokenHash));
  if (consumed) return consumed;
  const owner = await ownerOfCredential(credential);
  if (!owner) throw new AppError("unauthorized");
  const row = tokenHash && (await owner.db.callbackToken.findFirst({ where: { tokenHash }, select: { usedAt: true } }));
  if (!row) throw new AppError("not_found");
  throw new AppError(row.usedAt ? "token_used" : "token_expired");
}
