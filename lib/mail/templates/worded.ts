import { MAIL_KINDS } from "@/lib/core/mail-texts/mail-kinds";
import type { MailWords } from "@/lib/core/mail-texts/words";
import { PLACEHOLDER } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyText, subjectText } from "./untrusted-name";

/**
 * A letter in a site's own words, as far as it has any.
 *
 * SECURITY: they are text that no mail program makes a link of. In a mail that tells of something, ours stay: they come besides.
 */
export function worded(letter: Letter, words: MailWords): Letter {
  const { of: about, t, sender } = letter;
  if (!about) return letter;
  const isolated = (value: string) => (t.dir === "rtl" ? `\u2068${value}\u2069` : value);
  const said = (text: string, clean: (text: string) => string, site: string) => {
    const values: Readonly<Record<string, string | undefined>> = { site, duration: about.duration, provider: about.provider };
    const parts = text.split(PLACEHOLDER).map((part, index) => (index % 2 ? isolated(values[part] ?? "") : clean(part)));
    return parts.join("").trim();
  };
  const paragraphs = (words.body ?? "")
    .split(/\n+/)
    .map((text) => said(text, bodyText, sender))
    .filter(Boolean);
  const subject = words.subject ? said(words.subject, subjectText, about.siteInSubject) : letter.subject;
  if (MAIL_KINDS[about.kind].notice) return { ...letter, subject, added: paragraphs };
  const [opening = letter.opening, ...added] = paragraphs;
  return { ...letter, subject, heading: words.heading ? said(words.heading, bodyText, sender) : letter.heading, opening, added };
}
