/**
 * Every language that visitors are spoken to in, in the order of the picker: its name in itself, the way it runs, and the
 * locale that writes its numbers and dates. Arabic gets the digits that our codes have.
 */
export const LANGUAGES = {
  en: { name: "English", dir: "ltr", locale: "en-GB" },
  de: { name: "Deutsch", dir: "ltr", locale: "de" },
  nl: { name: "Nederlands", dir: "ltr", locale: "nl" },
  fr: { name: "Français", dir: "ltr", locale: "fr" },
  es: { name: "Español", dir: "ltr", locale: "es" },
  pt: { name: "Português", dir: "ltr", locale: "pt-BR" },
  it: { name: "Italiano", dir: "ltr", locale: "it" },
  pl: { name: "Polski", dir: "ltr", locale: "pl" },
  tr: { name: "Türkçe", dir: "ltr", locale: "tr" },
  ar: { name: "العربية", dir: "rtl", locale: "ar-u-nu-latn" },
  ja: { name: "日本語", dir: "ltr", locale: "ja" },
  zh: { name: "简体中文", dir: "ltr", locale: "zh-Hans" },
} as const;

export type Language = keyof typeof LANGUAGES;
