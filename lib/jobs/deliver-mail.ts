import { isLiveSecret } from "@/lib/db/live-secret";
import { forgetMailFailures, noteMailFailure } from "@/lib/db/mail-failures";
import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { count } from "@/lib/kernel/counters";
import { type Env, env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { unseal } from "@/lib/kernel/secrets";
import { traced } from "@/lib/kernel/trace";
import type { RenderedMail } from "@/lib/mail/mail";
import { senderOf } from "@/lib/mail/sender";
import { realTransport } from "@/lib/mail/transports";
import { failureOf, isMailRefused, type Transport } from "@/lib/mail/transports/transport";
import type { MailJobs } from "./enqueue";
import { keepMail } from "./keep-mail";
import { mailContext } from "./queue-mail";

/**
 * Hands a queued mail to the configured transport, or keeps it in the mailbox. What is refused for good is given up. A try that fails is
 * noted with the site or account that it is of, until one goes out.
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
    await worksAgain(owner);
    return count("mails_kept");
  }
  try {
    const { senderName, replyTo } = mail;
    const envelope = { from: senderOf(env().MAIL_FROM, senderName), replyTo, idempotencyKey: `signin-fast/${mailId}` };
    await traced("mail.send", () => transport.send(mail, envelope), { kind: "client", attributes: { "signin.transport": transport.name } });
  } catch (error) {
    count(isMailRefused(error) ? "mails_refused" : "mails_failed");
    await noteMailFailure(owner.scope, failureOf(error)).catch(unnoted);
    if (!isMailRefused(error)) throw error;
    return log.error({ mail_id: mailId, transport: transport.name, detail: error.message }, "mail refused for good");
  }
  count("mails_sent");
  await worksAgain(owner);
}

/** Asks the database for nothing while all is well at a site: that came with the site. Of operators' mails, a few a day, nothing has come. */
async function worksAgain(owner: AccountContext | SiteContext): Promise<void> {
  if (!("site" in owner) || owner.site.mailsFail) await forgetMailFailures(owner.scope).catch(unnoted);
}

/** What became of a mail is not to be changed by that: one that went out would go out again. */
const unnoted = (error: unknown) => log.warn({ detail: String(error) }, "what became of a mail was not noted");

const transports = new WeakMap<Env, Transport | null>();

/** The transport of a configuration, made once: it may keep connections open. */
function transportOf(configuration: Env): Transport | null {
  const known = transports.get(configuration);
  if (known !== undefined) return known;
  const made = realTransport(configuration);
  transports.set(configuration, made);
  return made;
}
