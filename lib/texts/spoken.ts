import { LANGUAGES, type Language } from "./languages";

/**
 * The first of these language tags, the best one first, that we speak; null: none of them.
 *
 * Looked up by its beginning (RFC 4647): `pt-PT` is spoken to in `pt`, `zh-TW` in `zh`. What is no tag is passed over.
 */
export function spoken(tags: readonly (string | null | undefined)[]): Language | null {
  for (const tag of tags) {
    const [primary = ""] = tag?.trim().toLowerCase().split(/[-_]/, 1) ?? [];
    if (isLanguage(primary)) return primary;
  }
  return null;
}

/** Whether a text names one of our languages. */
export const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text);
