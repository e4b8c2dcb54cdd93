import { AppError } from "@/lib/kernel/errors";
import { bearerToken } from "../kit/bearer";
import type { WireRequest } from "../kit/dialect";
import { isCrossSite } from "./cross-site";

/** The cookies of a session. */
export const COOKIES = { access: "sAccessToken", refresh: "sRefreshToken" } as const;

/** A token that a request shows, and how it came. */
export type ShownToken = { readonly text: string; readonly by: "cookie" | "header" };

/**
 * The access token of a request; the header counts before the cookie.
 *
 * SECURITY: two cookies of the name come from paths or domains that overlap, and nobody knows whose which is.
 *
 * @throws AppError `access_token_unusable` for two cookies, or one that somebody else's page may have sent along
 */
export function shownAccessToken(request: WireRequest): ShownToken | null {
  const bearer = bearerToken(request.headers);
  if (bearer !== null) return { text: bearer, by: "header" };
  const cookies = cookiesOf(request, "access");
  if (cookies.length > 1 || (cookies.length === 1 && maybeForged(request))) throw new AppError("access_token_unusable");
  return cookies[0] === undefined ? null : { text: cookies[0], by: "cookie" };
}

/** The refresh token of a request in the same manner, or null when it shows none that counts. */
export function shownRefreshToken(request: WireRequest): ShownToken | null {
  const bearer = bearerToken(request.headers);
  if (bearer !== null) return { text: bearer, by: "header" };
  const [cookie] = cookiesOf(request, "refresh");
  return cookie === undefined || maybeForged(request) ? null : { text: cookie, by: "cookie" };
}

/** The cookies of one kind that say something. */
export const cookiesOf = ({ cookies }: WireRequest, kind: keyof typeof COOKIES): readonly string[] =>
  (cookies.get(COOKIES[kind]) ?? []).filter((value) => value !== "");

/**
 * SECURITY: a cookie that is sent to us from other sites counts only beside a header that no form can make, besides the origin
 * that was looked at before. Programs and pages of our own site need none: to them the documentation's calls are enough.
 */
const maybeForged = (request: WireRequest) => request.method !== "GET" && isCrossSite(request) && !request.headers.has("rid");
