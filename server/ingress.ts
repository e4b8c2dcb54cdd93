import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { CLIENT_IP_HEADER } from "@/lib/http/client-ip";
import { REQUEST_ID_HEADER } from "@/lib/http/report";
import { type Env, env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";
import { isLoopback } from "@/lib/kernel/fields";

/** Headers that only a proxy, the framework or we ourselves may set. From a stranger they are dropped. */
const PRIVATE =
  /^(x-forwarded-|forwarded$|x-real-ip$|x-middleware-|x-nextjs-|x-signin-|x-request-id$|x-nonce$|next-action$|upgrade$|http2-settings$)/;

/** What came in, once it is fit to be dispatched. */
export type Admitted = { readonly path: string; readonly requestId: string };

/**
 * Looks at a request before anybody else does: refuses what is malformed or not for us, and takes away what only we may say.
 *
 * SECURITY: hygiene, never authorization; that is in the route wrappers and the scoped handle. The headers are rewritten
 * in place, so that everything behind reads the same ones.
 *
 * @throws AppError `bad_request`, `method_not_allowed`, `unknown_host`
 */
export function admit(request: IncomingMessage): Admitted {
  const requestId = randomBytes(12).toString("base64url");
  const { host, forwardedFor } = rewriteHeaders(request);
  request.rawHeaders.push(REQUEST_ID_HEADER, requestId, CLIENT_IP_HEADER, clientAddress(request, forwardedFor));
  if (request.method === "TRACE" || request.method === "CONNECT") throw new AppError("method_not_allowed");
  const url = request.url ?? "";
  const end = url.indexOf("?");
  const path = end < 0 ? url : url.slice(0, end);
  if (!path.startsWith("/") || path.includes("\\") || !isDecodable(path)) throw new AppError("bad_request");
  if (path !== "/api/health" && !isKnownHost(host, env())) throw new AppError("unknown_host");
  return { path, requestId };
}

/** Drops private headers from the request and returns the two that matter here. */
function rewriteHeaders(request: IncomingMessage): { host: string; forwardedFor: string } {
  const raw = request.rawHeaders;
  const kept: string[] = [];
  const hosts: string[] = [];
  const forwarded: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase();
    const value = raw[index + 1] as string;
    if (name === "host") hosts.push(value);
    if (name === "x-forwarded-for") forwarded.push(value);
    if (!PRIVATE.test(name)) kept.push(raw[index] as string, value);
  }
  raw.length = 0;
  raw.push(...kept);
  if (hosts.length > 1) throw new AppError("bad_request");
  return { host: hosts[0] ?? "", forwardedFor: forwarded.join(",") };
}

/** The client's address: the peer's, or, behind N trusted proxies, the Nth entry from the right. What is no address is never believed. */
function clientAddress(request: IncomingMessage, forwardedFor: string): string {
  const peer = (request.socket.remoteAddress ?? "unknown").replace(/^::ffff:(?=\d+\.)/, "");
  const { TRUSTED_PROXIES } = env();
  if (TRUSTED_PROXIES === 0) return peer;
  const entry = forwardedFor.split(",").at(-TRUSTED_PROXIES)?.trim() ?? "";
  return isIP(entry) ? entry : peer;
}

/** True for the configured host. A loopback APP_URL answers under every name of this machine. */
function isKnownHost(host: string, { appUrl }: Env): boolean {
  const own = new URL(appUrl);
  if (host === own.host) return true;
  if (!isLoopback(own.hostname) || /[/\\@?#\s]/.test(host)) return false;
  return URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname);
}

function isDecodable(path: string): boolean {
  if (!path.includes("%")) return true;
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}
