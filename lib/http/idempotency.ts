import { answerOnce } from "@/lib/core/idempotency/answer-once";
import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { jsonResponse } from "./json-response";

/** What a caller says to have a POST done once, however often it arrives (draft-ietf-httpapi-idempotency-key-header). */
export const IDEMPOTENCY_KEY_HEADER = "idempotency-key";

/** Up to 255 printable characters; quotes around it, as the draft writes it, are part of it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** The body as it was sent, for how many seconds its answer is given again, and what is asked before it is. */
export type Kept = { readonly body: string; readonly keptForS: number; readonly mayReplay: () => Promise<void> };

/**
 * Answers a POST once for its Idempotency-Key. An answer that was given before says so in `Idempotency-Replayed`.
 *
 * @param credentialHash of what the caller showed
 * @throws AppError `bad_request` for a key that is none; `idempotency_key_reused`; `conflict`
 */
export async function onceForKey(
  request: Request,
  owner: AccountContext | SiteContext,
  credentialHash: Uint8Array,
  { body, keptForS, mayReplay }: Kept,
  work: () => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get(IDEMPOTENCY_KEY_HEADER) ?? "";
  if (!KEY.test(key))
    throw new AppError("bad_request", { issues: [{ path: "", message: "Idempotency-Key must be 1 to 255 printable characters" }] });
  const { pathname, search } = new URL(request.url);
  const asked = `${pathname}${search}\0${body}`;
  const { status, text, replayed } = await answerOnce(owner, { credentialHash, key, asked, keptForS }, async () => {
    const response = await work();
    const given = await response.text();
    const { site_user } = JSON.parse(given) as { site_user?: { id: number } };
    return { status: response.status, text: given, siteUserId: site_user ? BigInt(site_user.id) : null };
  });
  if (replayed) await mayReplay();
  return jsonResponse(text, status, replayed ? { "idempotency-replayed": "true" } : {});
}
