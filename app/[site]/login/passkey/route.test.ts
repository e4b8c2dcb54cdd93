import { describe, expect, test } from "vitest";
import { listPasskeys } from "@/lib/core/passkeys/list-passkeys";
import { createPasskey } from "@/lib/testing/authenticator";
import { makeBrowser, type Seen } from "@/lib/testing/hosted-pages";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const CALLBACK = /^https:\/\/acme\.example\/auth\/callback\?token=tkn_[\w-]{48}&state=s\+1$/;

/** Somebody with a password, in a browser whose module has noted that the device can keep a passkey. */
async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  const base = `/${tenant.site.slug}`;
  const browser = makeBrowser();
  browser.cookies.set("note", { path: base, pair: "signin_passkey=can" });
  const signIn = (query = "?state=s+1") => browser.post(`${base}/login${query}`, { email: user.email, password: PASSWORD });
  const names = async () => (await listPasskeys(tenant.context, user.id)).map(({ name }) => name);
  return { tenant, user, base, browser, signIn, names, path: `${base}/login/passkey` };
}

/** The same, signed in and at the page. */
async function offered(site: Parameters<typeof makeTenant>[0] = {}) {
  const at = await setUp(site);
  const { location } = await at.signIn();
  return { ...at, page: await at.browser.open(location ?? "") };
}

const optionsOf = ({ html }: Seen) =>
  JSON.parse((/data-options="([^"]*)"/.exec(html)?.[1] ?? "null").replace(/&quot;/g, '"').replace(/&amp;/g, "&"));

test("stands between a sign-in and the callback, whose token is made when they go on", async () => {
  const { tenant, base, browser, signIn, page, path } = await offered();
  expect(page).toMatchObject({ status: 200, heading: "Sign in faster next time", fields: { state: "s 1" } });
  const asked = `signin_passkey=asked; Path=${base}; Max-Age=2592000; HttpOnly; SameSite=Lax`;
  expect(page.headers.getSetCookie()).toEqual([asked]);
  expect(page.html).toContain("data-auto");
  expect(await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id])).toEqual([]);
  expect(await browser.post(path, page.fields)).toMatchObject({ status: 303, location: expect.stringMatching(CALLBACK) });
  browser.cookies.delete("note");
  expect((await signIn()).location).toMatch(CALLBACK);
});

test("stands behind a sign-up as well, for whoever has just made the account", async () => {
  const { tenant, base, browser } = await setUp();
  const email = `${unique("max")}@example.com`;
  const { location } = await browser.post(`${base}/signup?state=s+1`, { email, password: PASSWORD });
  const page = await browser.open(location ?? "");
  expect(page).toMatchObject({ status: 200, heading: "Sign in faster next time" });
  const { answer } = createPasskey(optionsOf(page));
  const added = await browser.post(`${base}/login/passkey`, { ...page.fields, credential: JSON.stringify(answer) });
  expect(added.location).toMatch(CALLBACK);
  const whose = "SELECT u.email FROM passkeys p JOIN site_users u ON u.id = p.site_user_id WHERE p.site_id = $1";
  expect(await sql(whose, [tenant.site.id])).toEqual([{ email }]);
});

test("adds the passkey that was made, also one that nobody was asked for, and goes on", async () => {
  const { browser, page, path, names } = await offered();
  const { answer } = createPasskey(optionsOf(page), { present: false, verified: false });
  const refused = await changingNothing(() => browser.post(path, { ...page.fields, credential: "{}" }));
  expect(refused).toMatchObject({ status: 422, alert: expect.stringMatching(/^This passkey/), fields: page.fields });
  expect(refused.html).not.toContain("data-auto");
  const added = await browser.post(path, { ...page.fields, credential: JSON.stringify(answer) });
  expect(added).toMatchObject({ status: 303, location: expect.stringMatching(CALLBACK) });
  expect(await names()).toEqual(["Bitwarden"]);
});

test("where a finger is wanted, nobody's passkey is made without one", async () => {
  const { browser, page, path, names } = await offered({ signIn: { passkey: { userVerification: "required" } } });
  expect(page.html).not.toContain("data-auto");
  for (const twist of [{ present: false }, { verified: false }]) {
    const { answer } = createPasskey(optionsOf(page), twist);
    expect(await browser.post(path, { ...page.fields, credential: JSON.stringify(answer) })).toMatchObject({ status: 422 });
  }
  expect(await names()).toEqual([]);
});

describe("is not in the way", () => {
  test.each<[string, Parameters<typeof makeTenant>[0], (at: Awaited<ReturnType<typeof setUp>>) => unknown, RegExp, string?]>([
    ["without JavaScript", {}, ({ browser }) => browser.cookies.clear(), CALLBACK],
    ["of who has a passkey", {}, ({ tenant, user }) => makePasskey(tenant, user), CALLBACK],
    ["where passkeys are off", { signIn: { passkey: { enabled: false } } }, () => {}, CALLBACK],
    ["of who wants to their account", {}, () => {}, /\/account$/, "?to=account"],
    ["where there is no callback", { successUri: null }, () => {}, /\/signed-in$/],
  ])("%s", async (_, site, arrange, end, query) => {
    const at = await setUp(site);
    await arrange(at);
    expect((await at.signIn(query)).location).toMatch(end);
  });

  test("in a frame", async () => {
    const { browser, base, user } = await setUp({ allowedOrigins: ["https://shop.example"] });
    const framed = `${base}/embed?page=login&origin=https%3A%2F%2Fshop.example&nonce=n1`;
    expect((await browser.post(framed, { email: user.email, password: PASSWORD })).html).toContain("tkn_");
  });
});

describe("opened by itself, or late", () => {
  test("leads to the sign-in page whoever is not signed in, was so long ago, or has a passkey by now", async () => {
    const { tenant, user, base, browser, path } = await offered();
    const login = { status: 303, location: `${base}/login?state=s+1` };
    expect(await makeBrowser().open(`${path}?state=s+1`)).toMatchObject(login);
    await makePasskey(tenant, user);
    expect(await browser.open(`${path}?state=s+1`)).toMatchObject(login);
    await sql("DELETE FROM passkeys WHERE site_user_id = $1", [user.id]);
    await sql("UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE site_user_id = $1", [user.id]);
    expect(await browser.open(`${path}?state=s+1`)).toMatchObject(login);
  });

  test("adds nothing ten minutes after the proof, and still leads on", async () => {
    const { user, browser, page, path, names } = await offered();
    const { answer } = createPasskey(optionsOf(page));
    await sql("UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE site_user_id = $1", [user.id]);
    const late = await browser.post(path, { ...page.fields, credential: JSON.stringify(answer) });
    expect(late).toMatchObject({ status: 422, fields: page.fields });
    expect(late.html).not.toContain("Create a passkey</button>");
    expect((await browser.post(path, late.fields)).location).toMatch(CALLBACK);
    expect(await names()).toEqual([]);
  });

  test("adds nothing to whoever was signed in since, and takes nobody on as them", async () => {
    const { base, browser, page, path, signIn, names } = await offered();
    const { answer } = createPasskey(optionsOf(page));
    await signIn("?as=other");
    const { location } = await changingNothing(() => browser.post(path, { ...page.fields, credential: JSON.stringify(answer) }));
    expect(location).toBe(`${base}/login?as=other&state=s+1`);
    expect(await names()).toEqual([]);
  });
});
