import { AppError } from "@/lib/kernel/errors";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { MAIL_KINDS, type MailKind } from "./mail-kinds";
import type { MailTextRef } from "./mail-text";

/**
 * Which mail in which language somebody names.
 *
 * @throws AppError `not_found` for what is none of ours
 */
export function mailTextRef(kind: unknown, language: unknown): MailTextRef {
  if (!isKind(kind) || !isLanguage(language)) throw new AppError("not_found");
  return { kind, language };
}

export const isKind = (kind: unknown): kind is MailKind => typeof kind === "string" && Object.hasOwn(MAIL_KINDS, kind);
export const isLanguage = (language: unknown): language is Language => typeof language === "string" && Object.hasOwn(LANGUAGES, language);
