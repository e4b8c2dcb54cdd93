import { findCallbackToken } from "@/lib/db/hot/find-callback-token";
import type { Credential } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { CallbackToken, CallbackTokenRef } from "./callback-token";

/**
 * The record of a callback token. Reading spends nothing.
 *
 * @throws AppError `unauthorized`; `not_found`, also for somebody else's
 */
export async function getCallbackToken(credential: Credential, ref: CallbackTokenRef): Promise<CallbackToken> {
  const row = await findCallbackToken(credential, ref);
  if (!row) throw new AppError("not_found");
  return row;
}
