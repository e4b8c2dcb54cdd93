import type { AccountContext, WholeAccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Lets pass who acts in all of an account.
 *
 * @throws AppError `missing_scope` for an API token that reaches one site only
 */
export function requireWholeAccount(account: AccountContext): WholeAccountContext {
  if (account.scope.onlySite !== null) throw new AppError("missing_scope");
  return account as WholeAccountContext;
}
