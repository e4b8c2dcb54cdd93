import { Inbox } from "lucide-react";
import Link from "next/link";

/** Says on every page that nobody outside gets a mail yet. */
export function MailboxBanner() {
  return (
    <p className="mb-6 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border border-line bg-card px-4 py-2.5 text-sm text-soft">
      <Inbox className="size-4 shrink-0" aria-hidden />
      Mails are kept here, not sent.
      <Link href="/dashboard/mailbox" className="min-h-6 font-medium text-ink underline underline-offset-4">
        Open the mailbox
      </Link>
    </p>
  );
}
