import type { Settings } from "@/lib/kernel/env";
import { reason } from "./reason";

/** Where Resend answers when no setting says otherwise. */
const RESEND = "https://api.resend.com";
const PATIENCE_MS = 10_000;

/**
 * Reaches the configured mail server as a mail would, and sends none.
 *
 * @returns what mails go through, for people
 * @throws Error that says, in words fit for a terminal, why it is not to be reached
 */
export async function reachMailServer(env: Pick<Settings, "RESEND_API_KEY" | "RESEND_BASE_URL" | "SMTP_URL">): Promise<string> {
  try {
    if (env.RESEND_API_KEY) {
      await fetch(env.RESEND_BASE_URL ?? RESEND, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
      return "Resend answers";
    }
    if (!env.SMTP_URL) return "kept in the mailbox: no server is set";
    const { createTransport } = await import("nodemailer");
    const transport = createTransport(env.SMTP_URL, { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS } as never);
    await transport.verify().finally(() => transport.close());
    return "the SMTP server takes our name and password";
  } catch (error) {
    const { cause, message } = error as Error;
    throw new Error(reason(cause instanceof Error ? cause.message : message), { cause: error });
  }
}
