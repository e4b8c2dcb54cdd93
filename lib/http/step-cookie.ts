import { OPERATOR_STEP_S } from "@/lib/core/operators/step";
import { sessionCookieOptions } from "./operator-session";

/**
 * The cookie of an operator between the two factors of a sign-in. It signs nobody in.
 *
 * SECURITY: `__Host-`, like the session's: no neighbour under our domain plants the step of an account of theirs, in which somebody would
 * set up their app.
 */
export const stepCookieName = () => `${sessionCookieOptions().secure ? "__Host-" : ""}signin_operator_step`;

/** Attributes of that cookie. */
export const stepCookieOptions = () => ({ ...sessionCookieOptions(), maxAge: OPERATOR_STEP_S });

/** The whole Set-Cookie of a step. */
export function stepCookie(step: string): string {
  const { path, maxAge, secure } = stepCookieOptions();
  return `${stepCookieName()}=${step}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}
