import { hashToken } from "@/lib/kernel/secrets";
import { siteCookie } from "./site-cookie";

/** The cookie of a browser in which a user need not show their second factor for a while. By itself it signs nobody in. */
const NAME = "signin_trust";

type Visited = { readonly frame: object | null; cookie(name: string): string | null };

/** The hash of the cookie that a browser sent, or null. In a frame there is none. */
export function trustHashOf({ frame, cookie }: Visited): Uint8Array<ArrayBuffer> | null {
  const value = frame ? null : cookie(NAME);
  return value === null ? null : hashToken("trb_", value);
}

/** The whole Set-Cookie. */
export const trustCookie = (slug: string, { token, lastsS }: { readonly token: string; readonly lastsS: number }): string =>
  siteCookie(slug, NAME, token, lastsS);
