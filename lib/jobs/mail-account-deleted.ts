import { mayTellOfDeletion } from "@/lib/core/operators/may-tell-of-deletion";
import { deletedAccount } from "@/lib/db/hot/deleted-accounts";
import type { WholeAccountContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { accountDeleted } from "@/lib/mail/templates/account-deleted";
import { render } from "@/lib/mail/templates/render";
import { textsOf } from "@/lib/texts";
import { type AccountJobs, enqueue } from "./enqueue";
import { queueMail } from "./queue-mail";

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
  if (!operator || !(await mayTellOfDeletion(operator.emailCanonical))) return;
  const link = `${env().appUrl}/dashboard/deleted`;
  const told = { to: operator.email, name: operator.name, accountName: deleted.name, purgedAt: deleted.purgedAt, link };
  await queueMail(db, await render(accountDeleted({ t: textsOf("en"), ...told })));
}
