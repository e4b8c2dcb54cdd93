import type { AccountContext } from "@/lib/db/resolve";
import { covers } from "@/lib/kernel/api-scopes";
import { missingScope } from "@/lib/kernel/errors";

/**
 * Lets an endpoint be named by whoever may read secrets.
 *
 * SECURITY: what is named here is sent visitors' passwords, in the clear. Who may only change sites sends them nowhere.
 *
 * @throws AppError `missing_scope`
 */
export function requireMayNameEndpoints(
  { granted }: AccountContext,
  { signupEndpoint, signInEndpoint }: { readonly signupEndpoint?: unknown; readonly signInEndpoint?: unknown },
): void {
  const named = [signupEndpoint, signInEndpoint].some((endpoint) => endpoint !== undefined && endpoint !== null);
  if (named && !covers(granted, "secrets:read")) throw missingScope("secrets:read");
}
