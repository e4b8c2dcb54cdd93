import { createHash } from "node:crypto";
import { env } from "@/lib/kernel/env";
import { type ApiRoutes, type ContractedRoute, contracted } from "../route";
import { openApiDocument } from "./document";

/** A route that answers everybody with the OpenAPI document of some routes. It never changes while the process runs. */
export function openApiRoute(routes: ApiRoutes): ContractedRoute {
  let made: { text: string; etag: string } | undefined;
  return contracted({ kind: "public", credential: "none", statuses: [200, 304] }, async (request) => {
    made ??= withTag(JSON.stringify(openApiDocument(routes, env().appUrl)));
    const headers = { ...HEADERS, etag: made.etag };
    if (request.headers.get("if-none-match")?.includes(made.etag)) return new Response(null, { status: 304, headers });
    return new Response(made.text, { headers: { ...headers, "content-type": "application/json; charset=utf-8" } });
  });
}

const HEADERS = {
  "cache-control": "public, max-age=300",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

const withTag = (text: string) => ({ text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` });
