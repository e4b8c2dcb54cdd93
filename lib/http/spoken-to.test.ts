import { expect, test } from "vitest";
import { acceptedLanguages, languageOf } from "./language";
import { spokenTo } from "./spoken-to";

type Asked = { uiLocales?: string; cookie?: string; accept?: string; saved?: string | null };

function request({ uiLocales, cookie, accept }: Asked): Request {
  const query = uiLocales === undefined ? "" : `?ui_locales=${encodeURIComponent(uiLocales)}`;
  const headers = { ...(cookie && { cookie: `signin_language=${cookie}` }), ...(accept && { "accept-language": accept }) };
  return new Request(`http://signin.localhost/acme/login${query}`, { headers });
}

test.each<[language: string, locale: string | null, asked: Asked]>([
  ["en", null, {}],
  ["fr", "fr", { accept: "fr" }],
  ["fr", "fr", { accept: "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5" }],
  ["de", "de", { accept: "en;q=0.2, de;q=0.9" }],
  ["de", "de", { accept: "sv, nb;q=0.9, de-AT;q=0.5, en;q=0.1" }],
  ["zh", "zh", { accept: "zh-TW" }],
  ["zh", "zh", { accept: "zh-Hant-HK" }],
  ["pt", "pt", { accept: "pt-PT,pt;q=0.9" }],
  ["es", "es", { accept: "ES-mx" }],
  ["ja", "ja", { accept: "de;q=0, ja" }],
  ["en", null, { accept: "sv, *;q=0.1" }],
  ["en", null, { accept: '"><script>' }],
  ["en", null, { accept: "toString, constructor, __proto__" }],
  ["it", "it", { accept: "fr", cookie: "it" }],
  ["fr", "fr", { accept: "fr", cookie: "sv" }],
  ["tr", "tr", { accept: "fr", cookie: "it", saved: "tr-TR" }],
  ["it", "it", { accept: "fr", cookie: "it", saved: "sv" }],
  ["it", "it", { accept: "fr", cookie: "it", saved: null }],
  ["ar", "ar", { accept: "fr", cookie: "it", saved: "tr", uiLocales: "ar" }],
  ["pl", "pl", { accept: "fr", cookie: "it", saved: "tr", uiLocales: "sv pl de" }],
  ["tr", "tr", { accept: "fr", cookie: "it", saved: "tr", uiLocales: "sv nb" }],
  ["fr", "fr", { accept: "fr", uiLocales: "" }],
])("%s, %j is kept: %j", (language, locale, asked) => {
  const spoken = spokenTo(request(asked), asked.saved);
  expect({ language: spoken.t.language, locale: spoken.locale }).toEqual({ language, locale });
});

test.each([
  ["de-AT en", "de-AT en"],
  ["sv", "sv"],
  ["", null],
  ["de  en", null],
  ["de&x=1", null],
  ["<b>", null],
  ["x".repeat(101), null],
])("?ui_locales=%s goes along as %j", (uiLocales, kept) => {
  expect(spokenTo(request({ uiLocales })).uiLocales).toBe(kept);
});

test("what a browser asks for, the best first", () => {
  expect(acceptedLanguages(request({ accept: "da, en-GB;q=0.8, en;q=0.7, de;q=0.8" }))).toEqual(["da", "en-GB", "de", "en"]);
  expect(["", "*", "sv-SE,sv;q=0.9", "EN-gb;q=0.5"].map((accept) => languageOf(request({ accept })))).toEqual(["en", "en", "sv", "en"]);
});
