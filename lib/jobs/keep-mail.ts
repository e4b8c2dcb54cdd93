import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import type { RenderedMail } from "@/lib/mail/mail";

/** Keeps a mail in the mailbox of its site, or of the account if it is to an operator. A retry of the same job keeps nothing twice. */
export async function keepMail(owner: AccountContext | SiteContext, mailId: string, mail: RenderedMail): Promise<void> {
  const { to, subject, text, html, links, code } = mail;
  await owner.db.mail.createMany({
    data: [{ id: newId(), deliveryKey: mailId, recipient: to, subject, text, html, links, code }],
    skipDuplicates: true,
  });
}
