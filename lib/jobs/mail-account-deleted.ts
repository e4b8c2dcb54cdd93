import { deletedAccount } from "@/lib/db/hot/deleted-accounts";
import { takeOperatorAttempt } from "@/lib/db/operators";
import type { WholeAccountContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { sha256 } from "@/lib/kernel/secrets";
import { accountDeleted } from "@/lib/mail/templates/account-deleted";
import { render } from "@/lib/mail/templates/render";
import { textsOf } from "@/lib/texts";
import { type AccountJobs, enqueue } from "./enqueue";
import { queueMail } from "./queue-mail";

/** So many of these mails go to one address in an hour. SECURITY: anybody may sign up with somebody else's, and delete and restore for ever. */
const MAILS_AN_HOUR = 5;

/**
 * Tells the operators of an account that it was deleted and how it is brought back, unless it was already: first queues one such job for each of
 * them, which then writes the mail.
 */
export async function mailAccountDeleted(
  { db, scope }: WholeAccountContext,
  { operatorId }: AccountJobs["mail-account-deleted"],
): Promise<void> {
  const deleted = await deletedAccount(scope);
  if (!deleted) return;
  if (operatorId === undefined) {
    const operators = await db.operator.findMany({ where: {}, select: { id: true } });
    for (const { id } of operators) await enqueue(db, "mail-account-deleted", { operatorId: String(id) }, { key: `account-deleted:${id}` });
    return;
  }
  const columns = { email: true, emailCanonical: true, name: true } as const;
  const operator = await db.operator.findFirst({ where: { id: BigInt(operatorId) }, select: columns });
  if (!operator) return;
  const budget = { key: sha256(`account deleted mail:${operator.emailCanonical}`), limit: MAILS_AN_HOUR };
  if ((await takeOperatorAttempt([budget], 3_600)) !== null) return;
  const link = `${env().appUrl}/dashboard/deleted`;
  const told = { to: operator.email, name: operator.name, accountName: deleted.name, purgedAt: deleted.purgedAt, link };
  await queueMail(db, await render(accountDeleted({ t: textsOf("en"), ...told })));
}
