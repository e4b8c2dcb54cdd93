"use server";

import { restoreAccount } from "@/lib/core/accounts/restore-account";
import { signOutOperator } from "@/lib/core/operators/sign-out-operator";
import type { ActionState } from "@/lib/http/operator-action";
import { deletedAccountAction, forgetSession } from "../session";

/** Brings the operator's account back. */
export async function bringBackAction(): Promise<ActionState> {
  return deletedAccountAction(async (operator) => {
    await restoreAccount(operator);
    return {};
  });
}

/** Ends the operator's sessions and forgets this one; the account stays deleted. */
export async function signOutAction(): Promise<ActionState> {
  return deletedAccountAction(async ({ operator, scope }) => {
    await signOutOperator({ operatorId: operator.id, version: operator.sessionVersion }, scope.by);
    await forgetSession();
    return {};
  });
}
