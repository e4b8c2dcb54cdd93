import { type Texts, textsOf } from "@/lib/texts";
import { LANGUAGES, type Language } from "@/lib/texts/languages";

/** The texts of the language that a visitor is shown pages in: the first of `?ui_locales=` that we speak, else English. */
export function textsFor(request: Request): Texts {
  const asked = new URL(request.url).searchParams.get("ui_locales")?.split(" ") ?? [];
  return textsOf(asked.find((tag): tag is Language => tag in LANGUAGES) ?? "en");
}
