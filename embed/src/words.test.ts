import { expect, test } from "vitest";
import { LANGUAGES } from "@/lib/texts/languages";
import { WORDS, wordsIn } from "./words";

test("the widget speaks the languages of the pages", () => {
  expect(Object.keys(WORDS)).toEqual(Object.keys(LANGUAGES));
  for (const [, , goOn] of Object.values(WORDS)) expect(goOn.split("{site}")).toHaveLength(2);
});

test.each([
  ["de", "Schließen"],
  ["de-AT", "Schließen"],
  ["PT-br", "Fechar"],
  ["sv", "Close"],
  ["", "Close"],
])("%j closes with %s", (language, close) => {
  expect(wordsIn(language)[0]).toBe(close);
});
