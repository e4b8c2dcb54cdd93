import { expect, test } from "vitest";
import { textsOf } from ".";
import { fill } from "./fill";
import { inLanguage } from "./in-language";
import { LANGUAGES, type Language } from "./languages";
import { section } from "./section";

const everywhere = <T>(text: T) => Object.fromEntries(Object.keys(LANGUAGES).map((language) => [language, text])) as Record<Language, T>;

test("what lacks a language, a plural form or a placeholder does not compile", () => {
  const { de, ...noGerman } = everywhere("Hello");
  // @ts-expect-error no German
  section({ hello: noGerman });
  // @ts-expect-error German says more than English
  section({ hello: { ...everywhere("Hello" as const), de: "Hallo {name}" } });
  // @ts-expect-error German says less than English
  section({ hello: { ...everywhere("Hello {name}" as const), de: "Hallo" } });
  // @ts-expect-error Polish has four plural forms
  section({ left: { ...everywhere({ one: "a", two: "a", few: "a", many: "a", zero: "a", other: "a" }), pl: { one: "a", other: "a" } } });
  section({ hello: { ...everywhere("Hello {name}" as const), de: "Hallo {name}" } });
  expect(de).toBe("Hello");
});

test("a text with placeholders is no string until it is filled in", () => {
  const { title, submit } = textsOf("en").signIn;
  // @ts-expect-error not filled in
  const unfilled: string = title;
  // @ts-expect-error filled in with something else
  expect(fill(title, { name: "Acme" })).toBe("Sign in to undefined");
  expect([fill(title, { site: "{site} & $1" }), submit, unfilled]).toEqual(["Sign in to {site} & $1", "Sign in", "Sign in to {site}"]);
});

test("what counts has the form of its count, in the language's own figures", () => {
  const every = everywhere({ zero: "", one: "", two: "", few: "", many: "", other: "" });
  const english = { one: "One code of {site} is left", other: "{count} codes of {site} are left" } as const;
  const polish = { one: "Został {count} kod", few: "Zostały {count} kody", many: "Zostało {count} kodów", other: "Zostało {count} kodu" };
  const spoken = section({ left: { ...every, pl: polish } });
  const left = (count: number) => inLanguage(spoken, "pl").left(count);
  expect([1, 3, 5, 12_000].map(left)).toEqual(["Został 1 kod", "Zostały 3 kody", "Zostało 5 kodów", "Zostało 12\u00a0000 kodów"]);
  const said = inLanguage({ left: { ...every, en: english } }, "en");
  expect([1, 2_000].map((count) => fill(said.left(count), { site: "Acme" }))).toEqual([
    "One code of Acme is left",
    "2,000 codes of Acme are left",
  ]);
});
