import type { MailText } from "./mail-text";
import { isKind, isLanguage } from "./mail-text-ref";
import { wordsOf } from "./words";

type Row = { readonly kind: string; readonly language: string; readonly texts: unknown };

/** Words as rows have them. What another version kept and this one does not know is left out. */
export const readMailTexts = (rows: readonly Row[]): MailText[] =>
  rows.flatMap(({ kind, language, texts }) =>
    isKind(kind) && isLanguage(language) ? [{ kind, language, words: wordsOf(kind, texts) }] : [],
  );
