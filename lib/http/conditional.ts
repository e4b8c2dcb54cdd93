import { createHash } from "node:crypto";
import { jsonResponse, textOf } from "./json-response";

/**
 * Gives the answer of a single resource its ETag, or says 304 to who has it already (RFC 9110, 13.1.2).
 *
 * The tag is a hash of what is sent, so it changes exactly when that does.
 */
export async function conditional(request: Request, response: Response): Promise<Response> {
  const text = await textOf(response);
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const known = (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const headers = { etag, "cache-control": "private, no-cache" };
  if (known.includes(etag) || known.includes("*")) return new Response(null, { status: 304, headers });
  return jsonResponse(text, response.status, headers);
}
