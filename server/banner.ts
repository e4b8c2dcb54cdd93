import type { Env } from "@/lib/kernel/env";

/** What the terminal says once everything is ready. */
export function banner(
  { appUrl, DATA_DIR, RESEND_API_KEY, SMTP_URL }: Env,
  state: { embedded: boolean; ownerLink: string | null },
): string {
  const mails = RESEND_API_KEY ? "sent through Resend" : SMTP_URL ? "sent through SMTP" : `kept, not sent: ${appUrl}/dashboard/mailbox`;
  const data = state.embedded ? `embedded PostgreSQL in ${DATA_DIR}` : "your PostgreSQL (DATABASE_URL)";
  const lines = ["", `  Signin Fast is ready at ${appUrl}`, "", `  Data   ${data}`, `  Mails  ${mails}`];
  if (state.ownerLink) lines.push("", "  Nobody owns this installation yet. Open this link once, within a day:", `  ${state.ownerLink}`);
  return [...lines, ""].join("\n");
}
