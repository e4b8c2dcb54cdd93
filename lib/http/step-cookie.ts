import { OPERATOR_STEP_S } from "@/lib/core/operators/step";
import { sessionCookieOptions } from "./operator-session";

/** The cookie of an operator between the two factors of a sign-in. It signs nobody in. */
export const STEP_COOKIE = "signin_operator_step";

/** Attributes of that cookie. It goes to where they sign in, and nowhere else. */
export const stepCookieOptions = () => ({ ...sessionCookieOptions(), path: "/dashboard/login", maxAge: OPERATOR_STEP_S });

/** The whole Set-Cookie of a step. */
export function stepCookie(step: string): string {
  const { path, maxAge, secure } = stepCookieOptions();
  return `${STEP_COOKIE}=${step}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}
