import type { Language } from "./languages";

/** The plural forms a language tells apart, as `Intl.PluralRules` names them. */
type Forms = { pl: "one" | "few" | "many" | "other"; ar: Intl.LDMLPluralRule; ja: "other"; zh: "other" };
type FormOf<L extends Language> = L extends keyof Forms ? Forms[L] : "one" | "other";

/** One message in every language: a text, or, where it counts something, a text for each plural form. */
export type Message = { readonly [L in Language]: string } | { readonly [L in Language]: { readonly [F in FormOf<L>]: string } };

type NamesIn<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** The placeholders of a message. `{count}` is the plural's own, which a form may leave out ("one code is left"). */
type NamesOf<M> = M extends string ? NamesIn<M> : Exclude<NamesIn<M[keyof M]>, "count">;

type Translation<English, M> = [Exclude<NamesOf<English>, NamesOf<M>>] extends [never]
  ? [Exclude<NamesOf<M>, NamesOf<English>>] extends [never]
    ? M
    : `has {${Exclude<NamesOf<M>, NamesOf<English>>}}, which the English text has not`
  : `lacks {${Exclude<NamesOf<English>, NamesOf<M>>}}`;
type Translated<S> = {
  [Key in keyof S]: { [L in keyof S[Key]]: "en" extends keyof S[Key] ? Translation<S[Key]["en"], S[Key][L]> : never };
};

/**
 * The messages of one part of the product, each in all languages side by side.
 *
 * A language or a plural form that is missing does not compile, nor does a translation that lacks a `{placeholder}` of the
 * English text or has one more.
 */
export const section = <const S extends Record<string, Message>>(messages: S & Translated<S>): S => messages;

declare const holds: unique symbol;
/** A text with `{placeholders}`, which `fill` and `<Say>` fill in. No string to the compiler, so that none is shown unfilled. */
export type Text<Name extends string> = { readonly [holds]: Name };

type Shown<Name extends string> = [Name] extends [never] ? string : Text<Name>;
/** A section in one language. What counts something is a function of the count. */
export type Said<S> = {
  readonly [Key in keyof S]: S[Key] extends { readonly en: infer English }
    ? English extends string
      ? Shown<NamesOf<English>>
      : (count: number) => Shown<NamesOf<English>>
    : never;
};
