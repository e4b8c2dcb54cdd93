import { accountOfCommand } from "@/lib/core/accounts/account-of-command";
import { deleteAccount } from "@/lib/core/accounts/delete-account";
import { restoreAccount } from "@/lib/core/accounts/restore-account";
import { invalid, isAppError } from "@/lib/kernel/errors";
import type { Command } from "./command";

/** What a refusal means to whoever typed the command. */
const orSay = (sentence: string) => (error: unknown) => {
  if (isAppError(error) && error.code === "not_found") throw invalid("account", sentence);
  throw error;
};

/** The commands about accounts that are there. */
export const ACCOUNT_COMMANDS: Record<string, Command> = {
  "account delete": {
    needsDatabase: true,
    async run(_, named) {
      const account = await accountOfCommand(named);
      const { accountId } = account.scope;
      const at = (await deleteAccount(account).catch(orSay("The account is deleted already"))).toISOString();
      const text = `Account ${accountId} is deleted, and gone for good on ${at}. Until then: signin account restore ${accountId}`;
      return { result: { account_id: Number(accountId), purged_at: at }, text };
    },
  },
  "account restore": {
    needsDatabase: true,
    async run(_, named) {
      const account = await accountOfCommand(named);
      const { accountId } = account.scope;
      await restoreAccount(account).catch(orSay("The account is not deleted, or it is too late to bring it back"));
      return { result: { account_id: Number(accountId) }, text: `Account ${accountId} is back as it was` };
    },
  },
};
