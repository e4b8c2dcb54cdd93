import { env } from "@/lib/kernel/env";
import { hashToken } from "@/lib/kernel/secrets";
import { readCookies } from "./read-cookies";

/** The cookie of a browser in which a user need not show their second factor for a while. By itself it signs nobody in. */
const NAME = "signin_trust";

/** The hash of the cookie this browser sent, or null. */
export function readTrustCookie(request: Request): Uint8Array<ArrayBuffer> | null {
  const [value] = readCookies(request.headers.get("cookie")).get(NAME) ?? [];
  return value === undefined ? null : hashToken("trb_", value);
}

/** The whole Set-Cookie. */
export function trustCookie(slug: string, { token, lastsS }: { readonly token: string; readonly lastsS: number }): string {
  const secure = env().appUrl.startsWith("https:") ? "; Secure" : "";
  return `${NAME}=${token}; Path=/${slug}; Max-Age=${lastsS}; HttpOnly; SameSite=Lax${secure}`;
}
