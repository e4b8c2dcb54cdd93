import { env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";
import { withHeaders } from "./json-response";

/** What a credential has used of the minute that runs. A new minute begins with none, so it stays small. */
type Used = { minute: number; requests: Map<string, number> };

const slot = Symbol.for("signin-fast.api-budget");
type Holder = { [slot]?: Used };

function used(minute: number): Map<string, number> {
  const holder = globalThis as Holder;
  if (holder[slot]?.minute !== minute) holder[slot] = { minute, requests: new Map() };
  return holder[slot].requests;
}

export type ApiBudget = {
  /** @throws AppError `too_many_requests` */
  requireRoom(): void;
  /** Counts a request, and says in its answer what is left. */
  spend(response: Response): Response;
};

/**
 * The requests that one credential may make in a minute, on one instance: a ceiling against programs that run wild, set by
 * API_REQUESTS_PER_MINUTE. Told in RateLimit-* headers (draft-ietf-httpapi-ratelimit-headers, the form that clients read).
 *
 * SECURITY: only what was let in is counted, by `spend`. With made-up credentials a stranger could fill the memory.
 */
export function apiBudget(credentialHash: Uint8Array): ApiBudget {
  const limit = env().API_REQUESTS_PER_MINUTE;
  const key = Buffer.from(credentialHash.buffer, credentialHash.byteOffset, credentialHash.byteLength).toString("latin1");
  const now = Date.now();
  const minute = Math.floor(now / 60_000);
  const reset = Math.ceil(((minute + 1) * 60_000 - now) / 1_000);
  return {
    requireRoom() {
      if ((used(minute).get(key) ?? 0) >= limit) throw new AppError("too_many_requests", { retryAfterS: reset });
    },
    spend(response) {
      const requests = used(minute);
      const count = (requests.get(key) ?? 0) + 1;
      requests.set(key, count);
      return withHeaders(response, {
        "ratelimit-limit": String(limit),
        "ratelimit-remaining": String(Math.max(0, limit - count)),
        "ratelimit-reset": String(reset),
      });
    },
  };
}
