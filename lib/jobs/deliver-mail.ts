import { isLiveSecret } from "@/lib/db/live-secret";
import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { count } from "@/lib/kernel/counters";
import { type Env, env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { unseal } from "@/lib/kernel/secrets";
import { traced } from "@/lib/kernel/trace";
import type { RenderedMail } from "@/lib/mail/mail";
import { senderOf } from "@/lib/mail/sender";
import { realTransport } from "@/lib/mail/transports";
import { isMailRefused, type Transport } from "@/lib/mail/transports/transport";
import type { MailJobs } from "./enqueue";
import { keepMail } from "./keep-mail";
import { mailContext } from "./queue-mail";

/**
 * Hands a queued mail to the configured transport, or keeps it in the mailbox. What is refused for good is given up.
 *
 * @param again it was tried before: a secret that is over by now, or was replaced, is not mailed behind the one that counts
 */
export async function deliverMail(
  owner: AccountContext | SiteContext,
  { mailId, sealed, secret }: MailJobs["deliver-mail"],
  _: AbortSignal,
  again: boolean,
): Promise<void> {
  if (again && secret && !(await isLiveSecret(owner.scope, { id: BigInt(secret.id), hash: Buffer.from(secret.hash, "base64") }))) {
    return count("mails_outdated");
  }
  const mail = JSON.parse(unseal(Buffer.from(sealed, "base64"), mailContext(mailId))) as RenderedMail;
  const transport = transportOf(env());
  if (!transport) {
    await keepMail(owner, mailId, mail);
    return count("mails_kept");
  }
  try {
    const { senderName, replyTo } = mail;
    const envelope = { from: senderOf(env().MAIL_FROM, senderName), replyTo, idempotencyKey: `signin-fast/${mailId}` };
    await traced("mail.send", () => transport.send(mail, envelope), { kind: "client", attributes: { "signin.transport": transport.name } });
    count("mails_sent");
  } catch (error) {
    count(isMailRefused(error) ? "mails_refused" : "mails_failed");
    if (!isMailRefused(error)) throw error;
    log.error({ mail_id: mailId, transport: transport.name, detail: error.message }, "mail refused for good");
  }
}

const transports = new WeakMap<Env, Transport | null>();

/** The transport of a configuration, made once: it may keep connections open. */
function transportOf(configuration: Env): Transport | null {
  const known = transports.get(configuration);
  if (known !== undefined) return known;
  const made = realTransport(configuration);
  transports.set(configuration, made);
  return made;
}
