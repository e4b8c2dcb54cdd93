import type { NodemailerError, SMTPTransportOptions, Transporter } from "nodemailer";
import type { MailFailure } from "@/lib/kernel/mail-failures";
import { bareRecipient } from "@/lib/mail/recipient";
import { headersFor, referenceId } from "./headers";
import { reason } from "./reason";
import { MailDeferred, MailRefused, type Transport } from "./transport";

const STEP_MS = 10_000;
const WHOLE_SEND_MS = 60_000;
/** Where a 5yz answer speaks of this recipient or this mail. Elsewhere it speaks of our login or sender, which can be mended. */
const ABOUT_THE_MAIL = new Set(["RCPT TO", "DATA"]);
/** Authentication wanted, encryption wanted: the settings are wrong, the mail is not. */
const ABOUT_THE_LOGIN = new Set([530, 534, 535, 538]);

/**
 * Sends through the SMTP server of `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://` (TLS from the start).
 * Without a port: 587 and 465.
 *
 * The Message-ID is made of the idempotency key: SMTP has no notion of one, so a receiver that gets a mail twice, because the
 * connection broke after the server had taken it, can at least tell. One connection a mail: nothing to drain at shutdown.
 *
 * SECURITY: the certificate is checked, and a password never travels unencrypted, unless the server is on loopback. A private
 * authority is trusted through `NODE_EXTRA_CA_CERTS`; options in the query of the address are ignored, so none of them can
 * turn this off. The recipient is handed over as an object and nothing is read from files or addresses in the mail.
 */
export function smtpTransport(address: string): Transport {
  const settings = connection(new URL(address));
  let client: Promise<Transporter> | undefined;
  return {
    name: "smtp",
    async send(mail, { from, replyTo, idempotencyKey }) {
      const to = { name: "", address: bareRecipient(mail.to) };
      client ??= import("nodemailer").then(({ createTransport }) => createTransport(settings));
      const { subject, text, html } = mail;
      const messageId = `<${referenceId(idempotencyKey)}@${/@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? "localhost"}>`;
      const signal = AbortSignal.timeout(WHOLE_SEND_MS);
      const answers = replyTo && { replyTo: { name: "", address: bareRecipient(replyTo) } };
      const headers = headersFor(idempotencyKey);
      const message = { from, to, subject, text, html, messageId, ...answers, headers, xMailer: false as const, signal };
      await (await client).sendMail(message).catch((error: NodemailerError) => {
        throw failure(error);
      });
    },
  };
}

function connection(url: URL): SMTPTransportOptions {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
  const auth = url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined;
  return {
    host,
    port: url.port || undefined,
    secure: url.protocol === "smtps:",
    auth,
    requireTLS: Boolean(auth) && !loopback,
    tls: { rejectUnauthorized: !loopback },
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function failure(error: NodemailerError): MailRefused | MailDeferred {
  const { code, command, responseCode, permanent } = error;
  const message = `smtp ${[code, command, responseCode].filter(Boolean).join(" ")} ${reason(error.message)}`;
  const refused = permanent && ABOUT_THE_MAIL.has(command ?? "") && !ABOUT_THE_LOGIN.has(responseCode ?? 0);
  return refused ? new MailRefused(message) : new MailDeferred(message, deferredFor(error));
}

/** Without a number nobody has answered, or not with SMTP over a connection that is safe enough. */
function deferredFor({ code, command, responseCode, permanent }: NodemailerError): Exclude<MailFailure, "refused"> {
  if (code === "EAUTH" || ABOUT_THE_LOGIN.has(responseCode ?? 0) || (permanent && command === "MAIL FROM")) return "unauthorized";
  if (responseCode) return "failed";
  return code === "ETIMEDOUT" || code === "EABORT" ? "timed_out" : "unreachable";
}
