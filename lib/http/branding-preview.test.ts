import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { discardDraft } from "@/lib/core/branding/discard-draft";
import { publishDraft } from "@/lib/core/branding/publish-draft";
import { saveDraft } from "@/lib/core/branding/save-draft";
import { createSite } from "@/lib/core/sites/create-site";
import { requireSite } from "@/lib/core/sites/require-site";
import { answer, call } from "@/lib/testing/call-route";
import { seen } from "@/lib/testing/hosted-pages";
import { makeOperator, type SignedIn } from "@/lib/testing/make-operator";
import { unique } from "@/lib/testing/make-tenant";
import { makePng } from "@/lib/testing/pictures";
import { changingNothing } from "@/lib/testing/unchanged";
import { sessionCookie } from "./operator-session";
import { PREVIEW_STATES } from "./preview-states";

const OURS = { origin: "http://signin.localhost" };
const cookie = async ({ session }: SignedIn) => ({ cookie: (await sessionCookie(session)).split(";", 1)[0] ?? "" });

async function operatorWithSite() {
  const mine = await makeOperator();
  const { id, slug } = await createSite(mine.operator, { name: "Acme", slug: unique("acme") });
  const site = await requireSite(mine.operator, id);
  const headers = await cookie(mine);
  const preview = (query = "") => seen(call("GET", `/dashboard/sites/${id}/branding/preview${query}`, { headers }));
  const send = (bytes: Uint8Array, query = "", more: Record<string, string> = { ...OURS, ...headers }) =>
    answer(
      call("POST", `/dashboard/sites/${id}/branding/logo${query}`, { body: new Blob([new Uint8Array(bytes)]).stream(), headers: more }),
    );
  return { mine, site, id, slug, preview, send, login: () => seen(call("GET", `/${slug}/login`)) };
}

const styleHashes = (html: string) =>
  [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
const stylePolicy = (headers: Headers) => /style-src ([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1];

test("visitors see what is published, operators the draft: until it is published, and no more once it is discarded", async () => {
  const { site, preview, login } = await operatorWithSite();
  const plain = await login();
  await saveDraft(site, { accent: "#ff1493", radius: "none" });
  expect(await login()).toEqual(plain);
  expect((await preview()).html).toContain("--accent:#ff1493");
  await discardDraft(site);
  expect((await preview()).html).not.toContain("#ff1493");
  await saveDraft(site, { accent: "#ff1493", radius: "none" });
  await publishDraft(site);
  const branded = await login();
  expect(branded.html).toContain("--accent:#ff1493;--on-accent:#000000");
  expect(branded.html).toContain("--round:0rem");
  expect((await preview()).html).toContain("--accent:#ff1493");
});

test("a draft like what is published is none", async () => {
  const { site } = await operatorWithSite();
  expect(await saveDraft(site, { accent: "#ff1493" })).toMatchObject({ isDraft: true });
  expect(await saveDraft(site, { accent: null })).toMatchObject({ isDraft: false, branding: { accent: null } });
});

test("the policy allows the two style sheets of the page by their hashes, with and without a brand, and the page still fits one round trip", async () => {
  const { site, preview, login } = await operatorWithSite();
  const plain = await login();
  expect(stylePolicy(plain.headers)).toBe(styleHashes(plain.html).join(" "));
  expect(styleHashes(plain.html)).toHaveLength(1);
  await saveDraft(site, { accent: "#ff1493", background: "#ffff00", radius: "large", font: "humanist", appearance: "dark" });
  await publishDraft(site);
  for (const [page, sheets] of [
    [await login(), 2],
    [await preview("?state=locked&ui_locales=ar"), 3],
  ] as const) {
    expect(styleHashes(page.html)).toHaveLength(sheets);
    expect(stylePolicy(page.headers)).toBe(styleHashes(page.html).join(" "));
    expect(Buffer.byteLength(page.html)).toBeLessThan(14_000);
  }
});

test("every state is shown, in the light and the language that are asked for; its forms send nothing", async () => {
  const { preview } = await operatorWithSite();
  for (const state of Object.keys(PREVIEW_STATES)) {
    const { status, html, headers } = await preview(`?state=${state}&scheme=dark&ui_locales=ar`);
    expect({ state, status }).toEqual({ state, status: 200 });
    expect(html).toContain('<meta name="color-scheme" content="dark">');
    expect(html).toContain('dir="rtl"');
    expect(headers.get("content-security-policy")).toContain("; form-action 'none'; frame-ancestors 'self';");
  }
  expect((await preview("?state=toString")).status).toBe(404);
});

test("a site's own words are text, in the language that they were said in", async () => {
  const { site, preview } = await operatorWithSite();
  const evil = "<script>alert(1)</script>";
  await saveDraft(site, { texts: { en: { sign_in_title: `Welcome ${evil}`, footer_note: " Imprint " }, de: { sign_in_lead: "Schön" } } });
  await saveDraft(site, { texts: { de: { sign_in_lead: "Schön, dass Sie da sind" } } });
  const english = await preview();
  expect(english.heading).toBe(`Welcome ${evil}`);
  expect(english.html).toContain("<footer><p>Imprint</p>");
  expect(english.html).not.toContain(evil);
  const german = await preview("?ui_locales=de");
  expect(german.heading).toBe("Bei Acme anmelden");
  expect(german.html).toContain('<p class="lead">Schön, dass Sie da sind</p>');
  const emptied = await saveDraft(site, { texts: { en: { sign_in_title: null, footer_note: "" }, de: { sign_in_lead: null } } });
  expect(emptied).toMatchObject({ isDraft: false, branding: { texts: {} } });
});

test("somebody else's preview and draft are not there", async () => {
  const [{ id, send }, { mine: other }] = [await operatorWithSite(), await operatorWithSite()];
  const asked = async (headers: Record<string, string>, path = `/dashboard/sites/${id}/branding/preview`) =>
    seen(call("GET", path, { headers })).then(({ status, html }) => ({ status, html }));
  const nowhere = await asked(await cookie(other), "/dashboard/sites/123/branding/preview");
  expect(nowhere.status).toBe(404);
  expect(await asked(await cookie(other))).toEqual(nowhere);
  expect(await asked({})).toEqual(nowhere);
  await changingNothing(async () => {
    expect(await send(makePng(), "", { ...OURS, ...(await cookie(other)) })).toMatchObject({ body: { message: "Record not found" } });
    expect(await send(makePng(), "", OURS)).toMatchObject({ body: { kind: "refused" } });
    expect(await send(makePng(), "", await cookie(other))).toMatchObject({ body: { message: "This form was sent from another site" } });
  });
});

test("a logo goes into the draft, is shown once it is published, and is gone when nothing names it", async () => {
  const { site, slug, send, preview, login } = await operatorWithSite();
  const sent = await send(makePng(600, 200));
  expect(sent).toMatchObject({ status: 200, body: { kind: "done", isDraft: true, branding: { logo: { width: 600, height: 200 } } } });
  const { hash } = (sent.body as { branding: { logo: { hash: string } } }).branding.logo;
  const src = `/${slug}/logo?v=${hash}`;
  expect((await preview()).html).toContain(`<img src="${src}" alt="Acme" width="144" height="48"/>`);
  expect((await login()).html).not.toContain("<img");
  await publishDraft(site);
  expect((await login()).html).toContain(`<img src="${src}"`);

  const file = await call("GET", src);
  expect(Object.fromEntries(file.headers)).toEqual({
    "cache-control": "public, max-age=31536000, immutable",
    "content-length": expect.stringMatching(/^\d+$/),
    "content-security-policy": "default-src 'none'; sandbox",
    "content-type": "image/png",
    "cross-origin-resource-policy": "cross-origin",
  });
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("base64url")).toBe(hash);

  await send(makePng(300, 300), "?dark=yes");
  await publishDraft(site);
  expect((await login()).html).toMatch(
    /<picture><source media="\(prefers-color-scheme:dark\)" srcSet="[^"]+" width="48" height="48"\/><img /,
  );
  await saveDraft(site, { logo: null, dark_logo: null });
  expect((await call("GET", src)).status).toBe(200);
  await publishDraft(site);
  expect((await call("GET", src)).status).toBe(404);
});

test("in place of a logo that is gone comes the one of today, for a while; a site without one has none", async () => {
  const { site, slug, send } = await operatorWithSite();
  const status = async (path: string) => {
    const { status, headers } = await call("GET", path);
    return [status, headers.get("cache-control")];
  };
  expect((await status(`/${slug}/logo`))[0]).toBe(404);
  await send(makePng());
  expect((await status(`/${slug}/logo`))[0]).toBe(404);
  await publishDraft(site);
  for (const old of ["", `?v=${"x".repeat(43)}`, "?v=../../etc/passwd", "?v=%00"]) {
    expect(await status(`/${slug}/logo${old}`)).toEqual([200, "public, max-age=300"]);
  }
  expect((await status("/nobody-here/logo"))[0]).toBe(404);
});

test("a picture that is none is refused in the words of its kind", async () => {
  const { send } = await operatorWithSite();
  await changingNothing(async () => {
    expect(await send(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"))).toEqual({
      status: 200,
      body: { kind: "refused", message: expect.any(String), fields: { logo: "Logo must be a PNG, JPEG or WebP picture" } },
    });
  });
});
