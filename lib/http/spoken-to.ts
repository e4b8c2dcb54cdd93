import { type Texts, textsOf } from "@/lib/texts";
import type { Language } from "@/lib/texts/languages";
import { spoken } from "@/lib/texts/spoken";
import { acceptedLanguages } from "./language";
import { readLanguageCookie } from "./language-cookie";

/** The language that a visitor is shown pages in. */
export type Spoken = {
  readonly t: Texts;
  /** The language they chose, or their browser asks for. Null: neither is one of ours, and they are shown English. */
  readonly locale: Language | null;
  /** `?ui_locales=` as it came: it goes along to every page that follows. */
  readonly uiLocales: string | null;
};

/** Language tags with a space between them, as OpenID Connect has it. */
const UI_LOCALES = /^[a-z\d-]+(?: [a-z\d-]+)*$/i;
const MAX_UI_LOCALES = 100;

/**
 * Chooses the language for a visitor: of `?ui_locales=`, else the one saved for the user whom the page knows, else the one this
 * browser chose, else what it asks for, else English.
 */
export function spokenTo(request: Request, saved: string | null = null): Spoken {
  const asked = new URL(request.url).searchParams.get("ui_locales");
  const uiLocales = asked !== null && asked.length <= MAX_UI_LOCALES && UI_LOCALES.test(asked) ? asked : null;
  const locale = spoken([...(uiLocales?.split(" ") ?? []), saved, readLanguageCookie(request), ...acceptedLanguages(request)]);
  return { t: textsOf(locale ?? "en"), locale, uiLocales };
}
