import { AppError } from "@/lib/kernel/errors";
import { bearerToken } from "../kit/bearer";
import type { WireRequest } from "../kit/dialect";

/**
 * The access token that a request shows: in `X-Auth-Token`, else in `Authorization: Bearer`, else in the cookie `token`. Null: none
 * of the three.
 *
 * SECURITY: a browser sends a cookie by itself, whoever made it ask. So where something changes, a cookie counts only from a page
 * that says that it is the site's own or ours; pages of other origins do not get this far. And two cookies of the name come from
 * paths or domains that overlap, and nobody knows whose which is.
 *
 * @throws AppError `not_signed_in` for an `Authorization` of another kind, `forbidden_origin`, `access_token_unusable` for two cookies
 */
export function shownToken({ headers, cookies, method, origin, visitor }: WireRequest): string | null {
  const own = headers.get("x-auth-token");
  if (own) return own;
  if (headers.get("authorization")) {
    const token = bearerToken(headers);
    if (token === null) throw new AppError("not_signed_in");
    return token;
  }
  const [cookie, ...more] = (cookies.get("token") ?? []).filter((value) => value !== "");
  if (cookie === undefined) return null;
  if (method !== "GET" && origin === null && visitor.program) throw new AppError("forbidden_origin");
  if (more.length > 0) throw new AppError("access_token_unusable");
  return cookie;
}
