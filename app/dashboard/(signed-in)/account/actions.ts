"use server";

import { accountFigures } from "@/lib/core/accounts/account-figures";
import { deleteAccount } from "@/lib/core/accounts/delete-account";
import type { ActionState } from "@/lib/http/operator-action";
import { invalid } from "@/lib/kernel/errors";
import { operatorAction } from "../../session";

/** Deletes the account whose name was typed. The session is over with it. */
export async function deleteAccountAction(form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const { name } = await accountFigures(operator);
      if (form.get("confirmation") !== name) throw invalid("confirmation", `This is not “${name}”`);
      await deleteAccount(operator);
      return {};
    },
    { recent: true },
  );
}
