import { expect, test } from "vitest";
import { SECTIONS } from ".";
import { PLACEHOLDER } from "./fill";
import { LANGUAGES, type Language } from "./languages";
import type { Message } from "./section";

const languages = Object.keys(LANGUAGES) as Language[];
const messages = Object.entries(SECTIONS as Record<string, Record<string, Message>>).flatMap(([name, section]) =>
  Object.entries(section).map(([key, message]) => ({ name: `${name}.${key}`, message })),
);
const formsOf = (message: Message, language: Language): string[] => {
  const said = message[language];
  return typeof said === "string" ? [said] : Object.values(said);
};
const namesIn = (text: string) => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name).sort();

test("each message says its placeholders as often as in English, in every language", () => {
  for (const { name, message } of messages) {
    const english = namesIn(formsOf(message, "en").at(-1) ?? "");
    for (const language of languages)
      for (const form of formsOf(message, language)) {
        const said = namesIn(form);
        // One form of a plural may do without its figure.
        const counted = typeof message.en === "string" || said.includes("count") ? said : [...said, "count"].sort();
        expect({ name, language, said: typeof message.en === "string" ? said : counted }).toEqual({ name, language, said: english });
      }
  }
});

/** Three words or more: fewer are often the same. */
const isSentence = (text: string) => text.replace(PLACEHOLDER, "").trim().split(/\s+/).length >= 3;

test("nobody is spoken to in English but those who speak it", () => {
  const same = messages.flatMap(({ name, message }) =>
    languages.flatMap((language) => {
      if (language === "en") return [];
      const english = formsOf(message, "en").filter(isSentence);
      return formsOf(message, language).some((form) => english.includes(form)) ? [`${name} ${language}`] : [];
    }),
  );
  expect(same).toEqual([]);
});

test("texts have the signs of their language", () => {
  const wrong = messages.flatMap(({ name, message }) =>
    languages.flatMap((language) =>
      formsOf(message, language)
        .filter((text) => /['"]|^\s|\s$| {2}/.test(text) || (FOREIGN_SIGNS[language]?.test(text) ?? false))
        .map((text) => `${name} ${language}: ${text}`),
    ),
  );
  expect(wrong).toEqual([]);
});

const FOREIGN_SIGNS: Partial<Record<Language, RegExp>> = { ar: /[,;?]/, zh: /\p{sc=Han}[,!?;]/u, ja: /[\p{sc=Han}\p{sc=Hiragana}][,!?]/u };
