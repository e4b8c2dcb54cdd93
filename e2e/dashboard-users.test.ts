import { Secret, TOTP } from "otpauth";
import { afterAll, afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { OIDC_CLIENT } from "@/lib/testing/identity-provider";
import { startOidcServer } from "@/lib/testing/oidc-server";
import { api, makeSite, makeUser, type Site, sessionsOf, unique } from "./api";
import { Authenticator } from "./authenticator";
import { flaws, signedInCustomer } from "./operator";
import { LoginPage } from "./pages/login-page";
import { PasskeysPage } from "./pages/passkeys-page";
import { cli } from "./server";
import { closeBrowser, newVisitor, type Visitor } from "./visitor";

const PASSWORD = "correct horse battery";
/** A page that is really there, in place of an application's callback. */
const CALLBACK = `${inject("baseUrl")}/robots.txt`;

let operator: Visitor;
let site: Site;
beforeEach(async () => {
  operator = await signedInCustomer();
  site = await makeSite({ success_uri: CALLBACK });
});
afterEach(async () => {
  expect(operator.complaints).toEqual([]);
  await operator.context.close();
});
afterAll(closeBrowser);

const path = (page: string) => `${inject("baseUrl")}/dashboard/sites/${site.id}/${page}`;
const open = (page: string) => operator.page.goto(path(page));
const button = (name: string | RegExp) => operator.page.getByRole("button", { name });
const lines = () => operator.page.locator("main ul li");
const toast = (text: string) => operator.page.getByRole("status").getByText(text).waitFor();
const heading = (name: string) => operator.page.getByRole("heading", { level: 1, name }).waitFor();
const idOf = async (email: string) => {
  const { site_users } = await api<{ site_users: { id: number }[] }>("GET", `/api/site_users?search=${encodeURIComponent(email)}`);
  return site_users[0]?.id ?? 0;
};
const openUser = async (email: string) => {
  await open(`users/${await idOf(email)}`);
  await heading(email);
};

/** Signs a user in as a program does, and keeps the token that the callback would get; null: refused. */
async function tokenOf(email: string): Promise<string | null> {
  const answer = await fetch(`${inject("baseUrl")}/${site.slug}/login`, {
    method: "POST",
    body: new URLSearchParams({ email, password: PASSWORD }),
    redirect: "manual",
  });
  return new URL(answer.headers.get("location") ?? "about:blank").searchParams.get("token");
}

/** Signs up at a provider, and adds a passkey and an app for codes. */
async function signUpWithEverything(user: Visitor, email: string): Promise<void> {
  const provider = await startOidcServer();
  provider.person = { sub: unique("sub"), email, email_verified: true };
  const { clientId: client_id, clientSecret: client_secret } = OIDC_CLIENT;
  const works = { kind: "oidc", name: "Works", issuer: provider.issuer, client_id, client_secret };
  await api("POST", "/api/identity_providers", { site_id: site.id, identity_provider: works });
  const { page } = user;
  await Authenticator.of(user);
  await page.goto(`${inject("baseUrl")}/${site.slug}/login?to=account/passkeys`);
  await page.getByRole("button", { name: "Continue with Works" }).click();
  await page.waitForURL("**/account/passkeys");
  await provider.stop();
  await new PasskeysPage(user).add();
  await page.goto(`${inject("baseUrl")}/${site.slug}/account/second-factor`);
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const uri = await page.locator("a[href^=otpauth]").getAttribute("href");
  const secret = Secret.fromBase32(new URL(uri ?? "").searchParams.get("secret") ?? "");
  await page.getByLabel("Code from your app").fill(TOTP.generate({ secret }));
  await page.getByRole("heading", { name: "Keep your recovery codes" }).waitFor();
}

describe("users", () => {
  test("an operator makes one, finds them, changes them and takes their address as proved", async () => {
    const { page } = operator;
    await open("users");
    await page.getByRole("heading", { name: "Nobody has signed up yet" }).waitFor();
    await button("New user").click();
    await page.getByLabel("E-mail").fill("nobody");
    await button("Make the user").click();
    await page.getByText("Email is invalid").waitFor();
    const email = `${unique("Ada")}@Math.example`;
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Name").fill("Ada Lovelace");
    await page.getByLabel("Password").fill("short");
    await button("Make the user").click();
    await page.getByText("Password is too short").waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await button("Make the user").click();
    await heading(email);
    expect(await tokenOf(email)).not.toBeNull();

    await page.getByText("Not verified", { exact: true }).waitFor();
    await button("Mark as verified").click();
    await toast("Address marked as verified");
    await page.getByText("Verified", { exact: true }).first().waitFor();
    await page.getByLabel("Name (optional)").fill("Countess Lovelace");
    await page.getByText("Names, language and IDs").click();
    const texts = { "First name": "Ada", "Last name": "King", Username: "Ada.K", Language: "en-gb", "External ID": "crm-7" };
    for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByText("Your own data").click();
    await page.getByLabel("Metadata", { exact: true }).fill('{"plan": "pro"');
    await button("Save").click();
    await page.getByText("Metadata is not valid JSON").waitFor();
    await page.getByLabel("Metadata", { exact: true }).fill('{"plan": "pro"}');
    await page.getByLabel("Private metadata").fill("[]");
    await button("Save").click();
    await page.getByText("Private metadata must be an object").waitFor();
    expect(await flaws(operator)).toEqual([]);
    await page.getByLabel("Private metadata").fill('{"tier": 1}');
    await button("Save").click();
    await toast("User saved");
    await page.getByText("Countess Lovelace").waitFor();
    await page.getByText("en-GB", { exact: true }).waitFor();
    expect(await api("GET", `/api/site_users/${await idOf(email)}`)).toMatchObject({
      site_user: {
        ...{ name: "Countess Lovelace", first_name: "Ada", last_name: "King", username: "Ada.K", locale: "en-GB", external_id: "crm-7" },
        ...{ metadata: { plan: "pro" }, private_metadata: { tier: 1 } },
      },
    });
    await button("Send a reset mail").click();
    await toast("The reset mail is on its way");

    await page.getByRole("link", { name: "All users" }).click();
    await heading("Users");
    await page.getByRole("searchbox").fill("COUNTESS");
    await page.keyboard.press("Enter");
    await page.waitForURL(/search=COUNTESS/);
    expect(await lines().count()).toBe(1);
    await lines().getByRole("link").click();
    await heading(email);

    const next = `${unique("ada")}@example.com`;
    await page.getByRole("textbox", { name: "E-mail" }).fill(next);
    await button("Save").click();
    await heading(next);
    await page.getByText("Not verified", { exact: true }).waitFor();
  });

  test("a blocked one is refused on the hosted page as with a wrong password, and let in once unblocked", async () => {
    const email = await makeUser(site, PASSWORD);
    const open = await tokenOf(email);
    await openUser(email);
    await button("Block").click();
    await toast("User blocked");
    await operator.page.getByText("Blocked", { exact: true }).first().waitFor();
    await expect(api("POST", `/api/site_user_sessions/${open}`)).rejects.toThrow(/422 .*Token has expired/);

    const user = await newVisitor();
    const login = new LoginPage(user);
    const refusal = async (password: string) => {
      await login.open(site.slug);
      await login.signIn(email, password);
      return login.alert.textContent();
    };
    const wrong = await refusal("not the password");
    expect(wrong).toContain("Wrong e-mail or password");
    expect(await refusal(PASSWORD)).toBe(wrong);

    await button("Unblock").click();
    await toast("User unblocked");
    await login.open(site.slug);
    await login.signIn(email, PASSWORD);
    expect(user.page.url()).toContain(`${CALLBACK}?token=tkn_`);
    await user.context.close();
  });

  test("ending all sessions voids tokens that nobody has exchanged; the user signs in again", async () => {
    const email = await makeUser(site, PASSWORD);
    const open = await tokenOf(email);
    await openUser(email);
    await operator.page.getByText("Unused", { exact: true }).waitFor();
    await button("End all sessions").click();
    await toast("Everything that they had open has ended");
    await operator.page.getByText("Expired", { exact: true }).waitFor();
    await expect(api("POST", `/api/site_user_sessions/${open}`)).rejects.toThrow(/422 .*Token has expired/);
    expect(await tokenOf(email)).not.toBeNull();
  });

  test("a session of a dialect is shown with its browser, and ended by itself", async () => {
    const email = await makeUser(site, PASSWORD);
    const call = async (path: string, body: object) => {
      const headers = { "content-type": "application/json", "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0" };
      return fetch(`${inject("baseUrl")}/${site.slug}/auth/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    };
    const { refresh_token } = (await (await call("login", { email, password: PASSWORD })).json()) as { refresh_token: string };
    await openUser(email);
    await operator.page.getByText("Firefox on Linux").first().waitFor();
    await button("End the session of Firefox on Linux at 127.0.0.1").click();
    await toast("Session ended");
    await operator.page.getByText("Nowhere.").waitFor();
    expect((await call("refresh", { refresh_token })).status).toBe(401);
  });

  test("what one has to sign in with is shown, and taken from them when they have lost it, also the last of it", async () => {
    site = await makeSite({ success_uri: CALLBACK, sign_in: { second_factor: { policy: "optional" } } });
    const email = `${unique("jane")}@example.com`;
    const user = await newVisitor();
    await signUpWithEverything(user, email);
    await openUser(email);
    const { page } = operator;
    await page.getByText("Authenticator app · 10 recovery codes left", { exact: true }).waitFor();
    await lines()
      .filter({ hasText: /^Works.*linked/ })
      .getByText(email)
      .waitFor();
    await lines()
      .filter({ hasText: /^Passkey.*never used/ })
      .waitFor();
    expect(await flaws(operator)).toEqual([]);
    for (const [name, yes, said] of [
      ["Remove the passkey Passkey", "Remove the passkey", "Passkey removed"],
      ["Unlink Works", "Unlink Works", "Account unlinked"],
      ["Reset the second factor", "Reset it", "Second factor taken away"],
    ] as const) {
      await button(name).click();
      await page.getByRole("dialog").getByRole("button", { name: yes }).click();
      await toast(said);
      await button(name).waitFor({ state: "detached" });
    }
    expect(await api("GET", `/api/site_users/${await idOf(email)}/passkeys`)).toEqual({ passkeys: [] });
    expect(await api("GET", `/api/site_users/${await idOf(email)}`)).toMatchObject({ site_user: { second_factor: false } });
    await user.context.close();
  });

  test("one is deleted once the address is typed, and not before", async () => {
    const email = await makeUser(site, PASSWORD);
    const { page } = operator;
    await openUser(email);
    await page.getByLabel(`Type ${email} to confirm`).fill("yes");
    await button("Delete user").click();
    await page.getByText(`Type ${email} exactly`).waitFor();
    expect(await idOf(email)).not.toBe(0);
    await page.getByLabel(`Type ${email} to confirm`).fill(email);
    await button("Delete user").click();
    await heading("Users");
    await page.getByRole("heading", { name: "Nobody has signed up yet" }).waitFor();
    expect(await idOf(email)).toBe(0);
    expect(await tokenOf(email)).toBeNull();
  });

  test("more than a page of them: each is there once, and filters stay on the way and after a reload", async () => {
    const { page } = operator;
    const emails = await Promise.all(
      Array.from({ length: 27 }, async (_, index) => {
        const email = `${unique("paged")}@${index % 9 === 0 ? "rare" : "common"}.example`;
        await api("POST", "/api/site_users", { site_id: site.id, site_user: { email } });
        return email;
      }),
    );
    const shown = () => page.locator("main ul li .font-medium:not([class*=rounded])").allTextContents();
    await open("users");
    const first = await shown();
    await page.getByRole("link", { name: "Older" }).click();
    await page.waitForURL(/after=/);
    await expect.poll(() => lines().count()).toBe(2);
    expect([...first, ...(await shown())].toSorted()).toEqual(emails.toSorted());

    await open("users?search=COMMON.example");
    await page.getByRole("link", { name: "Not verified", exact: true }).click();
    await page.waitForURL(/verified=no/);
    await page.getByRole("link", { name: "May sign in", exact: true }).click();
    await page.waitForURL(/blocked=no/);
    await page.reload();
    expect([...new URL(page.url()).searchParams].toSorted()).toEqual([
      ["blocked", "no"],
      ["search", "COMMON.example"],
      ["verified", "no"],
    ]);
    expect(await page.getByRole("searchbox").inputValue()).toBe("COMMON.example");
    expect(await page.locator("main [aria-current=true]").allTextContents()).toEqual(["Not verified", "May sign in"]);
    expect(await lines().count()).toBe(24);
    await page.getByRole("link", { name: "Blocked", exact: true }).click();
    await page.getByText("No user matches.").waitFor();
    await page.getByRole("link", { name: "Show all" }).click();
    await expect.poll(() => lines().count()).toBe(25);
    for (const odd of ["?search=%00", "?search=%25", "?search=a&search=b", "?after=x", "?verified=maybe&blocked=1"]) {
      expect((await open(`users${odd}`))?.status()).toBe(200);
    }
  });
});

describe("sessions", () => {
  test("are found by what became of them and by whose they are, and one is ended", async () => {
    const { page } = operator;
    await open("sessions");
    await page.getByRole("heading", { name: "Nobody has signed in yet" }).waitFor();
    const [jane, bob] = [await makeUser(site, PASSWORD), await makeUser(site, PASSWORD)];
    const [used, unused, other] = [await tokenOf(jane), await tokenOf(jane), await tokenOf(bob)];
    await api("POST", `/api/site_user_sessions/${used}`);

    await open("sessions");
    expect(await lines().count()).toBe(3);
    expect(await page.content()).not.toContain(unused);
    await page.getByRole("link", { name: "Unused", exact: true }).click();
    await page.waitForURL(/state=unused/);
    await expect.poll(() => lines().count()).toBe(2);
    await page.getByRole("searchbox").fill(jane);
    await page.keyboard.press("Enter");
    await page.waitForURL(/search=/);
    await page.reload();
    expect(await lines().allTextContents()).toEqual([expect.stringContaining(`tkn_…${unused?.slice(-4)}`)]);

    await button(/^End session/).click();
    await page.getByRole("dialog").getByRole("button", { name: "End session" }).click();
    await toast("Session ended");
    await page.getByText("No session matches.").waitFor();
    await expect(api("POST", `/api/site_user_sessions/${unused}`)).rejects.toThrow("404");
    expect((await sessionsOf(site)).length).toBe(2);
    await open("sessions?state=used");
    expect(await lines().allTextContents()).toEqual([expect.stringContaining(jane)]);
    await api("POST", `/api/site_user_sessions/${other}`);
  });
});

describe("the overview", () => {
  test("counts users, and sign-ups and sign-ins by day", async () => {
    const { page } = operator;
    await open("overview");
    await page.getByRole("heading", { name: "Nobody is here yet" }).waitFor();
    const emails = [await makeUser(site, PASSWORD), await makeUser(site, PASSWORD), await makeUser(site, PASSWORD)];
    await tokenOf(emails[0] ?? "");
    await tokenOf(emails[0] ?? "");
    await openUser(emails[1] ?? "");
    await button("Block").click();
    await toast("User blocked");
    await open("overview");
    expect(await page.locator("dl dd").allTextContents()).toEqual(["3", "0", "1", "1"]);
    for (const summary of await page.getByText("As a table").all()) await summary.click();
    const newest = await page.locator("tbody tr:first-child").allTextContents();
    const today = new Date().toISOString().slice(0, 10);
    expect(newest).toEqual([`${today}3`, `${today}2`]);
    expect(await page.locator("tbody tr").count()).toBe(60);
    expect(await page.locator("main svg[role=img] rect").count()).toBe(60);
  });
});

describe("somebody else's", () => {
  /** Another customer with a site and a user of their own. */
  async function stranger() {
    const words = ["account", "create", "--email", `${unique("other")}@example.com`, "--password", "a long operator password"];
    const server = { dataDir: inject("dataDir"), baseUrl: inject("baseUrl") };
    const { api_token } = await cli<{ api_token: string }>(server, ...words);
    const ask = async <T>(method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${api_token}`, "content-type": "application/json" };
      const answer = await fetch(inject("baseUrl") + path, { method, headers, body: body && JSON.stringify(body) });
      return (await answer.json()) as T;
    };
    const { site } = await ask<{ site: Site }>("POST", "/api/sites", { site: { name: "Theirs", slug: unique("theirs") } });
    const email = `${unique("victim")}@example.com`;
    const made = await ask<{ site_user: { id: number } }>("POST", "/api/site_users", {
      site_id: site.id,
      site_user: { email, password: PASSWORD },
    });
    return { site, email, userId: made.site_user.id, ask };
  }

  test("pages are not there, and neither is a user under another site of one's own", async () => {
    const theirs = await stranger();
    const second = await makeSite();
    const own = await idOf(await makeUser(site, PASSWORD));
    const base = `${inject("baseUrl")}/dashboard/sites`;
    for (const place of [
      ...["users", "sessions", "overview", `users/${theirs.userId}`].map((page) => `${theirs.site.id}/${page}`),
      ...["users", "sessions", "overview"].map((page) => `x/${page}`),
      `${site.id}/users/${theirs.userId}`,
      `${second.id}/users/${own}`,
      `${site.id}/users/1`,
      `${site.id}/users/x`,
    ]) {
      const answer = await operator.page.goto(`${base}/${place}`);
      expect([place, answer?.status()]).toEqual([place, 404]);
      expect(await operator.page.content()).not.toContain(theirs.email);
    }
    expect((await operator.page.goto(`${base}/${site.id}/users/${own}`))?.status()).toBe(200);
  });

  test("users are not there for an action that names them", async () => {
    const theirs = await stranger();
    const email = await makeUser(site, PASSWORD);
    const own = await idOf(email);
    const { page } = operator;
    let sent = 0;
    await page.route("**/dashboard/**", async (route) => {
      const request = route.request();
      const body = request.postData();
      if (!body?.includes(`"${own}"`)) return route.continue();
      sent++;
      await route.continue({
        postData: body.replaceAll(`"${own}"`, `"${theirs.userId}"`).replaceAll(`"${site.id}"`, `"${theirs.site.id}"`),
      });
    });
    await openUser(email);
    for (const name of ["Block", "End all sessions", "Mark as verified", "Send a reset mail", "Save"]) {
      await openUser(email);
      await button(name).click();
      await page.getByRole("alert").filter({ hasText: "Record not found" }).waitFor();
    }
    await openUser(email);
    await page.getByLabel(`Type ${email} to confirm`).fill(email);
    await button("Delete user").click();
    await page.getByRole("alert").filter({ hasText: "Record not found" }).waitFor();
    expect(sent).toBe(6);
    const { site_user } = await theirs.ask<{ site_user: object }>("GET", `/api/site_users/${theirs.userId}`);
    expect(site_user).toMatchObject({ email: theirs.email, email_verified: false });
  });
});

test("whoever is signed out is led to sign in", async () => {
  const id = await idOf(await makeUser(site, PASSWORD));
  const stranger = await newVisitor();
  for (const page of ["users", "sessions", "overview", `users/${id}`]) {
    await stranger.page.goto(path(page));
    expect(new URL(stranger.page.url()).pathname).toBe("/dashboard/login");
  }
  await stranger.context.close();
});

describe("how it looks", () => {
  test("every page is free of flaws, empty and full, in light and dark, and fits a narrow phone", async () => {
    const { page } = operator;
    for (const name of ["users", "sessions", "overview"]) {
      await open(name);
      expect([name, await flaws(operator)]).toEqual([name, []]);
    }
    const long = `${unique("a-rather-long-name-of-somebody")}.${"x".repeat(20)}@${"very-long-domain-".repeat(3)}end.example`;
    await api("POST", "/api/site_users", { site_id: site.id, site_user: { email: long, name: "W".repeat(120), password: PASSWORD } });
    await tokenOf(long);
    for (const name of ["users", "users?blocked=yes", "sessions", "overview", "audit", `users/${await idOf(long)}`]) {
      await open(name);
      if (name === "overview") for (const summary of await page.getByText("As a table").all()) await summary.click();
      expect([name, await flaws(operator)]).toEqual([name, []]);
    }
    await open("users");
    await button("New user").click();
    await button("Make the user").click();
    await page.getByText("Email can't be blank").waitFor();
    expect(await flaws(operator)).toEqual([]);
  });
});
