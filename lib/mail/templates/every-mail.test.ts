import { expect, test } from "vitest";
import { MAIL_KIND_IDS, MAIL_KINDS, type MailKind } from "@/lib/core/mail-texts/mail-kinds";
import { wordProblem } from "@/lib/core/mail-texts/word-problem";
import { textsOf } from "@/lib/texts";
import { LANGUAGES, type Language } from "@/lib/texts/languages";
import type { Letter } from "./letter";
import { render } from "./render";
import { SAMPLES } from "./sample-letter";
import { usualWords } from "./usual-words";
import { worded } from "./worded";

const page = (path: string) => `https://signin.example.com/acme/${path}?token=tok_abc-DEF`;
const letterIn = (language: Language, kind: MailKind) =>
  SAMPLES[kind]({ t: textsOf(language), to: "jane@example.com", siteName: "Acme", name: "Jane", page });
const decoded = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]+>/g, "\n")
    .replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" })[name] ?? "");
/** What a letter has to say in either part, whoever words it. */
const facts = ({ facts = [], button, code, other, notes, calm }: Letter) =>
  [...facts, button?.label, button?.link, code?.lead, code?.digits, other?.lead, other?.link, ...notes, calm].filter(
    (fact) => fact !== undefined,
  );

const ENGLISH = /\b(Hello|Thanks|the|your|this mail|sign in|somebody)\b/i;

for (const language of Object.keys(LANGUAGES) as Language[])
  test.each(MAIL_KIND_IDS)(`%s in ${language}: every fact in both parts, nothing unfilled, nothing in another language`, async (kind) => {
    const letter = letterIn(language, kind);
    const mail = await render(letter);
    expect(mail.html).toContain(`<html lang="${language}" dir="${LANGUAGES[language].dir}">`);
    const parts = [mail.text, decoded(mail.html)];
    for (const part of parts) {
      for (const fact of [...facts(letter), letter.heading, letter.opening, "Acme"]) expect(part).toContain(fact);
      expect(part).not.toMatch(/[{}]|undefined|\[object/);
    }
    const shown = [...parts, mail.subject].map((part) =>
      part.replace(/https?:\S+/g, "").replace(/Acme|Jane|GitHub|Pixel 9|Firefox, Linux/g, ""),
    );
    if (language !== "en") for (const part of shown) expect(part).not.toMatch(ENGLISH);

    // Our own words pass our own rules, and said as a site's own they make the same mail.
    const usual = usualWords(kind, letter.t);
    const { notice } = MAIL_KINDS[kind];
    expect(wordProblem(kind, "subject", usual.subject)).toBe(null);
    const { subject, heading, opening, added } = worded(letter, notice ? { subject: usual.subject } : usual);
    const set = (text: string) => text.replaceAll("\u00a0", " ");
    expect([subject, heading, opening].map(set)).toEqual([letter.subject, letter.heading, letter.opening].map(set));
    expect(added).toEqual([]);
  });

test.each(MAIL_KIND_IDS)("%s: a site's own words take no fact away, add no link and are no markup", async (kind) => {
  const letter = letterIn("en", kind);
  const { notice } = MAIL_KINDS[kind];
  const own = {
    subject: "S {site}",
    heading: "H </h1><script>alert(1)</script>",
    body: "First </p><img src=x> {site}\n\nSecond evil.example/win",
  };
  const [before, after] = await Promise.all([render(letter), render(worded(letter, own))]);
  for (const part of [after.text, decoded(after.html)]) {
    for (const fact of [...facts(letter), "evil\u200c.\u200cexample\u200c/\u200cwin"]) expect(part).toContain(fact);
    for (const own of ["First </p><img src=x> Acme", "Second evil.example/win"]) expect(part.replaceAll("\u200c", "")).toContain(own);

    expect(part.includes(letter.opening)).toBe(notice);
    expect(part.includes(letter.heading)).toBe(notice);
  }
  expect(after.subject).toBe("S Acme");
  expect(after.links).toEqual(before.links);
  expect(after.html).not.toMatch(/<(script|img)\b/);
  expect(after.html.match(/href="/g)).toEqual(before.html.match(/href="/g));
});

test("in a text from right to left, what stands in braces keeps its own direction", () => {
  const { subject, opening } = worded(letterIn("ar", "verify_email"), { subject: "مرحبًا {site}", body: "{duration}" });
  expect([subject, opening]).toEqual(["مرحبًا \u2068Acme\u2069", "\u206824 ساعة\u2069"]);
});
