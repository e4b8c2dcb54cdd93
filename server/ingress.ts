import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { CLIENT_IP_HEADER } from "@/lib/http/client-ip";
import { REQUEST_ID_HEADER } from "@/lib/http/report";
import { type Env, env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";
import { isLoopback } from "@/lib/kernel/fields";
import { noise } from "@/lib/kernel/noise";
import { parseUrl } from "@/lib/kernel/parse-url";
import { isRouterState } from "./router-state";

/** Headers that only a proxy, the framework or we ourselves may set. From a stranger they are dropped. */
const PRIVATE = /^(x-forwarded-|forwarded$|x-real-ip$|x-middleware-|x-nextjs-|x-signin-|x-request-id$|x-nonce$|upgrade$|http2-settings$)/;

/** The health checks; no address of a customer's begins like them. */
const HEALTH = /^\/api\/health(\/live|\/ready)?$/;

const MAY_BRING = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** A name for one request, for our log and for the one who asks about it. */
export const newRequestId = (): string => noise(12).toString("base64url");

/**
 * Looks at a request before anybody else does: refuses what is malformed or not for us, and takes away what only we may say.
 *
 * The health checks are answered under every host name, and without one: behind us they have our own. So has the list of origins that
 * may use our passkeys, which browsers ask of the host that we had when they were made.
 *
 * SECURITY: hygiene, never authorization; that is in the route wrappers and the scoped handle. The headers are rewritten
 * in place, so that everything behind reads the same ones.
 *
 * @returns the path, without the query
 * @throws AppError `bad_request`, `method_not_allowed`, `unknown_host`
 */
export function admit(request: IncomingMessage, requestId: string): string {
  const { hosts, forwardedFor } = dropPrivateHeaders(request);
  addHeader(request, REQUEST_ID_HEADER, requestId);
  addHeader(request, CLIENT_IP_HEADER, clientAddress(request, forwardedFor));
  // Nobody who reads it has to look for a body that is not there.
  if (MAY_BRING.has(request.method ?? "") && !request.headers["content-length"] && !request.headers["transfer-encoding"])
    addHeader(request, "content-length", "0");
  const path = pathOf(request);
  const hostsAreWrong = hosts.length > 1 || (hosts.length === 0 && request.httpVersion === "1.1");
  if (hostsAreWrong || isOddlyFramed(request) || !path.startsWith("/") || path.includes("\\") || !isDecodable(path))
    throw new AppError("bad_request");
  if (HEALTH.test(path) || (path === "/.well-known/webauthn" && isFormerHost(hosts[0] ?? "", env())))
    setHeader(request, "host", ownAddress(env()).host);
  else if (!isKnownHost(hosts[0] ?? "", env())) throw new AppError("unknown_host");
  if (request.method === "TRACE") throw new AppError("method_not_allowed");
  return path;
}

/**
 * Whether a body comes in another coding than in chunks, or in several.
 *
 * SECURITY: the parser passes an empty Transfer-Encoding by, and whatever stands before `chunked`. Where a proxy before us reads such a
 * request otherwise than we do, what one of us takes for a body is a request of somebody else's to the other.
 */
function isOddlyFramed({ headers }: IncomingMessage): boolean {
  const coding = headers["transfer-encoding"];
  return coding !== undefined && coding.trim().toLowerCase() !== "chunked";
}

/** The path of a request as it stands in the request line, fit or not. */
export function pathOf({ url = "" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

/**
 * Drops private headers and returns the two that matter here.
 *
 * SECURITY: from both copies. Node has made `headers` out of `rawHeaders` before we are called, and some read the one and
 * some the other.
 */
function dropPrivateHeaders(request: IncomingMessage): { hosts: string[]; forwardedFor: string } {
  const raw = request.rawHeaders;
  const kept: string[] = [];
  const hosts: string[] = [];
  const forwarded: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase();
    const value = raw[index + 1] as string;
    if (name === "host") hosts.push(value);
    if (name === "x-forwarded-for") forwarded.push(value);
    if (PRIVATE.test(name) || !isFit(name, request)) delete request.headers[name];
    else kept.push(raw[index] as string, value);
  }
  raw.length = 0;
  raw.push(...kept);
  return { hosts, forwardedFor: forwarded.join(",") };
}

/** Of the framework's own headers: an action is the dashboard's alone, and what its client has on screen has to be readable. */
function isFit(name: string, { url, headers }: IncomingMessage): boolean {
  if (name === "next-action") return url?.startsWith("/dashboard") ?? false;
  return name !== "next-router-state-tree" || isRouterState(String(headers[name]));
}

function setHeader(request: IncomingMessage, name: string, value: string): void {
  const raw = request.rawHeaders;
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    if (raw[index]?.toLowerCase() === name) raw.splice(index, 2);
  }
  addHeader(request, name, value);
}

/** Adds one of our own headers; a stranger's of that name is gone already. */
function addHeader(request: IncomingMessage, name: string, value: string): void {
  request.rawHeaders.push(name, value);
  request.headers[name] = value;
}

/** The client's address: the peer's, or, behind N trusted proxies, the Nth entry from the right. What is no address is never believed. */
function clientAddress(request: IncomingMessage, forwardedFor: string): string {
  const peer = withoutMapping(request.socket.remoteAddress ?? "unknown");
  const { TRUSTED_PROXIES } = env();
  if (TRUSTED_PROXIES === 0) return peer;
  const entry = withoutMapping(forwardedFor.split(",").at(-TRUSTED_PROXIES)?.trim() ?? "");
  return isIP(entry) ? entry : peer;
}

/** An IPv4 address that a socket for both families writes as IPv6, as itself: one client, one address. */
export const withoutMapping = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, "");

/** True for the configured host, in any case and with the port said or left out. A loopback APP_URL answers under every name of this machine. */
function isKnownHost(host: string, settings: Env): boolean {
  const own = ownAddress(settings);
  if (host === own.host) return true;
  const named = /^[\w.:[\]-]+$/.test(host) ? parseUrl(`${own.protocol}//${host}`) : null;
  if (!named) return false;
  return named.host === own.host || (isLoopback(own.hostname) && isLoopback(named.hostname));
}

/** True for a host that we made passkeys at before. */
const isFormerHost = (host: string, { PASSKEY_ORIGINS }: Env) =>
  PASSKEY_ORIGINS.some((origin) => new URL(origin).host === host.toLowerCase());

let own: { of: string; url: URL } | undefined;

/** APP_URL, taken apart once. */
function ownAddress({ appUrl }: Env): URL {
  if (own?.of !== appUrl) own = { of: appUrl, url: new URL(appUrl) };
  return own.url;
}

function isDecodable(path: string): boolean {
  if (!path.includes("%")) return true;
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}
