import { expect, test } from "vitest";
import { makeBrowser } from "@/lib/testing/hosted-pages";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  const base = `/${tenant.site.slug}`;
  const browser = makeBrowser();
  const signIn = (email = user.email) => browser.post(`${base}/login`, { email, password: PASSWORD });
  await signIn();
  return { tenant, user, base, browser, signIn };
}

const CALLBACK = /^https:\/\/acme\.example\/auth\/callback\?token=tkn_[\w-]{48}&state=s\+1$/;

test("whoever is signed in goes on as who they are, with a button", async () => {
  const { tenant, user, base, browser } = await setUp();
  const page = await browser.open(`${base}/login?state=s+1`);
  expect(page.html).toContain(`Continue as ${user.email}`);
  expect(page.fields).toEqual({ state: "s 1", session: expect.stringMatching(/^[\da-f-]{36}$/) });
  const { status, location } = await browser.post(`${base}/continue`, { ...page.fields });
  expect({ status, location }).toEqual({ status: 303, location: expect.stringMatching(CALLBACK) });
  const tokens = await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id]);
  expect(tokens).toHaveLength(2);
});

test("looking signs nobody in", async () => {
  const { tenant, base, browser } = await setUp();
  await browser.open(`${base}/login`);
  expect(await browser.open(`${base}/continue`)).toMatchObject({ status: 303, location: `${base}/login` });
  expect(await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id])).toHaveLength(1);
});

test("another account may be used, and the page says nothing to strangers", async () => {
  const { user, base, browser } = await setUp();
  for (const page of [await browser.open(`${base}/login?as=other`), await makeBrowser().open(`${base}/login`)]) {
    expect(page.fields).toEqual({ email: "", password: "" });
    expect(page.html).not.toContain(user.email);
  }
});

test.each([
  ["the session was ended", "UPDATE sessions SET ended_at = now() WHERE site_user_id = $1"],
  ["the session has expired", "UPDATE sessions SET expires_at = now() WHERE site_user_id = $1"],
  ["they have a second factor by now", "UPDATE site_users SET second_factor = true WHERE id = $1"],
  [
    "the site wants a proved address",
    "UPDATE sites SET email_verification = 'required' WHERE id = (SELECT site_id FROM site_users WHERE id = $1)",
  ],
  ["they were blocked", "UPDATE site_users SET blocked_at = now() WHERE id = $1"],
])("between the page and its button %s: they sign in", async (_, change) => {
  const { user, base, browser } = await setUp();
  const { fields } = await browser.open(`${base}/login?state=s`);
  expect(fields).toHaveProperty("session");
  await sql(change, [user.id]);
  const { status, location } = await browser.post(`${base}/continue`, { ...fields });
  expect({ status, location }).toEqual({ status: 303, location: `${base}/login?as=other&state=s` });
});

test("somebody else has signed in in another tab since: the button does not make them who it named", async () => {
  const { tenant, base, browser, signIn } = await setUp();
  const { fields } = await browser.open(`${base}/login`);
  await signIn((await makeUser(tenant)).email);
  const { location } = await browser.post(`${base}/continue`, { ...fields });
  expect(location).toBe(`${base}/login?as=other`);
});

test("a site without an address to go back to leads to the account", async () => {
  const { base, browser } = await setUp({ successUri: null });
  const { fields } = await browser.open(`${base}/login`);
  expect((await browser.post(`${base}/continue`, { ...fields })).location).toBe(`${base}/account`);
});
