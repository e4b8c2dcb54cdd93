import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { searchMails } from "@/lib/core/mails/search-mails";
import { Badge, EmptyState, PageHeader } from "@/lib/ui/card";
import { MoreLink } from "@/lib/ui/more-link";
import { SearchBox } from "@/lib/ui/search-box";
import { TimeAgo } from "@/lib/ui/time-ago";
import { givenText } from "../../given-text";
import { orNotFound, requireOperator } from "../../session";

export const metadata: Metadata = { title: "Mailbox" };

type Query = { search?: string | string[]; after?: string | string[] };

/** Every mail that would have been sent, newest first. */
export default async function MailboxPage({ searchParams }: { searchParams: Promise<Query> }) {
  const operator = await requireOperator();
  const given = await searchParams;
  const [search, after] = [givenText(given.search), givenText(given.after)];
  const { rows, next } = await orNotFound(searchMails(operator, { search, after }));
  const nothingYet = rows.length === 0 && !search && !after;
  return (
    <>
      <PageHeader title="Mailbox" text="Every mail stops here until you name a mail server, with RESEND_API_KEY or SMTP_URL." />
      {nothingYet ? (
        <EmptyState
          title="No mails yet"
          text="When somebody signs up, resets a password or is invited, the mail appears here as they would get it, with its link and code."
        />
      ) : (
        <>
          <SearchBox label="Search by address" value={String(search)} />
          {rows.length === 0 && <p className="py-10 text-center text-soft">No mail to “{search}”.</p>}
          {rows.length > 0 && (
            <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
              {rows.map(({ id, recipient, subject, code, siteName, createdAt }) => (
                <li key={String(id)}>
                  <Link href={`/dashboard/mailbox/${id}`} className="flex items-center gap-4 px-4 py-3.5 hover:bg-well sm:px-5">
                    <span className="min-w-0 flex-1">
                      <span className="block truncate font-medium">{subject}</span>
                      <span className="block truncate text-sm text-soft">
                        to {recipient} · {siteName ?? "dashboard"}
                      </span>
                    </span>
                    {code && <Badge>{code}</Badge>}
                    <span className="hidden shrink-0 text-sm text-soft sm:block">
                      <TimeAgo iso={createdAt.toISOString()} />
                    </span>
                    <ChevronRight className="size-4 shrink-0 text-soft" aria-hidden />
                  </Link>
                </li>
              ))}
            </ul>
          )}
          <MoreLink next={next} query={{ search: String(search) }} />
        </>
      )}
    </>
  );
}
