import type { AccessToken } from "@/lib/core/sessions/access-token";
import type { SignedInSession } from "@/lib/core/sessions/session";
import { bearerToken } from "../kit/bearer";
import type { Cookie } from "../kit/cookie";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { isCrossSite } from "./cross-site";
import type { Answer } from "./errors";
import { COOKIES, cookiesOf, type ShownToken } from "./shown-token";

/** How tokens are handed over. */
export type Transport = ShownToken["by"] | "body";

type Tokens = { readonly access: AccessToken; readonly refresh: SignedInSession["refresh"] };

/** The browser keeps a token's cookie longer than the token is good: an expired one is what tells a client to refresh. */
const ACCESS_COOKIE_MS = 365 * 86_400_000;

const GONE = { "front-token": "remove" };
const EMPTY = { "st-access-token": "", "st-refresh-token": "" };

/** How the client wants its tokens: in cookies unless it says otherwise. */
export function wantedTransport({ headers }: WireRequest): Transport {
  if (headers.get("fg-auth-mode")?.toLowerCase() === "body") return "body";
  return headers.get("st-auth-mode")?.toLowerCase() === "header" ? "header" : "cookie";
}

/**
 * Adds tokens to an answer. Those that the request brought another way are taken away.
 *
 * @param tokens without a refresh token: the one that the client has stays good
 */
export function withTokens(request: WireRequest, answer: Answer, tokens: Tokens, by: Transport): WireResponse {
  const { access, refresh } = tokens;
  const headers = { "front-token": frontToken(access) };
  const stale = cookiesOf(request, "access").length + cookiesOf(request, "refresh").length > 0;
  if (by === "cookie") {
    const cookies = [cookie(request, "access", access.text, new Date(Date.now() + ACCESS_COOKIE_MS))];
    if (refresh) cookies.push(cookie(request, "refresh", refresh.text, refresh.expiresAt));
    return { ...answer, headers: { ...headers, ...(bearerToken(request.headers) === null ? {} : EMPTY) }, cookies };
  }
  const cookies = stale ? noCookies(request) : [];
  if (by === "body") {
    const given = { accessToken: access.text, ...(refresh ? { refreshToken: refresh.text } : {}) };
    return { ...answer, headers, cookies, body: { ...answer.body, ...given } };
  }
  const given = { "st-access-token": access.text, ...(refresh ? { "st-refresh-token": refresh.text } : {}) };
  return { ...answer, headers: { ...headers, ...given }, cookies };
}

/** Adds to an answer that the client's tokens are gone, whichever way it has them. */
export function withoutTokens(request: WireRequest, answer: WireResponse): WireResponse {
  return { ...answer, headers: { ...GONE, ...EMPTY }, cookies: noCookies(request) };
}

/** What scripts may know of an access token: whose it is, until when, and what stands in it. Standard base64, which is how clients read it. */
const frontToken = ({ payload, expiresAt }: AccessToken) =>
  Buffer.from(JSON.stringify({ uid: payload.sub, ate: expiresAt.getTime(), up: payload })).toString("base64");

const noCookies = (request: WireRequest) => [cookie(request, "access", "", null), cookie(request, "refresh", "", null)];

/** SECURITY: each site's cookies have its own path, and the refresh token goes to the one address that takes it. */
function cookie(request: WireRequest, kind: keyof typeof COOKIES, value: string, expiresAt: Date | null): Cookie {
  const home = `/${request.site.site.slug}`;
  const path = kind === "access" ? home : `${home}/auth/session/refresh`;
  return { name: COOKIES[kind], value, path, expiresAt, sameSite: isCrossSite(request) ? "None" : "Lax" };
}
