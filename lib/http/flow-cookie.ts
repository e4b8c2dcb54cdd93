import { hashToken, newToken, sha256 } from "@/lib/kernel/secrets";
import { readSiteCookie, siteCookie } from "./site-cookie";

/**
 * The cookie that tells the browser which signed up from another one that opens the mail. It signs nobody in.
 */
const NAME = "signin_flow";

/** The hash of the cookie this browser sent, or null. */
export function readFlowCookie(request: Request): Uint8Array<ArrayBuffer> | null {
  const [value] = readSiteCookie(request, NAME);
  return value === undefined ? null : hashOfFlow(value);
}

/** The hash of a cookie's value, or null. In a frame, where the cookie does not come along, the form carries the value. */
export const hashOfFlow = (value: string) => hashToken("flw_", value);

/** A fresh cookie, its value and its hash. SECURITY: fresh at every sign-up, so a planted one is worth nothing. */
export function newFlowCookie(slug: string): { cookie: string; value: string; hash: Uint8Array<ArrayBuffer> } {
  const value = newToken("flw_");
  return { cookie: siteCookie(slug, NAME, value, 86_400), value, hash: sha256(value) };
}

/** Takes the cookie away. */
export const clearFlowCookie = (slug: string) => siteCookie(slug, NAME, "", 0);
