import type { OperatorSession } from "@/lib/core/operators/sign-in-operator";
import { type OperatorContext, operatorContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { operatorSessionSecrets } from "@/lib/kernel/secrets";

/** How long an operator stays signed in. */
export const SESSION_S = 7 * 86_400;

/** Loaded when somebody signs in, not when the server starts. */
const jwt = () => import("next-auth/jwt");

const isSecure = () => env().appUrl.startsWith("https:");

/** The cookie that next-auth keeps the session in. `__Secure-`: browsers take it over https only. */
export const sessionCookieName = () => `${isSecure() ? "__Secure-" : ""}next-auth.session-token`;

/** Attributes of that cookie. */
export const sessionCookieOptions = () => ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

/** A session as the encrypted token that next-auth would make of it. */
export async function sealSession({ operatorId, version }: OperatorSession): Promise<string> {
  const { encode } = await jwt();
  return encode({ token: { sub: String(operatorId), version }, secret: operatorSessionSecrets()[0] ?? "", maxAge: SESSION_S });
}

/** What `sealSession` made, under any key of the ring; null when it was not us, or too long ago. */
export async function openSession(token: string | undefined): Promise<OperatorSession | null> {
  if (!token) return null;
  const { decode } = await jwt();
  for (const secret of operatorSessionSecrets()) {
    const claims = await decode({ token, secret }).catch(() => null);
    if (claims?.sub && typeof claims.version === "number") return { operatorId: BigInt(claims.sub), version: claims.version };
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
 * SECURITY: the version is compared in the database each time, so signing out, a new password and removal end a session at once.
 */
export async function operatorOf(token: string | undefined): Promise<OperatorContext | null> {
  const session = await openSession(token);
  return session && operatorContext(session.operatorId, session.version);
}
