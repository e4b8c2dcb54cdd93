import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { mailSettings } from "../mail-settings/mail-settings";
import { requireMailbox } from "./require-mailbox";

/**
 * One kept mail, whole, with what its site says of the sender and of where answers go. SECURITY: also one to an operator, so it takes an operator and not an API token.
 *
 * @throws AppError `not_found`, also for somebody else's, and once mails are sent
 */
export async function getMail({ db }: OperatorContext, { id }: { id: bigint }) {
  requireMailbox();
  const columns = { id: true, recipient: true, subject: true, text: true, html: true, links: true, code: true, createdAt: true } as const;
  const mail = await db.mail.findFirst({ where: { id }, select: { ...columns, site: { select: { name: true, mail: true } } } });
  if (!mail) throw new AppError("not_found");
  const { site, ...kept } = mail;
  const { sender_name: senderName, reply_to: replyTo } = mailSettings(site?.mail ?? {});
  return { ...kept, siteName: site?.name ?? null, senderName, replyTo };
}
