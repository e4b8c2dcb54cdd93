import { siteUserPassword } from "../../../passwords/hash-password";
import { verifyPassword } from "../../../passwords/verify-password";
import type { Method } from "../method";

/** Signing in with a password. */
export const password = {
  id: "password",
  verify: (scope, { userId, passwordSealed }, credentials) =>
    verifyPassword(
      credentials.password,
      userId !== null && passwordSealed ? { sealed: passwordSealed, owner: siteUserPassword(scope, userId) } : null,
    ),
} as const satisfies Method<{ password: string }>;
