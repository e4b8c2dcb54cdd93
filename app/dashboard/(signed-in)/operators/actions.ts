"use server";

import { mailboxIsOpen } from "@/lib/core/mails/require-mailbox";
import { setFactorNeeded } from "@/lib/core/operators/factor-policy";
import { inviteOperator } from "@/lib/core/operators/invite-operator";
import { removeOperator } from "@/lib/core/operators/remove-operator";
import { resetFactorOf } from "@/lib/core/operators/reset-factor";
import { withdrawInvitation } from "@/lib/core/operators/withdraw-invitation";
import type { ActionState } from "@/lib/http/operator-action";
import { formId, operatorAction } from "../../session";

/** Invites somebody. The link is in the answer and in their mail, and nowhere else. */
export async function inviteAction(form: FormData): Promise<ActionState<{ email: string; link: string; kept: boolean }>> {
  return operatorAction(
    async (operator) => ({ ...(await inviteOperator(operator, { email: form.get("email") })), kept: mailboxIsOpen() }),
    { recent: true },
  );
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
  return operatorAction(
    async (operator) => {
      await removeOperator(operator, { id: formId(form) });
      return {};
    },
    { recent: true },
  );
}

/** Takes from an operator whatever they show beside their password. */
export async function resetFactorAction(form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await resetFactorOf(operator, { id: formId(form) });
      return {};
    },
    { recent: true },
  );
}

/** Sets whether everybody needs a second step. */
export async function setFactorNeededAction(needed: boolean): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await setFactorNeeded(operator, { needed: needed === true });
      return {};
    },
    { recent: true },
  );
}
