import type { SiteContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { unseal } from "@/lib/kernel/secrets";
import { log } from "@/lib/kernel/log";
import type { RenderedMail } from "@/lib/mail/mail";
import { MailRefused } from "@/lib/mail/transports/transport";
import { realTransport } from "@/lib/mail/transports";
import type { SiteJobs } from "./enqueue";
import { keepMail } from "./keep-mail";
import { mailContext } from "./queue-mail";

/** Hands a queued mail to the configured transport, or keeps it in the mailbox. What is refused for good is given up. */
export async function deliverMail(site: SiteContext, { mailId, sealed }: SiteJobs["deliver-mail"]): Promise<void> {
  const mail = JSON.parse(unseal(Buffer.from(sealed, "base64"), mailContext(mailId))) as RenderedMail;
  const transport = realTransport(env());
  if (!transport) return keepMail(site, mailId, mail);
  try {
    await transport.send(mail, { from: env().MAIL_FROM, idempotencyKey: `signin-fast/${mailId}` });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    log.error({ mail_id: mailId, transport: transport.name, detail: error.message }, "mail refused for good");
  }
}
