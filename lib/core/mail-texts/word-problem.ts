import { FIELD_RULES } from "@/lib/kernel/field-rules";
import { MAIL_KINDS, type MailKind, type Placeholder, WORD_LENGTHS, type WordPart } from "./mail-kinds";

/** A placeholder; whatever stands in braces is meant as one. */
const BRACES = /\{([^{}]*)\}/g;
const UNSAFE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const ADDRESS = /:\/\/|www\.|\S@\S/i;

/**
 * What is wrong with a text that a site wrote for one of its mails, in the words that follow its label; null when nothing is.
 *
 * SECURITY: text of at most so many characters. An address in it is refused: a mail links to our pages only, and it goes to whoever
 * somebody typed into a form.
 */
export function wordProblem(kind: MailKind, part: WordPart, text: string): string | null {
  const { notice, placeholders }: { notice: boolean; placeholders: readonly string[] } = MAIL_KINDS[kind];
  if (part === "heading" && notice) return "stays ours in this mail";
  if (text.length > WORD_LENGTHS[part]) return FIELD_RULES.too_long;
  if (UNSAFE.test(part === "body" ? text.replaceAll("\n", "") : text)) return FIELD_RULES.characters;
  if (ADDRESS.test(text)) return "must not contain a web or mail address";
  const named = [...text.matchAll(BRACES)].map(([, name = ""]) => name);
  const unknown = named.find((name) => !placeholders.includes(name));
  const known = placeholders.map((name) => `{${name}}`).join(" and ");
  if (unknown !== undefined) return `has {${unknown}}, which this mail does not know; it knows ${known}`;
  return part === "subject" && notice && !named.includes("site" satisfies Placeholder) ? "must contain {site}" : null;
}
