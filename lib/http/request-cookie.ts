import { REQUEST_MINUTES } from "@/lib/core/sign-in/methods/social/authorization-request";
import { sha256 } from "@/lib/kernel/secrets";
import { readSiteCookie, siteCookie } from "./site-cookie";

/**
 * The cookie that tells the browser which set out to a provider from another one that an answer is put into. Each request has its
 * own, so two tabs do not disturb each other.
 */
const nameOf = (state: string) => `signin_request_${Buffer.from(sha256(state)).subarray(0, 6).toString("hex")}`;

/** What this browser was given when it set out with a state, or null. */
export function readRequestCookie(request: Request, state: string): string | null {
  const values = readSiteCookie(request, nameOf(state));
  return values.length === 1 ? (values[0] ?? null) : null;
}

/** SECURITY: sent along when a provider leads back here, and to no other page of ours. */
export const requestCookie = (slug: string, state: string, value: string) =>
  siteCookie(`${slug}/social`, nameOf(state), value, REQUEST_MINUTES * 60);

/** Takes it away. */
export const clearRequestCookie = (slug: string, state: string) => siteCookie(`${slug}/social`, nameOf(state), "", 0);
