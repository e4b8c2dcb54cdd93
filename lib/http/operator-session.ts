import type { OperatorSession } from "@/lib/core/operators/arrival";
import { type DeletedAccountContext, deletedAccountContext, type OperatorContext, operatorContext } from "@/lib/db/resolve";
import type { Client } from "@/lib/kernel/actor";
import { env } from "@/lib/kernel/env";
import { operatorSessionSecrets } from "@/lib/kernel/secrets";

/** How long an operator stays signed in. */
export const SESSION_S = 7 * 86_400;

/** Loaded when somebody signs in, not when the server starts. */
const jwt = () => import("next-auth/jwt");

const isSecure = () => env().appUrl.startsWith("https:");

/** The cookie that next-auth keeps the session in. `__Host-`: browsers take it over https only, and from this very host. */
export const sessionCookieName = () => `${isSecure() ? "__Host-" : ""}next-auth.session-token`;

/** Attributes of that cookie. */
export const sessionCookieOptions = () => ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

/** A session of which it is known when it began. */
type OpenedSession = OperatorSession & { readonly beganS: number };

const nowS = () => Math.floor(Date.now() / 1_000);

/**
 * A session as the encrypted token that next-auth would make of it.
 *
 * SECURITY: next-auth makes a new token whenever it is asked about one; the session keeps its beginning, so it ends all the same.
 */
export async function sealSession({ operatorId, version, factor, provedS, beganS = nowS() }: OperatorSession): Promise<string> {
  const { encode } = await jwt();
  return encode({
    token: { sub: String(operatorId), version, began: beganS, factor, proved: provedS },
    secret: operatorSessionSecrets()[0] ?? "",
    maxAge: SESSION_S,
  });
}

/** What `sealSession` made, under any key of the ring; null when it was not us, or too long ago. */
export async function openSession(token: string | undefined): Promise<OpenedSession | null> {
  if (!token) return null;
  const { decode } = await jwt();
  for (const secret of operatorSessionSecrets()) {
    const claims = await decode({ token, secret }).catch(() => null);
    if (!claims?.sub || typeof claims.version !== "number" || typeof claims.began !== "number") continue;
    if (claims.began + SESSION_S < nowS()) return null;
    const proved = typeof claims.proved === "number" ? claims.proved : 0;
    return {
      operatorId: BigInt(claims.sub),
      version: claims.version,
      factor: claims.factor === true,
      provedS: proved,
      beganS: claims.began,
    };
  }
  return null;
}

/** Set-Cookie of a session that begins now. */
export async function sessionCookie(session: OperatorSession): Promise<string> {
  const { path, secure } = sessionCookieOptions();
  return `${sessionCookieName()}=${await sealSession(session)}; Path=${path}; Max-Age=${SESSION_S}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/**
 * Who is signed in, by the value of the session cookie.
 *
 * SECURITY: the version, and whether a second factor was shown where there is one, are compared in the database each time. So signing
 * out, a new password and removal end a session at once, and a cookie that was made without asking for the factor is nobody's.
 */
export async function operatorOf(token: string | undefined, client?: Client): Promise<OperatorContext | null> {
  const session = await openSession(token);
  return session && operatorContext(session, client);
}

/** Who is signed in to an account that is deleted, by the value of the session cookie: to bring it back, and for nothing else. */
export async function operatorOfDeleted(token: string | undefined, client?: Client): Promise<DeletedAccountContext | null> {
  const session = await openSession(token);
  return session && deletedAccountContext(session, client);
}
