"use server";

import { changeOperatorPassword } from "@/lib/core/operators/change-operator-password";
import { leaveAccount } from "@/lib/core/operators/leave-account";
import { renameOperator } from "@/lib/core/operators/rename-operator";
import { clientIp } from "@/lib/http/client-ip";
import type { ActionState } from "@/lib/http/operator-action";
import { actionRequest, keepSession, operatorAction } from "../../session";

/** Changes the operator's own name. */
export async function renameAction(form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await renameOperator(operator, { name: form.get("name") });
    return {};
  });
}

/** Changes the operator's own password. Other browsers are signed out; this one goes on with a new session. */
export async function changePasswordAction(form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const given = { currentPassword: form.get("currentPassword"), newPassword: form.get("newPassword") };
    await keepSession(await changeOperatorPassword(operator, given, clientIp(await actionRequest())));
    return {};
  });
}

/** Takes the operator out of the account. The session is over with it. */
export async function leaveAction(): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await leaveAccount(operator);
      return {};
    },
    { recent: true },
  );
}
