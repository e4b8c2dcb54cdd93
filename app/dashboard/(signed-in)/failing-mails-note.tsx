import type { ReactNode } from "react";
import type { FailingMails } from "@/lib/core/mails/failing-mails";
import { Note } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";

/** What people understand by it, and can look into. */
const REASONS: Record<FailingMails["reason"], string> = {
  unreachable: "the mail server cannot be reached",
  timed_out: "the mail server takes too long to answer",
  unauthorized: "the mail server does not accept our login, key or sender address",
  rate_limited: "the mail provider takes no more mails from us for now",
  refused: "the mail server refuses them for good",
  failed: "the mail server does not take them now",
};

/** Says that mails keep failing: why, since when, what becomes of those that wait, and what to do. */
export function FailingMailsNote({ failing, to, action }: { failing: FailingMails; to: string; action?: ReactNode }) {
  const { reason, since, lastAt } = failing;
  return (
    <Note tone="bad">
      <p className="font-semibold">
        Mails to {to} do not arrive: {REASONS[reason]}.
      </p>
      <p className="mt-1 text-pretty">
        It began <TimeAgo iso={since.toISOString()} />; the last try was <TimeAgo iso={lastAt.toISOString()} />.{" "}
        {reason === "refused"
          ? "What is refused is not sent again: who waits for a mail has to ask for another."
          : "What waits is sent once it works again, unless its link or code is over by then."}{" "}
        Whoever runs this installation finds the cause in its log, or with <code className="font-mono">signin doctor</code>. {action}
      </p>
    </Note>
  );
}
