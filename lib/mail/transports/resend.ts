import type { ErrorResponse, Resend } from "resend";
import type { MailFailure } from "@/lib/kernel/mail-failures";
import { bareRecipient } from "@/lib/mail/recipient";
import { headersFor } from "./headers";
import { reason } from "./reason";
import { MailDeferred, MailRefused, type Transport } from "./transport";

const TIMEOUT_MS = 10_000;
/** Answers that blame the mail. Those that blame the key, the sender or the quota are mended outside, and then it goes out. */
const REFUSING = new Set([400, 413, 422, 451]);
const CONFIGURATION = new Set<string>(["missing_api_key", "invalid_api_key", "restricted_api_key", "invalid_from_address"]);

/**
 * Sends through Resend, or through whatever speaks its API at `baseUrl`.
 *
 * The client is loaded with the first mail, so a process that sends none does not pay for it. It answers network faults and
 * bodies that are not JSON as errors without a status: those count as passing.
 *
 * SECURITY: the recipient goes out as the only element of an array, never as a header line; the provider's text passes
 * `reason` before it becomes a message.
 */
export function resendTransport(apiKey: string, baseUrl?: string): Transport {
  let client: Promise<Resend> | undefined;
  const connect = async () => {
    const { Resend } = await import("resend");
    return new Resend(apiKey, { baseUrl: (baseUrl ?? "https://api.resend.com").replace(/(?<!\/)\/+$/, "") });
  };

  return {
    name: "resend",
    async send(mail, { from, replyTo, idempotencyKey }) {
      const to = [bareRecipient(mail.to)];
      client ??= connect();
      const { subject, text, html } = mail;
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const { data, error, headers } = await (await client).emails
        .send(
          { from, to, subject, text, html, ...(replyTo && { replyTo: bareRecipient(replyTo) }), headers: headersFor(idempotencyKey) },
          { idempotencyKey, signal },
        )
        .catch(() => ({ data: null, error: null, headers: null }));
      const silent = signal.aborted ? "timed_out" : headers ? "failed" : "unreachable";
      if (!data?.id) throw failure(error, silent, headers?.["retry-after"]);
    },
  };
}

type Passing = Exclude<MailFailure, "refused">;

/** @param silent why it fails where no status says it */
function failure(error: ErrorResponse | null, silent: Passing, retryAfter: string | undefined): MailRefused | MailDeferred {
  const status = error?.statusCode ?? 0;
  const message = `resend ${status || "without a status"} ${reason(`${error?.name ?? "no_answer"}: ${error?.message ?? ""}`)}`;
  const otherBody = error?.name === "invalid_idempotent_request";
  const refused = otherBody || (REFUSING.has(status) && !CONFIGURATION.has(error?.name ?? ""));
  if (refused) return new MailRefused(message);
  return new MailDeferred(message, deferredFor(error) ?? silent, Number.parseInt(retryAfter ?? "", 10) || undefined);
}

function deferredFor(error: ErrorResponse | null): Passing | null {
  const { statusCode: status, name = "" } = error ?? {};
  if (!status) return null;
  if (status === 401 || status === 403 || CONFIGURATION.has(name)) return "unauthorized";
  return status === 429 ? "rate_limited" : "failed";
}
