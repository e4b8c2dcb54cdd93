import { expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeBrowser, seen, send } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

const languageOf = (html: string) => /<html lang="(\w+)" dir="(\w+)">/.exec(html)?.[1];
const linksIn = (html: string) => [...html.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, to = ""]) => to.replaceAll("&amp;", "&"));
const localeOf = async (email: string) =>
  (await sql<{ locale: string | null }>("SELECT locale FROM site_users WHERE email = $1", [email]))[0]?.locale;

test("the page comes back in the language that was chosen, and the next one of the site is in it too", async () => {
  const { slug } = (await makeTenant()).site;
  const browser = makeBrowser();
  const at = `/${slug}/login?state=a%26b&ui_locales=de`;
  expect(languageOf((await browser.open(at)).html)).toBe("de");
  const chosen = await browser.post(at, { ui_locales: "ar" });
  expect({ status: chosen.status, location: chosen.location, cookies: chosen.headers.getSetCookie() }).toEqual({
    status: 303,
    location: "?state=a%26b&ui_locales=ar",
    cookies: [`signin_language=ar; Path=/${slug}; Max-Age=31536000; HttpOnly; SameSite=Lax`],
  });
  expect((await browser.open(`/${slug}/signup`)).html).toContain('<html lang="ar" dir="rtl">');
  expect(languageOf((await browser.open(`/${slug}/signup?ui_locales=ja`)).html)).toBe("ja");
});

test("a language that is none of ours is refused, and sets nothing", async () => {
  const { slug } = (await makeTenant()).site;
  const refused = await send(`/${slug}/login`, { ui_locales: "sv" });
  expect({ status: refused.status, cookie: refused.headers.get("set-cookie") }).toEqual({ status: 400, cookie: null });
});

test("the languages asked for stay with every link and form, and in a frame", async () => {
  const { slug } = (await makeTenant()).site;
  for (const path of [`/${slug}/login?ui_locales=nl+en`, `/${slug}/embed?page=login&ui_locales=nl+en`]) {
    const { html } = await seen(call("GET", path));
    expect(languageOf(html)).toBe("nl");
    const ours = linksIn(html).filter((to) => to.startsWith(`/${slug}/`));
    expect(ours.length).toBeGreaterThan(2);
    for (const to of ours) expect(new URL(to, "http://any").searchParams.get("ui_locales")).toBe("nl en");
  }
});

test("who signs up is written to in the language of the page, which is saved for them", async () => {
  const tenant = await makeTenant();
  const email = `${unique("jan")}@example.com`;
  await send(`/${tenant.site.slug}/signup`, { email, password: PASSWORD }, { "accept-language": "nl-BE, en;q=0.5" });
  expect(await localeOf(email)).toBe("nl");
  const mail = await newestMail(tenant, email);
  expect(mail.subject).toBe(`Bevestig uw e-mailadres voor ${tenant.site.name}`);
  expect(mail.text).toContain("De link en de code werken één keer, 24 uur lang.");
  expect(languageOf((await seen(call("GET", mail.path, { headers: { "accept-language": "fr" } }))).html)).toBe("nl");
});

test("nothing is saved for somebody whose language nobody knows", async () => {
  const tenant = await makeTenant();
  const email = `${unique("sven")}@example.com`;
  await send(`/${tenant.site.slug}/signup`, { email, password: PASSWORD }, { "accept-language": "sv" });
  expect(await localeOf(email)).toBeNull();
  expect((await newestMail(tenant, email)).subject).toBe(`Confirm your e-mail address for ${tenant.site.name}`);
});

test("a mail is in the saved language, else in that of the request that caused it", async () => {
  const tenant = await makeTenant();
  const { email, id } = await makeUser(tenant);
  const ask = () => send(`/${tenant.site.slug}/reset-password`, { email }, { "accept-language": "de" });
  await ask();
  expect((await newestMail(tenant, email)).subject).toBe(`Passwort für ${tenant.site.name} zurücksetzen`);
  await sql("UPDATE site_users SET locale = 'ja-JP' WHERE id = $1", [id]);
  await ask();
  expect((await newestMail(tenant, email)).subject).toBe(`パスワードの再設定 – ${tenant.site.name}`);
});
