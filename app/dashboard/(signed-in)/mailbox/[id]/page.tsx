import { ArrowLeft, ExternalLink } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getMail } from "@/lib/core/mails/get-mail";
import { env } from "@/lib/kernel/env";
import { senderOf } from "@/lib/mail/sender";
import { buttonLook } from "@/lib/ui/button";
import { Card, PageHeader } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import { TimeAgo } from "@/lib/ui/time-ago";
import { idOf, orNotFound, requireOperator } from "../../../session";

export const metadata: Metadata = { title: "Mail" };

/** One mail: as it looks, what it links to, its code, and its plain text. */
export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const operator = await requireOperator();
  const mail = await orNotFound(getMail(operator, { id: idOf((await params).id) }));
  const { id, subject, recipient, siteName, senderName, replyTo, createdAt, links, code, text } = mail;
  return (
    <>
      <Link href="/dashboard/mailbox" className="mb-4 inline-flex min-h-6 items-center gap-1.5 text-sm text-soft hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden /> Mailbox
      </Link>
      <PageHeader
        title={subject}
        text={
          <>
            <span className="break-all">To {recipient}</span> · {siteName ?? "dashboard"} · <TimeAgo iso={createdAt.toISOString()} />
            <br />
            <span className="break-all">From {senderOf(env().MAIL_FROM, senderName ?? undefined)}</span>
            {replyTo !== null && (
              <>
                {" "}
                · <span className="break-all">Answers to {replyTo}</span>
              </>
            )}
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_20rem]">
        <iframe
          title="The mail as it looks"
          src={`/dashboard/mailbox/${id}/html`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          className="h-[44rem] w-full rounded-xl border border-line bg-card lg:row-span-3"
        />
        {code && (
          <Card title="Code">
            <div className="flex items-center justify-between gap-3">
              <code className="font-mono text-2xl tracking-widest">{code}</code>
              <CopyButton text={code} what="code" />
            </div>
          </Card>
        )}
        {links.length > 0 && (
          <Card title={links.length === 1 ? "Link" : "Links"}>
            <ul className="grid gap-4">
              {links.map((link) => (
                <li key={link} className="grid gap-2">
                  <p className="font-mono text-xs break-all text-soft">{link}</p>
                  <div className="flex flex-wrap gap-2">
                    <a href={link} target="_blank" rel="noreferrer" className={buttonLook()}>
                      <ExternalLink aria-hidden /> Open
                    </a>
                    <CopyButton text={link} what="link" />
                  </div>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Card title="Plain text">
          <pre className="font-mono text-xs whitespace-pre-wrap break-words">{text}</pre>
        </Card>
      </div>
    </>
  );
}
