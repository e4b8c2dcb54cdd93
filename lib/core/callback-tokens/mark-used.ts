import { markCallbackTokenUsed } from "@/lib/db/consume/callback-token";
import type { Credential } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { CallbackTokenRef } from "./callback-token";

/**
 * Marks a callback token as used. Saying it twice, or after the exchange, changes nothing.
 *
 * @throws AppError `unauthorized`; `not_found`, also for another account's or site's token
 */
export async function markUsed(credential: Credential, ref: CallbackTokenRef): Promise<{ id: bigint; createdAt: Date; last4: string }> {
  const row = await markCallbackTokenUsed(credential, ref);
  if (!row) throw new AppError("not_found");
  return row;
}
