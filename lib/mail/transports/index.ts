import type { Settings } from "@/lib/kernel/env";
import { resendTransport } from "./resend";
import { smtpTransport } from "./smtp";
import type { Transport } from "./transport";

/**
 * The transport that the settings ask for: Resend, else SMTP, else null, which means the mailbox in our own database.
 *
 * Cheap, and opens nothing before the first mail. Keep what it returns: the client behind it is reused.
 */
export function realTransport(env: Pick<Settings, "RESEND_API_KEY" | "RESEND_BASE_URL" | "SMTP_URL">): Transport | null {
  if (env.RESEND_API_KEY) return resendTransport(env.RESEND_API_KEY, env.RESEND_BASE_URL);
  if (env.SMTP_URL) return smtpTransport(env.SMTP_URL);
  return null;
}
