import { PLACEHOLDER } from "./fill";
import { LANGUAGES, type Language } from "./languages";
import type { Message, Said } from "./section";

type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** A section in one language. */
export function inLanguage<S extends Readonly<Record<string, Message>>>(messages: S, language: Language): Said<S> {
  const { locale, dir } = LANGUAGES[language];
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  // From right to left, a name of another script keeps its own direction, whatever stands at its ends.
  const own = (text: string) => (dir === "rtl" ? text.replace(PLACEHOLDER, "\u2068$&\u2069") : text);
  const counting = (forms: Plural) => (count: number) =>
    own(forms[rules.select(count)] ?? forms.other).replace("{count}", () => number.format(count));
  const entries = Object.entries(messages).map(([key, message]) => {
    const said = message[language];
    return [key, typeof said === "string" ? own(said) : counting(said)];
  });
  return Object.fromEntries(entries);
}
