import { z } from "zod";
import type { KeptMail } from "@/lib/core/mails/list-mails";
import { idShape, searchQuery, time, timeShape } from "./shapes";

export const mailsQuery = z.object({
  to: searchQuery.meta({ description: "Only mails to this address.", examples: ["jane@example.com"] }),
});

/** A mail in the mailbox, on the wire. */
const mailShape = z
  .strictObject({
    id: idShape.meta({ examples: [311] }),
    to: z.string().meta({ examples: ["jane@example.com"] }),
    subject: z.string().meta({ examples: ["Confirm your address"] }),
    text: z.string().meta({ examples: ["Confirm your address: https://…"] }),
    html: z.string().meta({ examples: ["<p>…</p>"] }),
    links: z.array(z.string()).meta({ description: "Every link in it, in order.", examples: [["https://…"]] }),
    code: z
      .string()
      .nullable()
      .meta({ description: "The code to type, for who reads the mail on another device.", examples: ["482913"] }),
    created_at: timeShape,
  })
  .meta({ id: "Mail" });

export const mailsAnswer = z.strictObject({ mails: z.array(mailShape) });

/** The mailbox on the wire. */
export const mailsJson = (mails: KeptMail[]): z.output<typeof mailsAnswer> => ({
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
