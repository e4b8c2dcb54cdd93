import { issueResetLink, mayMailReset, RESET_MINUTES } from "@/lib/core/operators/reset-link";
import type { AccountContext } from "@/lib/db/resolve";
import { NO_CLIENT, visitorFrom } from "@/lib/kernel/actor";
import { operatorReset } from "@/lib/mail/templates/operator-reset";
import { render } from "@/lib/mail/templates/render";
import { textsOf } from "@/lib/texts";
import type { AccountJobs } from "./enqueue";
import { queueMail } from "./queue-mail";

/** Mails an operator the one-time link that sets a new password. It goes to the stored address. */
export async function mailOperatorReset(
  account: AccountContext,
  { emailCanonical, client }: AccountJobs["mail-operator-reset"],
): Promise<void> {
  if (!(await mayMailReset(emailCanonical))) return;
  const issued = await issueResetLink(emailCanonical, visitorFrom(client ?? NO_CLIENT));
  // Somebody else's by now: the operator was removed and joined another account.
  if (issued?.accountId !== account.scope.accountId) return;
  const { email, name, link, secret } = issued;
  const letter = operatorReset({ t: textsOf("en"), to: email, name, link, minutes: RESET_MINUTES });
  await queueMail(account.db, await render(letter), secret);
}
