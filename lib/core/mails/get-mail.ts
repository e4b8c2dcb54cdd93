import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireMailbox } from "./require-mailbox";

/**
 * One kept mail, whole. SECURITY: also one to an operator, so it takes an operator and not an API token.
 *
 * @throws AppError `not_found`, also for somebody else's, and once mails are sent
 */
export async function getMail({ db }: OperatorContext, { id }: { id: bigint }) {
  requireMailbox();
  const columns = { id: true, recipient: true, subject: true, text: true, html: true, links: true, code: true, createdAt: true } as const;
  const mail = await db.mail.findFirst({ where: { id }, select: { ...columns, site: { select: { name: true } } } });
  if (!mail) throw new AppError("not_found");
  return mail;
}
