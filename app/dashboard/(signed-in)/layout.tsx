import type { ReactNode } from "react";
import { mailboxIsOpen } from "@/lib/core/mails/require-mailbox";
import { requireOperator } from "../session";
import { MailboxBanner } from "./mailbox-banner";
import { Navigation } from "./navigation";
import { Proof } from "./prove/proof";

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const { operator } = await requireOperator();
  return (
    <div className="min-h-dvh bg-page lg:grid lg:grid-cols-[15rem_1fr]">
      <Navigation operator={{ name: operator.name, email: operator.email }} mailbox={mailboxIsOpen()} />
      <main id="content" className="mx-auto w-full max-w-6xl min-w-0 px-4 py-6 sm:px-8 sm:py-10">
        {mailboxIsOpen() && <MailboxBanner />}
        <Proof>{children}</Proof>
      </main>
    </div>
  );
}
