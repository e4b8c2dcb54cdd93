import { type Texts, textsOf } from ".";
import { LANGUAGES, type Language } from "./languages";

/** The texts in the language that somebody has chosen, as a BCP 47 tag; English where they have not, or we do not speak it. */
export function textsOfLocale(locale: string | null): Texts {
  const [language = ""] = locale?.toLowerCase().split("-", 1) ?? [];
  return textsOf(language in LANGUAGES ? (language as Language) : "en");
}
