import { env } from "@/lib/kernel/env";

/**
 * The cookie of a browser that asked for a mailed code: what it was given to come back with. By itself it signs nobody in. Where it
 * comes along, the mail's link was opened where it was asked for.
 */
export const CODE_COOKIE = "signin_code";

/** A whole Set-Cookie. It outlives the code, so that another one can be asked for. */
export function codeCookie(slug: string, device: string): string {
  const secure = env().appUrl.startsWith("https:") ? "; Secure" : "";
  return `${CODE_COOKIE}=${device}; Path=/${slug}/login; Max-Age=3600; HttpOnly; SameSite=Lax${secure}`;
}
