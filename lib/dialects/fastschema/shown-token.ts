import { AppError } from "@/lib/kernel/errors";
import type { WireRequest } from "../kit/dialect";

/**
 * The access token that a request shows: in `X-Auth-Token`, else in `Authorization: Bearer`, else in the cookie `token`. Null: none
 * of the three.
 *
 * SECURITY: a browser sends a cookie by itself, whoever made it ask. So where something changes, a cookie counts only from a page
 * that says that it is the site's own or ours; pages of other origins do not get this far.
 *
 * @throws AppError `not_signed_in` for an `Authorization` of another kind, `forbidden_origin`
 */
export function shownToken({ headers, cookies, method, origin, visitor }: WireRequest): string | null {
  const own = headers.get("x-auth-token");
  if (own) return own;
  const authorization = headers.get("authorization");
  if (authorization) {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw new AppError("not_signed_in");
    return token;
  }
  const [cookie = ""] = cookies.get("token") ?? [];
  if (cookie === "") return null;
  if (method !== "GET" && origin === null && visitor.program) throw new AppError("forbidden_origin");
  return cookie;
}
