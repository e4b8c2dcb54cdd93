import { z } from "zod";
import { MAIL_KIND_IDS, MAIL_KINDS, WORD_LENGTHS } from "@/lib/core/mail-texts/mail-kinds";
import type { MailText } from "@/lib/core/mail-texts/mail-text";
import { AppError } from "@/lib/kernel/errors";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { sentBack } from "./shapes";
import { siteParams } from "./site";

const languages = Object.keys(LANGUAGES) as [Language, ...Language[]];
const kind = z.enum(MAIL_KIND_IDS);
const language = z.enum(languages);
const words = (part: keyof typeof WORD_LENGTHS, description: string, example: string) =>
  z
    .string()
    .nullable()
    .meta({ description: `${description} null: ours.`, maxLength: WORD_LENGTHS[part], examples: [example] });

const parts = {
  subject: words("subject", "The subject.", "Welcome to {site}"),
  heading: words("heading", "What stands above the text. Not in mails that tell of a change to an account.", "Nearly there"),
  body: words(
    "body",
    "The text, a paragraph a line. In mails that tell of a change to an account it comes besides ours, which stays.",
    "Confirm your address within {duration}.",
  ),
};

/** A site's own words in one mail and one language, on the wire. */
export const mailTextShape = z
  .strictObject({
    kind: kind.meta({ description: "Which mail.", examples: ["verify_email"] }),
    language: language.meta({ examples: ["en"] }),
    ...parts,
    placeholders: z.array(z.string()).meta({ description: "What may stand in braces.", examples: [["site", "duration"]] }),
  })
  .meta({ id: "MailText" });

export const mailTextAnswer = z.strictObject({ mail_text: mailTextShape });

export const mailTextsAnswer = z.strictObject({ mail_texts: z.array(mailTextShape) });

export const mailTextJson = ({ kind, language, words }: MailText): z.output<typeof mailTextShape> => ({
  kind,
  language,
  subject: words.subject ?? null,
  heading: words.heading ?? null,
  body: words.body ?? null,
  placeholders: [...MAIL_KINDS[kind].placeholders],
});

/** What is none of ours is not found. */
const known = <Name extends string>(names: readonly Name[]) =>
  z.string().transform((text): Name => {
    const found = names.find((name) => name === text);
    if (found === undefined) throw new AppError("not_found");
    return found;
  });

export const mailTextParams = z.object({
  ...siteParams.shape,
  kind: known(MAIL_KIND_IDS).meta({ type: "string", enum: MAIL_KIND_IDS, description: "Which mail.", examples: ["verify_email"] }),
  language: known(languages).meta({ type: "string", enum: languages, description: "In which language.", examples: ["en"] }),
});

const part = (name: keyof typeof parts) =>
  z.unknown().meta({ type: ["string", "null"], maxLength: WORD_LENGTHS[name], ...parts[name].meta() });

export const mailTextBody = z
  .strictObject({
    mail_text: z
      .strictObject(
        {
          subject: part("subject"),
          heading: part("heading"),
          body: part("body"),
          kind: sentBack,
          language: sentBack,
          placeholders: sentBack,
        },
        "must be an object",
      )
      .partial()
      .transform(({ subject, heading, body }) => ({ subject, heading, body })),
  })
  .meta({ examples: [{ mail_text: { subject: "Welcome to {site}" } }] });
