import { describe, expect, test } from "vitest";
import { accountExists } from "@/lib/mail/templates/account-exists";
import type { Letter } from "@/lib/mail/templates/letter";
import { newDevice } from "@/lib/mail/templates/new-device";
import { passkeyChanged } from "@/lib/mail/templates/passkey-changed";
import { render } from "@/lib/mail/templates/render";
import { resetPassword } from "@/lib/mail/templates/reset-password";
import { signInCode } from "@/lib/mail/templates/sign-in-code";
import { verifyEmail } from "@/lib/mail/templates/verify-email";
import { textsOf } from "@/lib/texts";
import { LANGUAGES, type Language } from "@/lib/texts/languages";

const t = textsOf("en");
const origin = "https://signin.example.com/acme";
const link = `${origin}/verify-email?token=vfy_abc-DEF_123&x=1`;
const resetLink = `${origin}/reset-password`;
const sessionsLink = `${origin}/account/sessions`;
const loginLink = `${origin}/login`;
const to = "jane@example.com";

type Names = { siteName: string; name: string };
type Case = { subject: string; links: string[]; code: string | null; greets: boolean; write(names: Names): Letter };

const cases: Record<string, Case> = {
  verifyEmail: {
    subject: "Confirm your e-mail address for ",
    links: [link],
    code: "048291",
    greets: true,
    write: (names) => verifyEmail({ t, to, ...names, link, code: "048291", minutes: 1440 }),
  },
  resetPassword: {
    subject: "Reset your password for ",
    links: [link],
    code: "048291",
    greets: true,
    write: (names) => resetPassword({ t, to, ...names, link, code: "048291", minutes: 60, asked: { at: new Date(0), from: names.name } }),
  },
  signInCode: {
    subject: "Your sign-in code for ",
    links: [],
    code: "048291",
    greets: true,
    write: (names) => signInCode({ t, to, ...names, code: "048291", minutes: 15 }),
  },
  newDevice: {
    subject: "New sign-in to your account at ",
    links: [sessionsLink, resetLink],
    code: null,
    greets: true,
    write: (names) => newDevice({ t, to, ...names, at: new Date(0), ip: "192.0.2.1", userAgent: names.name, sessionsLink, resetLink }),
  },
  passkeyAdded: {
    subject: "A passkey was added at ",
    links: [resetLink],
    code: null,
    greets: true,
    write: (names) => passkeyChanged({ t, to, ...names, change: "added", passkey: names.name, resetLink }),
  },
  passkeyRemoved: {
    subject: "A passkey was removed at ",
    links: [resetLink],
    code: null,
    greets: true,
    write: (names) => passkeyChanged({ t, to, ...names, change: "removed", passkey: names.name, resetLink }),
  },
  accountExists: {
    subject: "You already have an account at ",
    links: [loginLink, resetLink],
    code: null,
    greets: false,
    write: ({ siteName }) => accountExists({ t, to, siteName, loginLink, resetLink }),
  },
};

const decoded = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" })[name] ?? "");
const attribute = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "gi"))].map((match) => decoded(match[1] ?? ""));
/** The markup with all text and all attribute values taken out. */
const skeleton = (html: string) => [...html.matchAll(/<[!/]?[a-z][^\s>]*|\s[a-z-]+(?==")/gi)].map((match) => match[0].trim());
const visibleText = (html: string) => decoded(html.replace(/<head>.*<\/head>/s, "").replace(/<[^>]+>/g, "\n"));

const plain: Names = { siteName: "Acme", name: "Jane" };
const hostile = [
  "<script>alert(1)</script>",
  "<a href=https://evil.com>Win</a>",
  '"><img src=https://evil.com/x.png onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</title></style><script src=//evil.com></script>",
  "<!--[if mso]><v:rect href='https://evil.com'><![endif]-->",
  '<wbr data-ghost="open"/>',
  "&lt;b&gt;&#60;script&#62;",
  "https://evil.com",
  "evil.com",
  "www.evil.com",
  "eve@evil.com",
  "[click](https://evil.com)",
  "{{evil}}%s$&$1$'$`",
  "Acme\r\nBcc: eve@evil.com\r\n\r\n<b>body</b>",
  "Acme\u2028evil.com\u2029",
  "\u202emoc.live//:sptth",
  "x".repeat(5000),
];

describe.each(Object.entries(cases))("%s", (_, { subject, links, code, greets, write }) => {
  const make = (names: Names) => render(write(names));

  test("goes to the one address, under its subject, with its links and its code", async () => {
    const mail = await make(plain);
    expect(mail).toEqual({ to, subject: `${subject}Acme`, links, code, text: expect.any(String), html: expect.any(String) });
    expect(JSON.parse(JSON.stringify(mail))).toEqual(mail);
  });

  test("says the same in both parts", async () => {
    const { html, text } = await make(plain);
    for (const part of [visibleText(html), text]) {
      for (const word of [...links, ...(code ? [code] : []), "Acme", "If this wasn’t you, ", ...(greets ? ["Hello Jane,"] : ["Hello,"])]) {
        expect(part).toContain(word);
      }
    }
  });

  test("links to nothing else, loads nothing and runs nothing", async () => {
    const { html } = await make(plain);
    expect(new Set(attribute(html, "href"))).toEqual(new Set(links));
    expect(html).not.toMatch(/<(script|link|img|iframe|object|form|base|svg)\b|\son\w+=|\ssrc=|url\(|@import|@font-face/i);
    expect(attribute(html, "href")[0]).toBe(links[0]);
  });

  test("shows neither code nor token in subject and inbox preview", async () => {
    const mail = await make(plain);
    const preview = /<body[^>]*><div[^>]*>([^<]*)</.exec(mail.html)?.[1] ?? "";
    expect(preview.length).toBeGreaterThan(30);
    for (const shown of [mail.subject, preview]) expect(shown).not.toMatch(/\d{4}|token/);
  });

  test("is one whole document that is read in light and dark", async () => {
    const { html } = await make(plain);
    expect(html).toMatch(/^<!DOCTYPE html><html lang="en" dir="ltr">/);
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain("prefers-color-scheme:dark");
    expect(html).not.toContain("data-ghost");
    expect(html.match(/<!--\[if mso\]>/g)).toHaveLength(2);
    expect(html.length).toBeLessThan(20_000);
  });

  test.each(hostile)("stays as it is whatever the names are: %j", async (name) => {
    const mail = await make({ siteName: name, name });
    const usual = await make({ siteName: "<", name: "<" });
    const initial = /^[\p{L}\p{N}]/u.test(mail.subject.slice(subject.length));
    const expected = initial ? await make(plain) : usual;
    expect(skeleton(mail.html)).toEqual(skeleton(expected.html));
    expect(new Set(attribute(mail.html, "href"))).toEqual(new Set(links));
    expect(mail.links).toEqual(links);
    expect(mail.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(mail.subject.length).toBeLessThanOrEqual(subject.length + 120);
    for (const part of [mail.text, visibleText(mail.html)]) {
      const ours = links.reduce((rest, ours) => rest.replaceAll(ours, ""), part);
      expect(ours).not.toMatch(/evil\.|:\/\/|www\.|\w@\w/i);
    }
  });

  test("does without names that cannot be read", async () => {
    const mail = await make({ siteName: "\u200b", name: "\r\n" });
    expect(mail.subject).toBe(`${subject}this site`);
    expect(mail.text).toContain("Hello,");
    expect(mail.text).toContain("this site");
  });
});

test("says for how long the link and the code work", async () => {
  const said = async (minutes: number) => (await render(verifyEmail({ t, to, siteName: "Acme", link, code: "000000", minutes }))).text;
  expect(await said(1)).toContain("work once, for 1 minute.");
  expect(await said(30)).toContain("work once, for 30 minutes.");
  expect(await said(60)).toContain("work once, for 1 hour.");
  expect(await said(90)).toContain("work once, for 90 minutes.");
  expect(await said(1440)).toContain("work once, for 24 hours.");
  expect(await said(10080)).toContain("work once, for 7 days.");
});

test("says when and from where a reset was asked for, as far as it is known", async () => {
  const data = { t, to, siteName: "Acme", link, code: "000000", minutes: 60 };
  const at = new Date("2027-03-14T14:02:00Z");
  expect((await render(resetPassword({ ...data, asked: { at, from: "Firefox on Linux" } }))).text).toContain(
    "Asked for on 14 March 2027 at 14:02 UTC, from Firefox on Linux.",
  );
  expect((await render(resetPassword({ ...data, asked: { at } }))).text).toContain("Asked for on 14 March 2027 at 14:02 UTC.");
  expect((await render(resetPassword(data))).text).not.toContain("Asked for on");
});

test("bears the colours and the pictures of a site, each as large as it is shown, and nothing else that is loaded", async () => {
  const picture = (address: string) => ({ address: `${origin}/logo?v=${address}`, width: 120, height: 40 });
  const head = { senderName: "Acme", replyTo: "help@acme.example", logo: { onLight: picture("light"), onDark: picture("dark") } };
  const letter = verifyEmail({ t, to, siteName: "Acme <b>", link, code: "048291", minutes: 60 });
  const accent = { light: { button: "#ff1493", label: "#000000" }, dark: { button: "#ffff00", label: "#000000" } };
  const { html, senderName, replyTo } = await render(letter, { ...head, accent });
  expect({ senderName, replyTo }).toEqual({ senderName: "Acme", replyTo: "help@acme.example" });
  expect(html.match(/<img[^>]* src="[^"]*"[^>]* width="120" height="40"/g)).toHaveLength(2);
  expect(attribute(html, "src")).toEqual([`${origin}/logo?v=light`, `${origin}/logo?v=dark`]);
  expect(attribute(html, "alt")).toEqual(["Acme <b>", "Acme <b>"]);
  expect(html).toContain("background-color:#ff1493");
  expect(html).toMatch(/prefers-color-scheme:dark\)\{.*\.button\{background-color:#ffff00!important/);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "/relative",
  "//evil.com",
  "https://",
  "https://a b",
  'https://a.example/"x',
  "https://a.example/\r\nBcc:",
  "",
])("refuses to link to %j", (bad) => {
  expect(() => verifyEmail({ t, to, siteName: "Acme", link: bad, code: "000000", minutes: 60 })).toThrow(TypeError);
  expect(() => accountExists({ t, to, siteName: "Acme", loginLink, resetLink: bad })).toThrow(TypeError);
});

test.each(Object.keys(LANGUAGES) as Language[])("is written in %s, with what stands in it", async (language) => {
  const t = textsOf(language);
  const mail = await render(verifyEmail({ t, to, siteName: "Acme", name: "Jane", link, code: "048291", minutes: 1440 }));
  const { dir } = LANGUAGES[language];
  expect(mail.html).toContain(`<html lang="${language}" dir="${dir}">`);
  for (const part of [mail.text, visibleText(mail.html)]) {
    for (const word of ["Acme", "Jane", "048291", link, t.verifyMail.calm]) expect(part).toContain(word);
    expect(part).not.toMatch(/\{\w+\}/);
    if (language !== "en") expect(part).not.toMatch(/\b(Hello|Thanks|confirm|This mail)\b/);
  }
});
