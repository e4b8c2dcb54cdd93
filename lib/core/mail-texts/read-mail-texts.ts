import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { MAIL_KINDS, type MailKind } from "./mail-kinds";
import type { MailText } from "./mail-text";
import { wordsOf } from "./words";

type Row = { readonly kind: string; readonly language: string; readonly texts: unknown };

/** Words as rows have them. What another version kept and this one does not know is left out. */
export const readMailTexts = (rows: readonly Row[]): MailText[] =>
  rows.flatMap(({ kind, language, texts }) =>
    isKind(kind) && isLanguage(language) ? [{ kind, language, words: wordsOf(kind, texts) }] : [],
  );

const isKind = (kind: string): kind is MailKind => Object.hasOwn(MAIL_KINDS, kind);
const isLanguage = (language: string): language is Language => Object.hasOwn(LANGUAGES, language);
