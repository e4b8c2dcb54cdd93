import { afterAll, beforeAll, expect, test } from "vitest";
import { listLinkedAccounts } from "@/lib/core/linked-accounts/list-linked-accounts";
import { allowLoopback } from "@/lib/testing/hook";
import { makeBrowser, type Seen } from "@/lib/testing/hosted-pages";
import { addProvider } from "@/lib/testing/identity-provider";
import { mailsTo } from "@/lib/testing/mails";
import { makeUser, unique } from "@/lib/testing/make-tenant";
import { startOidcServer } from "@/lib/testing/oidc-server";
import { ownAccount, proofGetsOld } from "@/lib/testing/own-account";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

let server: Awaited<ReturnType<typeof startOidcServer>>;
beforeAll(async () => {
  server = await startOidcServer();
  allowLoopback();
});
afterAll(() => server.stop());

/** Of the account that a page shows, what its form sends. */
const accountIn = (html: string) => / value="(\d+)"[^>]* name="account"/.exec(html)?.[1] ?? "";

async function setUp() {
  const account = await ownAccount();
  const { tenant, user, base, browser } = account;
  const provider = await addProvider(tenant, server.issuer, "oidc", { name: "Works" });
  server.deny = false;
  server.person = { sub: unique("sub"), email: "jane@works.example" };
  const path = `${base}/account/linked`;
  const answerOf = async ({ headers }: Seen) => {
    const answer = await server.visit(/^0;url=(.*)$/.exec(headers.get("refresh") ?? "")?.[1] ?? "");
    return `${base}/social/callback?${new URLSearchParams(answer)}`;
  };
  const link = async (form = { provider: String(provider) }) => browser.open(await answerOf(await browser.post(path, form)));
  const linked = async () => (await listLinkedAccounts(tenant.context, user.id)).map(({ email }) => email);
  const subjects = async () => (await mailsTo(tenant, user.email)).map(({ subject }) => subject);
  return { ...account, provider, path, answerOf, link, linked, subjects };
}

test("links an account, tells of it, signs in with it and unlinks it; a mail tells of both", async () => {
  const { base, browser, provider, path, link, linked, subjects } = await setUp();
  expect((await browser.open(`${base}/account`)).html).toContain("No other account is linked yet.");
  const empty = await browser.open(path);
  expect([empty.heading, empty.html.includes("Link Works")]).toEqual(["Linked accounts", true]);
  const back = await link();
  expect([back.status, back.location]).toEqual([303, `${path}?done=linked&provider=${provider}`]);
  expect(await linked()).toEqual(["jane@works.example"]);
  const { html } = await browser.open(back.location ?? "");
  expect(html).toContain("Works is linked. You can sign in with it from now on.");
  expect(html).toContain("jane@works.example");
  expect(html).not.toContain("Link Works");
  expect((await browser.open(`${base}/account`)).html).toContain("Works");
  const account = accountIn(html);
  expect(await browser.post(path, { account })).toMatchObject({ status: 303, location: `${path}?done=unlinked` });
  expect((await browser.open(`${path}?done=unlinked`)).html).toContain("The account was unlinked.");
  expect(await linked()).toEqual([]);
  expect((await subjects()).sort()).toEqual(["Works no longer signs you in to Acme", "Works now signs you in to Acme"]);
});

test("says why nothing was linked: denied, somebody else's, or the last way in", async () => {
  const { tenant, user, browser, path, link, linked } = await setUp();
  server.deny = true;
  const denied = await link();
  expect(denied.location).toBe(`${path}?problem=provider_denied`);
  expect((await browser.open(denied.location ?? "")).alert).toBe("You were not signed in there. Nothing was changed.");
  server.deny = false;
  await link();
  const other = await makeUser(tenant);
  await sql("UPDATE linked_accounts SET site_user_id = $1 WHERE site_user_id = $2", [other.id, user.id]);
  expect((await link()).location).toBe(`${path}?problem=linked_elsewhere`);
  await sql("UPDATE linked_accounts SET site_user_id = $2 WHERE site_user_id = $1", [other.id, user.id]);
  await sql("UPDATE site_users SET password_sealed = NULL WHERE id = $1", [user.id]);
  const account = accountIn((await browser.open(path)).html);
  const refused = await changingNothing(() => browser.post(path, { account }));
  expect([refused.status, refused.alert]).toEqual([422, expect.stringContaining("only way to sign in")]);
  expect(await linked()).toHaveLength(1);
  expect((await browser.open(`${path}?problem=internal`)).alert).toBeNull();
});

test("links to nobody who has signed out, or is somebody else by the time of the answer", async () => {
  const { tenant, base, browser, provider, path, answerOf, linked } = await setUp();
  const other = await makeUser(tenant);
  const answer = await answerOf(await browser.post(path, { provider: String(provider) }));
  await browser.post(`${base}/login?to=account&as=other`, { email: other.email, password: "correct horse battery" });
  expect((await browser.open(answer)).location).toBe(`${path}?problem=sign_in_expired`);
  expect([await linked(), await listLinkedAccounts(tenant.context, other.id)]).toEqual([[], []]);
});

test("asks who links or unlinks to prove first who they are; and unlinks nothing of somebody else's", async () => {
  const { user, base, browser, provider, path, link } = await setUp();
  await link();
  const account = accountIn((await browser.open(path)).html);
  const stranger = await ownAccount();
  for (const id of [account, "0", "x", "9".repeat(40)]) {
    const theirs = `${stranger.base}/account/linked`;
    expect((await changingNothing(() => stranger.browser.post(theirs, { account: id }))).status).toBe(404);
  }
  await proofGetsOld(user);
  for (const form of [{ account }, { provider: String(provider) }] as Record<string, string>[]) {
    const asked = await changingNothing(() => browser.post(path, form));
    expect(asked).toMatchObject({ status: 303, location: `${base}/account/confirm?to=account%2Flinked` });
  }
});

test("is no section of a site that has no provider, for whoever has none linked", async () => {
  const { base, browser } = await ownAccount();
  expect((await browser.open(`${base}/account`)).html).not.toContain("account/linked");
  expect((await makeBrowser().open(`${base}/account/linked`)).location).toBe(`${base}/login?to=account%2Flinked`);
});
