import { LANGUAGES, type Language } from "./languages";
import type { Message, Said } from "./section";

type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** A section in one language. */
export function inLanguage<S extends Readonly<Record<string, Message>>>(messages: S, language: Language): Said<S> {
  const { locale } = LANGUAGES[language];
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const counting = (forms: Plural) => (count: number) =>
    (forms[rules.select(count)] ?? forms.other).replace("{count}", () => number.format(count));
  const entries = Object.entries(messages).map(([key, message]) => {
    const said = message[language];
    return [key, typeof said === "string" ? said : counting(said)];
  });
  return Object.fromEntries(entries);
}
