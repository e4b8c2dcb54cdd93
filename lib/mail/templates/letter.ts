import type { MailKind } from "@/lib/core/mail-texts/mail-kinds";
import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";

/**
 * The words of one mail, before they become HTML and plain text.
 *
 * Both parts are made of the same letter, so they never say different things. Every text here is finished: names in it have
 * passed `bodyName`, and links have passed `webLink`.
 */
export type Letter = {
  /** The texts of the reader's language. */
  t: Texts;
  to: string;
  /** Which of a site's mails it is, and what stands for the placeholders of its own words. */
  of?: { kind: MailKind; siteInSubject: string; duration?: string; provider?: string };
  subject: string;
  /** Who writes: the site's name, as `bodyName` gives it. */
  sender: string;
  /** What an inbox shows after the subject. SECURITY: never the code, it would be read off a locked screen. */
  preview: string;
  heading: string;
  /** Of the person, as `bodyName` gives it; empty where unknown. */
  name: string;
  opening: string;
  /** What the mail tells, a line each. */
  facts?: readonly string[];
  /** What follows it, a paragraph each: a site's own words. */
  added?: readonly string[];
  /** What there is to click; a mail may have a code alone. */
  button?: { label: string; link: string };
  code?: { lead: string; digits: string };
  /** The second thing one may do; a plain link below the button. */
  other?: { lead: string; label: string; link: string };
  /** Small print in the order of reading: how long it lasts, who asked. */
  notes: string[];
  /** What to do if it was not you. */
  calm: string;
};

/** Every link of a letter, in the order of reading. */
export const linksOf = ({ button, other }: Letter): string[] => [button, other].flatMap((each) => each?.link ?? []);

/** How the reader is addressed. */
export const greeting = ({ t, name }: Letter): string => (name ? fill(t.letter.helloName, { name }) : t.letter.hello);

/** An opening as an inbox shows it by itself. In a German letter it goes on after the comma of the greeting, in lower case. */
export const standingAlone = ({ language }: Texts, opening: string) =>
  language === "de" ? opening.charAt(0).toUpperCase() + opening.slice(1) : opening;
