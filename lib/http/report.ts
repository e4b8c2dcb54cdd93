import type { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { TOKEN_PREFIXES } from "@/lib/kernel/secrets";

/** Set by the ingress on every request, and sent back on every answer. */
export const REQUEST_ID_HEADER = "x-request-id";

/**
 * True for what was our fault. Refusals are the product at work, also those of more than we can do at once: whoever refuses for
 * that says so in the log, but not for each.
 */
export const isFault = (error: AppError) => error.status >= 500 && (error.code !== "unavailable" || error.cause !== undefined);

/** Logs what was our fault. */
export function report(error: AppError, request: Request): void {
  if (!isFault(error)) return;
  const cause = error.cause instanceof Error ? { detail: error.cause.message, stack: error.cause.stack } : {};
  const fields = {
    request_id: request.headers.get(REQUEST_ID_HEADER),
    path: withoutSecrets(new URL(request.url).pathname),
    error: error.code,
    ...cause,
  };
  if (error.code === "internal") log.error(fields, "request failed");
  else log.warn(fields, "request refused for now");
}

/** SECURITY: a callback token stands in the path of its exchange; a failed one may still be live. */
const withoutSecrets = (path: string) => path.replace(SECRET, "$1…");

/** What each of our secrets begins with, refresh tokens among them, to the end of its segment. */
const SECRET = new RegExp(`(${[...TOKEN_PREFIXES, "rft_"].join("|")})[^/]*`, "g");
