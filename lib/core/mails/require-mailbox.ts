import { env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";

/** True while mails are kept in the database instead of being sent. */
export function mailboxIsOpen(): boolean {
  const { RESEND_API_KEY, SMTP_URL } = env();
  return !RESEND_API_KEY && !SMTP_URL;
}

/** @throws AppError `not_found` once a real transport is configured */
export function requireMailbox(): void {
  if (!mailboxIsOpen()) throw new AppError("not_found");
}
