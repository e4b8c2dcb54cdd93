import { createHash } from "node:crypto";
import { type ContractedRoute, contracted } from "./route";

/**
 * A route that answers everybody with the same text, which is made once.
 *
 * @param type the media type, such as `text/plain`
 */
export function publicText(type: string, make: () => string): ContractedRoute {
  let made: { text: string; etag: string } | undefined;
  return contracted({ kind: "public", credential: "none", statuses: [200, 304] }, async (request) => {
    made ??= withTag(make());
    const headers = { ...HEADERS, etag: made.etag };
    if (request.headers.get("if-none-match")?.includes(made.etag)) return new Response(null, { status: 304, headers });
    return new Response(made.text, { headers: { ...headers, "content-type": `${type}; charset=utf-8` } });
  });
}

const HEADERS = {
  "cache-control": "public, max-age=300",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

const withTag = (text: string) => ({ text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` });
