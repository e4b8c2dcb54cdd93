import { z } from "zod";
import type { KeptMail } from "@/lib/core/mails/list-mails";
import { searchQuery, time } from "./shapes";

export const mailsQuery = z.object({ to: searchQuery });

/** The mailbox on the wire. */
export const mailsJson = (mails: KeptMail[]) => ({
  mails: mails.map((mail) => ({
    id: Number(mail.id),
    to: mail.recipient,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    links: mail.links,
    code: mail.code,
    created_at: time(mail.createdAt),
  })),
});
