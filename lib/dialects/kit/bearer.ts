/** The token of an Authorization header (RFC 6750; the scheme in any case), or null when there is none. */
export function bearerToken(headers: Headers): string | null {
  const [scheme = "", token = "", ...more] = (headers.get("authorization") ?? "").trim().split(/[ \t]+/);
  return scheme.toLowerCase() === "bearer" && token !== "" ? [token, ...more].join(" ") : null;
}
