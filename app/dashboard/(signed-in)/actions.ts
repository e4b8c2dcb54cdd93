"use server";

import { signOutOperator } from "@/lib/core/operators/sign-out-operator";
import { restoreSite } from "@/lib/core/sites/restore-site";
import type { ActionState } from "@/lib/http/operator-action";
import { forgetSession, operatorAction } from "../session";
import { sentId } from "./sites/[id]/current-site";

/** Ends the operator's sessions and forgets this one. */
export async function signOut(): Promise<ActionState> {
  return operatorAction(async ({ operator, scope }) => {
    await signOutOperator({ operatorId: operator.id, version: operator.sessionVersion }, scope.by);
    await forgetSession();
    return {};
  });
}

/** Brings a deleted site back. */
export async function bringBack(siteId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await restoreSite(operator, { id: sentId(siteId) });
    return {};
  });
}
