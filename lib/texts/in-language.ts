import { PLACEHOLDER } from "./fill";
import { LANGUAGES, type Language } from "./languages";
import type { Message, Said } from "./section";

type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** A section in one language. */
export function inLanguage<S extends Readonly<Record<string, Message>>>(messages: S, language: Language): Said<S> {
  const { locale, dir } = LANGUAGES[language];
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const own = (text: string) => set(text, language, dir);
  const counting = (forms: Plural) => (count: number) =>
    own(forms[rules.select(count)] ?? forms.other).replace("{count}", () => number.format(count));
  const entries = Object.entries(messages).map(([key, message]) => {
    const said = message[language];
    return [key, typeof said === "string" ? own(said) : counting(said)];
  });
  return Object.fromEntries(entries);
}

/** A text as it is set: in French no line begins with a sign; from right to left a name of another script keeps its own direction. */
function set(text: string, language: Language, dir: "ltr" | "rtl"): string {
  if (language === "fr") return text.replace(/ (?=[:;!?»])|(?<=«) /g, "\u00a0");
  return dir === "rtl" ? text.replace(PLACEHOLDER, "\u2068$&\u2069") : text;
}
