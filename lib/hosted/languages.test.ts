import { describe, expect, test } from "vitest";
import { textsOf } from "@/lib/texts";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import { renderPage } from "./render-page";
import { ACME, JANE, sampleViews } from "./sample-views";
import type { HostedSite, View } from "./view";

const BUDGET = 14_000;
const others = (Object.keys(LANGUAGES) as Language[]).filter((language) => language !== "en");
const siteFor = (view: View, site: HostedSite) => (view.page === "owner" ? null : site);
const render = async (view: View, language: Language, site = ACME) => (await renderPage(siteFor(view, site), view, textsOf(language))).html;

/** Whatever a visitor reads or hears, piece by piece. */
const saidIn = (html: string) =>
  [...html.replace(/<(script|style).*?<\/\1>/gs, "").matchAll(/>([^<]+)<|\s(?:title|aria-label|data-on)="([^"]+)"/g)].map(
    ([, text, attribute]) => (text ?? attribute ?? "").replaceAll("&#x27;", "'"),
  );

test.each(Object.entries(sampleViews()))("%s is whole in every language, with nothing left in English", async (_, view) => {
  const english = saidIn(await render(view, "en"));
  // What the sample itself says is said as it is.
  const given = JSON.stringify(view);
  const words = english.filter(
    (text) => /\p{Ll}{2,} \p{L}+/u.test(text) && !text.split(", ").every((piece) => given.includes(piece.trim())),
  );
  for (const language of others) {
    const html = await render(view, language);
    expect(html).toContain(`<html lang="${language}" dir="${LANGUAGES[language].dir}">`);
    const said = saidIn(html);
    const left = said.filter((text) => /\{\w+\}/.test(text) || words.includes(text));
    expect({ language, left }).toEqual({ language, left: [] });
  }
});

test("the form and the page are the same in every language", async () => {
  const shape = (html: string) => html.replace(/<style>.*?<\/style>/gs, "").match(/<\/?[a-z][a-z0-9]*|\sname="\w+"/gi);
  for (const view of Object.values(sampleViews())) {
    const english = shape(await render(view, "en"))?.sort();
    for (const language of others) expect(shape(await render(view, language))?.sort()).toEqual(english);
  }
});

test("every page fits into one round trip in every language, with the languages on it", async () => {
  const site = { ...ACME, picks: true };
  for (const [name, view] of Object.entries(sampleViews(JANE))) {
    // What answers a form is not asked for again, and whoever is signed in has chosen a language in their account.
    if (/-sent$|^account|^second-factor/.test(view.page) || ("problem" in view && view.problem)) continue;
    for (const language of ["en", ...others] as const) {
      const bytes = Buffer.byteLength(await render(view, language, site));
      expect({ name, language, bytes, fits: bytes <= BUDGET }).toEqual({ name, language, bytes, fits: true });
    }
  }
});

describe("the languages at the bottom", () => {
  const picker = async (site: HostedSite) =>
    /<footer>.*<form method="post">(.*)<\/form>/s.exec(await render(sampleViews()["sign-in"] as View, "de", site))?.[1];

  test("each says its own name, and the page's own is chosen", async () => {
    const html = (await picker({ ...ACME, picks: true })) ?? "";
    expect(
      [...html.matchAll(/<option value="(\w+)"( selected="")?>([^<]+)</g)].map(([, language, chosen, name]) => [language, name, chosen]),
    ).toEqual(Object.entries(LANGUAGES).map(([language, { name }]) => [language, name, language === "de" ? ' selected=""' : undefined]));
  });

  test("are not there where they could not be chosen", async () => {
    expect(await picker(ACME)).toBeUndefined();
  });
});

test("what was asked for goes along with every link and form", async () => {
  for (const view of Object.values(sampleViews())) {
    const html = await render(view, "de", { ...ACME, uiLocales: "de-AT en", cancelHref: null });
    const ours = [...html.matchAll(/(?:href|action)="(\/acme\/[^"]*)"/g)].map(([, to = ""]) => to);
    if (view.page === "notice") continue;
    for (const to of ours) expect(to).toMatch(/ui_locales=de-AT(%20|\+)en/);
  }
});
