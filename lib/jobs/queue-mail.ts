import type { MailedSecret } from "@/lib/db/live-secret";
import { recipientKey, type TenantDb } from "@/lib/db/tenant-db";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import type { RenderedMail } from "@/lib/mail/mail";
import { enqueue } from "./enqueue";

/** What a queued mail is sealed to. */
export const mailContext = (mailId: string) => `jobs.mail:${mailId}`;

/**
 * Queues a finished mail in the handle's transaction, in place of the job that wrote it, if one did: written again after its
 * process was killed, it would be another mail.
 *
 * It is rendered here, once: every retry sends the same bytes under the same idempotency key. SECURITY: it holds a link
 * that opens an account, so it waits sealed.
 *
 * @param secret what the mail brings, if anything: a mail that could not be sent before it is over is not sent any more
 */
export async function queueMail(db: TenantDb, mail: RenderedMail, secret?: MailedSecret): Promise<void> {
  const mailId = String(newId());
  const sealed = Buffer.from(seal(JSON.stringify(mail), mailContext(mailId))).toString("base64");
  const brings = secret && { secret: { id: String(secret.id), hash: Buffer.from(secret.hash).toString("base64") } };
  await enqueue(db, "deliver-mail", { mailId, recipientKey: recipientKey(mail.to), sealed, ...brings }, { last: true });
}
