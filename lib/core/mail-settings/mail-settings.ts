import { z } from "zod";
import { parseEmail } from "@/lib/kernel/email";
import { FIELD_RULES } from "@/lib/kernel/field-rules";
import { line } from "@/lib/kernel/fields";
import { flag, keptSettings } from "@/lib/kernel/kept-settings";

/**
 * SECURITY: it stands in a header beside our address. One line, and nothing that another address or a second header could be made
 * of, or that a mail program would show as an address.
 */
const senderName = line(60)
  .trim()
  .min(1, FIELD_RULES.blank)
  .refine((name) => !/[<>"@\\,;:]|www\./i.test(name), 'must be a name without signs such as < > " @ , ; :')
  .nullable();

/** SECURITY: one bare address, as `parseEmail` writes it. */
const replyTo = z
  .string("must be an e-mail address")
  .max(320, FIELD_RULES.too_long)
  .overwrite((typed) => parseEmail(typed)?.email ?? typed)
  .refine((address) => parseEmail(address) !== null, "must be one e-mail address")
  .nullable();

/** What a customer may set about the mails to a site's users. A site keeps what was set; the rest is as it stands here. */
export const MAIL_SETTINGS = {
  sender_name: senderName.default(null).meta({
    type: ["string", "null"],
    maxLength: 60,
    description: "Who mails are from. The address stays that of the installation. null: the installation’s own name.",
    examples: ["My App"],
  }),
  reply_to: replyTo.default(null).meta({
    type: ["string", "null"],
    format: "email",
    maxLength: 320,
    description: "Where answers go. null: to the sender.",
    examples: ["support@app.example"],
  }),
  new_device: flag(true).meta({
    type: "boolean",
    description: "Whether users are mailed after a sign-in on the hosted pages in a browser that they had not used there before.",
    examples: [true],
  }),
} as const;

const kept = keptSettings(MAIL_SETTINGS);

export type MailSettings = ReturnType<typeof kept.everySetting>;

/** What a customer may say of them: any part of it. */
export const mailField = kept.field.meta({ examples: [{ sender_name: "My App" }] });

export const { everySetting: mailSettings, withGiven: withGivenMail } = kept;
