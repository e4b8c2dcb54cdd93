"use server";

import { mailboxIsOpen } from "@/lib/core/mails/require-mailbox";
import { inviteOperator } from "@/lib/core/operators/invite-operator";
import { removeOperator } from "@/lib/core/operators/remove-operator";
import { withdrawInvitation } from "@/lib/core/operators/withdraw-invitation";
import type { ActionState } from "@/lib/http/operator-action";
import { formId, operatorAction } from "../../session";

/** Invites somebody. The link is in the answer and in their mail, and nowhere else. */
export async function inviteAction(form: FormData): Promise<ActionState<{ email: string; link: string; kept: boolean }>> {
  return operatorAction(async (operator) => ({ ...(await inviteOperator(operator, { email: form.get("email") })), kept: mailboxIsOpen() }));
}

/** Takes an invitation back. */
export async function withdrawAction(form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await withdrawInvitation(operator, { id: formId(form) });
    return {};
  });
}

/** Removes an operator. */
export async function removeAction(form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await removeOperator(operator, { id: formId(form) });
    return {};
  });
}
