import { log } from "@/lib/kernel/log";
import { query } from "./query";

/** What was noted in the minute that runs. A new minute begins with none, so it stays small. */
type Noted = { minute: number; tokens: Set<string> };

const slot = Symbol.for("signin-fast.token-use");
type Holder = { [slot]?: Noted };

/**
 * Notes that an API token was used, to the minute: one statement for each token and minute, whatever the load.
 *
 * Nobody waits for it and nothing fails with it: the statement runs beside the request, and one that is lost is made up
 * for by the next use.
 *
 * @param tokenHash of a token that was found good. SECURITY: with unchecked ones a stranger could fill the memory.
 */
export function noteTokenUse(tokenHash: Uint8Array): void {
  const holder = globalThis as Holder;
  const minute = Math.floor(Date.now() / 60_000);
  if (holder[slot]?.minute !== minute) holder[slot] = { minute, tokens: new Set() };
  const { tokens } = holder[slot];
  const token = Buffer.from(tokenHash.buffer, tokenHash.byteOffset, tokenHash.byteLength).toString("latin1");
  if (tokens.has(token)) return;
  tokens.add(token);
  query(
    "system",
    "note-token-use",
    `UPDATE api_tokens SET last_used_at = date_trunc('minute', now())
     WHERE token_hash = $1 AND (last_used_at IS NULL OR last_used_at < date_trunc('minute', now()))`,
    [tokenHash],
  ).catch((error: unknown) => log.debug({ detail: String(error) }, "the use of an API token was not noted"));
}
