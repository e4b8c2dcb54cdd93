import { takeAttempt } from "@/lib/db/attempts";
import { type ConsumedCallbackToken, consumeCallbackToken } from "@/lib/db/consume/callback-token";
import { type CallbackTokenRow, findCallbackToken } from "@/lib/db/hot/find-callback-token";
import { type Credential, ownerOfCredential, siteOfAccount } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken, sha256 } from "@/lib/kernel/secrets";
import { recordEvent } from "../audit/record-event";

/** The hash that no token has. */
const NO_HASH = new Uint8Array();

/**
 * Spends a callback token and tells who signed in. Of any number of callers exactly one gets an answer.
 *
 * SECURITY: credential and claim are one statement; somebody else's token equals one that does not exist and stays
 * usable by its owner.
 *
 * @param codeVerifier what a token that is bound to a challenge is exchanged with, and no other. SECURITY: who leaves the challenge
 *   out of an address gets a token that an application which always shows a verifier cannot exchange
 * @throws AppError `unauthorized`, `not_found`, `site_suspended`, `token_used`, `token_expired`, `code_verifier_wrong`
 */
export async function exchangeCallbackToken(
  credential: Credential,
  token: string,
  codeVerifier: string | null = null,
): Promise<ConsumedCallbackToken> {
  const tokenHash = hashToken("tkn_", token) ?? NO_HASH;
  const consumed = await consumeCallbackToken(credential, tokenHash, codeVerifier === null ? null : sha256(codeVerifier));
  if (consumed) return consumed;
  const row = await findCallbackToken(credential, { tokenHash });
  if (!row) throw new AppError("not_found");
  if (row.siteSuspended) throw new AppError("site_suspended");
  if (!row.usedAt) throw new AppError(row.isOver ? "token_expired" : "code_verifier_wrong");
  await tellReplay(credential, row);
  throw new AppError("token_used");
}

/** Tells the audit log that a token came again: once a day, however often it comes. No session of ours begins by a callback token. */
async function tellReplay(credential: Credential, { id, siteId, siteUserId }: CallbackTokenRow): Promise<void> {
  const owner = await ownerOfCredential(credential);
  const site = owner && ("site" in owner ? owner : await siteOfAccount(owner, siteId));
  if (!site || !(await takeAttempt(site.scope, sha256(`callback token replayed:${id}`), 1, DAY_S))) return;
  const data = { site_user_session_id: String(id) };
  await recordEvent(site.db, { type: "callback_token.replayed", outcome: "failure", siteUserId, data });
}

const DAY_S = 86_400;
