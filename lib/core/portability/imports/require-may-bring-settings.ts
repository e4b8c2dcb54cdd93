import type { AccountContext } from "@/lib/db/resolve";
import { covers } from "@/lib/kernel/api-scopes";
import { missingScope } from "@/lib/kernel/errors";
import type { ImportOptions } from "./import-options";

/**
 * Lets the settings of a bundle in with whoever may change the site.
 *
 * SECURITY: they name where visitors and their passwords are sent to, and the site's client secret. Who may only write users
 * brings users.
 *
 * @throws AppError `missing_scope`
 */
export function requireMayBringSettings({ granted }: AccountContext, { settings }: ImportOptions): void {
  for (const scope of ["sites:write", "secrets:read"] as const) {
    if (settings && !covers(granted, scope)) throw missingScope(scope);
  }
}
