import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { allowLoopback } from "@/lib/testing/hook";
import { makeBrowser, type Seen, seen } from "@/lib/testing/hosted-pages";
import { addProvider } from "@/lib/testing/identity-provider";
import { newestMail } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { type Person, startOidcServer } from "@/lib/testing/oidc-server";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

let server: Awaited<ReturnType<typeof startOidcServer>>;
beforeAll(async () => {
  server = await startOidcServer();
  allowLoopback();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.deny = false;
  server.person = person();
});

const person = (more: Partial<Person> = {}): Person => ({
  sub: unique("sub"),
  email: `${unique("jane")}@example.com`,
  email_verified: true,
  ...more,
});
type Browser = ReturnType<typeof makeBrowser>;

const start = ({ site }: Tenant, provider: bigint, browser: Browser, form: Record<string, string> = {}, query = "") =>
  browser.post(`/${site.slug}/social/start${query}`, { provider: String(provider), ...form });

/** What the browser is sent to by the page on the way out. */
const wayOut = (headers: Headers) => /^0;url=(.*)$/.exec(headers.get("refresh") ?? "")?.[1] ?? "";

const back = ({ site }: Tenant, answer: Record<string, string>) => `/${site.slug}/social/callback?${new URLSearchParams(answer)}`;

async function through(tenant: Tenant, provider: bigint, browser: Browser, form: Record<string, string> = {}, query = "") {
  const left = await start(tenant, provider, browser, form, query);
  return browser.open(back(tenant, await server.visit(wayOut(left.headers))));
}

describe("the pages of a site with providers", () => {
  test("show a button for each that is on, in its order, on signing in and up", async () => {
    const tenant = await makeTenant();
    await addProvider(tenant, "https://b.example", "oidc", { name: "Works <b>", position: 2 });
    const first = await addProvider(tenant, "https://accounts.google.com", "google", { position: 1 });
    await addProvider(tenant, "https://off.example", "oidc", { name: "Off", enabled: false });
    for (const page of ["login", "signup"]) {
      const { html } = await seen(call("GET", `/${tenant.site.slug}/${page}?state=s1`));
      const buttons = [...html.matchAll(/<button class="button second"[^>]* value="(\d+)".*?<span>(.*?)<\/span>/gs)].map(([, id, text]) => [
        id,
        text,
      ]);
      expect(buttons).toEqual([
        [String(first), "Continue with Google"],
        [expect.any(String), "Continue with Works &lt;b&gt;"],
      ]);
      expect(html).toContain('class="or"');
    }
    const none = await seen(call("GET", `/${(await makeTenant()).site.slug}/login`));
    expect(none.html).not.toContain("social/start");
  });
});

describe("the way of the last sign-in", () => {
  const badged = ({ html }: Seen) => /<(?:button|a)[^>]*>(?:(?!<\/(?:button|a)>).)*<span class="last">/gs.exec(html)?.[0] ?? "";
  const wayOf = (button: string) => [...button.matchAll(/ value="(\w+)"/g)].at(-1)?.[1];

  test("is marked in that browser, whether at a provider or by password, and nothing of who it was is kept", async () => {
    const tenant = await makeTenant({ signIn: { passkey: { enabled: false }, email_code: { enabled: false } } } as object);
    const login = `/${tenant.site.slug}/login?as=other`;
    const browser = makeBrowser();
    expect(badged(await browser.open(login))).toBe("");
    const provider = await addProvider(tenant, server.issuer);
    await through(tenant, provider, browser);
    expect(wayOf(badged(await browser.open(login)))).toBe(String(provider));
    const kept = [...browser.cookies.values()].find(({ pair }) => pair.startsWith("signin_last="));
    expect(kept).toEqual({ path: `/${tenant.site.slug}`, pair: `signin_last=${provider}` });
    const user = await makeUser(tenant);
    const signedIn = await browser.post(login, { email: user.email, password: PASSWORD });
    expect(signedIn.headers.getSetCookie().at(-1)).toBe(
      `signin_last=password; Path=/${tenant.site.slug}; Max-Age=31536000; HttpOnly; SameSite=Lax`,
    );
    expect(wayOf(badged(await browser.open(login)))).toBe("password");
    const wrong = await browser.post(login, { email: user.email, password: "not it at all" });
    expect([wrong.status, wayOf(badged(wrong))]).toEqual([401, "password"]);
    await sql("UPDATE identity_providers SET enabled = false WHERE id = $1", [provider]);
    expect(badged(await browser.open(login))).toBe("");
  });
});

describe("signing in at a provider", () => {
  test("goes there by a page, comes back, and ends at the callback with the state", async () => {
    const tenant = await makeTenant();
    const browser = makeBrowser();
    const left = await start(tenant, await addProvider(tenant, server.issuer), browser, { state: "s 1" });
    expect([left.status, left.heading]).toEqual([200, "On to OpenID Connect"]);
    expect(left.headers.get("content-security-policy")).toContain("form-action 'self'");
    const cookie = left.headers.getSetCookie()[0] ?? "";
    expect(cookie).toMatch(/^signin_request_[0-9a-f]{12}=arb_[\w-]{48}; Path=\/[\w-]+\/social; Max-Age=600; HttpOnly; SameSite=Lax$/);
    const arrived = await browser.open(back(tenant, await server.visit(wayOut(left.headers))));
    expect(arrived.status).toBe(303);
    const url = new URL(arrived.location ?? "");
    expect(url.origin + url.pathname).toBe("https://acme.example/auth/callback");
    expect(Object.fromEntries(url.searchParams)).toEqual({ token: expect.stringMatching(/^tkn_/), state: "s 1" });
    expect([...browser.cookies.values()].map(({ pair }) => pair.replace(/=.*/, ""))).toEqual([
      "signin_session",
      "signin_known",
      "signin_last",
    ]);
  });

  test("binds the token to the challenge that the sign-in was begun with", async () => {
    const tenant = await makeTenant();
    const provider = await addProvider(tenant, server.issuer);
    const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const query = "?code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const page = await makeBrowser().open(`/${tenant.site.slug}/login${query}`);
    expect(page.html).toContain(`/${tenant.site.slug}/social/start${query}`);
    const arrived = await through(tenant, provider, makeBrowser(), {}, query);
    const at = `/api/site_user_sessions/${new URL(arrived.location ?? "").searchParams.get("token")}`;
    expect((await call("POST", at, { token: tenant.apiToken })).status).toBe(422);
    expect((await call("POST", at, { token: tenant.apiToken, json: { code_verifier: verifier } })).status).toBe(200);
  });

  test("on the way to one's own account ends there", async () => {
    const tenant = await makeTenant();
    const browser = makeBrowser();
    const arrived = await through(tenant, await addProvider(tenant, server.issuer), browser, {}, "?to=account");
    expect([arrived.status, arrived.location]).toEqual([303, `/${tenant.site.slug}/account`]);
    expect(await browser.open(arrived.location ?? "")).toMatchObject({ status: 200 });
  });

  test("asks for the second factor that the site requires, alone and in the widget's window, and signs nobody in before", async () => {
    const origin = "https://shop.example";
    const tenant = await makeTenant({ allowedOrigins: [origin], signIn: { second_factor: { policy: "required" } } });
    const provider = await addProvider(tenant, server.issuer);
    for (const query of ["", `?page=login&origin=${encodeURIComponent(origin)}&nonce=n1`]) {
      const arrived = await through(tenant, provider, makeBrowser(), { state: "s 1" }, query);
      expect({ status: arrived.status, fields: arrived.fields }).toMatchObject({
        status: 200,
        fields: { step: expect.stringMatching(/^sfs_/), state: "s 1", code: "" },
      });
    }
    const issued = "SELECT id FROM callback_tokens WHERE account_id = $1 UNION ALL SELECT id FROM sessions WHERE account_id = $1";
    expect(await sql(issued, [tenant.account.scope.accountId])).toEqual([]);
  });

  test("where addresses have to be proved and the provider does not vouch for it: mails, and the browser that came is enough", async () => {
    const origin = "https://shop.example";
    const tenant = await makeTenant({ emailVerification: "required", allowedOrigins: [origin] });
    const provider = await addProvider(tenant, server.issuer);
    const framed = `?page=signup&origin=${encodeURIComponent(origin)}&nonce=n1`;
    for (const query of ["", "?to=account", framed]) {
      server.person = person({ email_verified: false });
      const browser = makeBrowser();
      const sent = await through(tenant, provider, browser, { state: "s 1" }, query);
      expect([sent.status, sent.heading, Object.keys(sent.fields)]).toEqual([
        200,
        "Check your mail",
        ["state", ...(query === framed ? ["flow"] : []), "email", "code"],
      ]);
      expect(sent.headers.getSetCookie().some((cookie) => cookie.startsWith("signin_flow=flw_"))).toBe(query !== framed);
      const { code } = await newestMail(tenant, String(server.person.email));
      const action = /<form [^>]*action="([^"]*)"/.exec(sent.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
      const done = await browser.post(action, { ...sent.fields, code: code ?? "" });
      if (query === framed) expect([done.status, done.html.includes("tkn_")]).toEqual([200, true]);
      else if (query === "") expect(done.location).toMatch(/^https:\/\/acme\.example\/auth\/callback\?token=tkn_.*&state=s\+1$/);
      else expect(done.location).toBe(`/${tenant.site.slug}/account`);
    }
  });

  test("from the widget's frame ends in its window, which is told of the outcome", async () => {
    const origin = "https://shop.example";
    const tenant = await makeTenant({ allowedOrigins: [origin] });
    const frame = `?page=login&origin=${encodeURIComponent(origin)}&nonce=n1`;
    const arrived = await through(tenant, await addProvider(tenant, server.issuer), makeBrowser(), { state: "s1" }, frame);
    expect(arrived.status).toBe(200);
    const told =
      /<meta name="signin-fast" content="([^"]*)"/.exec(arrived.html)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&") ?? "";
    expect(JSON.parse(told)).toEqual({
      origin,
      nonce: "n1",
      kind: "done",
      action: "login",
      user: { id: expect.any(Number), email: server.person.email, name: null },
      token: expect.stringMatching(/^tkn_/),
      redirect: expect.stringMatching(/^https:\/\/acme\.example\/auth\/callback\?token=tkn_.*&state=s1$/),
    });
    const stranger = await through(
      tenant,
      await addProvider(tenant, server.issuer),
      makeBrowser(),
      {},
      "?page=login&origin=https://evil.example&nonce=n1",
    );
    expect(stranger.html).toContain("&quot;origin&quot;:null");
  });

  test.each<[string, number, (tenant: Tenant) => Promise<void> | void, alert: RegExp]>([
    [
      "that is denied",
      422,
      () => {
        server.deny = true;
      },
      /not signed in there/,
    ],
    [
      "with an unproved address of somebody's",
      422,
      async (tenant) => {
        server.person = person({ email: (await makeUser(tenant)).email, email_verified: false });
      },
      /Sign in to it first/,
    ],
  ])("%s shows the sign-in page again, with the same target", async (_, status, arrange, alert) => {
    const tenant = await makeTenant();
    await arrange(tenant);
    const browser = makeBrowser();
    const provider = await addProvider(tenant, server.issuer);
    const refused = await through(tenant, provider, browser, { state: "s1" });
    expect([refused.status, refused.alert]).toEqual([status, expect.stringMatching(alert)]);
    expect(refused.fields.state).toBe("s1");
    server.deny = false;
    server.person = person();
    expect((await through(tenant, provider, browser, { state: "s1" })).location).toMatch(/state=s1$/);
  });

  test("in another browser, at another site, a second time or too late signs nobody in", async () => {
    const tenant = await makeTenant();
    const other = await addSite(tenant);
    const provider = await addProvider(tenant, server.issuer);
    const [browser, stranger] = [makeBrowser(), makeBrowser()];
    const answer = await server.visit(wayOut((await start(tenant, provider, browser, { state: "s1" })).headers));
    await changingNothing(async () => {
      for (const refused of [await stranger.open(back(tenant, answer)), await browser.open(back(other, answer))]) {
        expect([refused.status, refused.alert]).toEqual([422, expect.stringMatching(/another browser/)]);
      }
    });
    const cookies = new Map(browser.cookies);
    expect((await browser.open(back(tenant, answer))).status).toBe(303);
    for (const [name, cookie] of cookies) browser.cookies.set(name, cookie);
    const again = await browser.open(back(tenant, answer));
    expect([again.status, again.fields.state]).toEqual([422, "s1"]);
    const late = await server.visit(wayOut((await start(tenant, provider, browser)).headers));
    await sql("UPDATE authorization_requests SET expires_at = now() WHERE site_id = $1", [tenant.site.id]);
    expect((await browser.open(back(tenant, late))).status).toBe(422);
  });

  test("in two tabs at once works in both", async () => {
    const tenant = await makeTenant();
    const provider = await addProvider(tenant, server.issuer);
    const browser = makeBrowser();
    const [one, two] = [await start(tenant, provider, browser), await start(tenant, provider, browser)];
    for (const left of [one, two]) {
      expect((await browser.open(back(tenant, await server.visit(wayOut(left.headers))))).status).toBe(303);
    }
  });

  test("whose answer comes by a form from there leads on to the same answer by address", async () => {
    const tenant = await makeTenant();
    const provider = await addProvider(tenant, server.issuer, "apple");
    const browser = makeBrowser();
    const left = await start(tenant, provider, browser);
    const answer = await server.visit(wayOut(left.headers));
    const form = { ...answer, user: JSON.stringify({ name: { firstName: "Jane", lastName: "Doe" } }), other: "x" };
    const headers = { origin: "https://appleid.apple.com", "sec-fetch-site": "cross-site" };
    const posted = await seen(call("POST", `/${tenant.site.slug}/social/callback`, { form, headers }));
    expect([posted.status, posted.headers.getSetCookie()]).toEqual([303, []]);
    expect(posted.location).not.toContain("other");
    expect((await browser.open(posted.location ?? "")).status).toBe(303);
    const users = await sql("SELECT name FROM site_users WHERE site_id = $1", [tenant.site.id]);
    expect(users).toEqual([{ name: "Jane Doe" }]);
  });

  test("whose answer by a form would make an address of any length leads nowhere", async () => {
    const { site } = await makeTenant();
    const post = (form: Record<string, string>) => call("POST", `/${site.slug}/social/callback`, { form });
    expect((await post({ state: "s".repeat(4_096) })).status).toBe(303);
    for (const form of [{ state: "s".repeat(4_097) }, { code: "\u00e9".repeat(2_000) }] as Record<string, string>[]) {
      const { status, headers } = await post(form);
      expect([status, headers.get("location")]).toEqual([413, null]);
    }
  });

  test("begins at no form of somebody else's, and nowhere that is off", async () => {
    const tenant = await makeTenant();
    const provider = await addProvider(tenant, server.issuer);
    const path = `/${tenant.site.slug}/social/start`;
    const headers = { origin: "https://evil.example" };
    await changingNothing(async () => {
      expect((await call("POST", path, { form: { provider: String(provider) }, headers })).status).toBe(403);
    });
    for (const id of ["", "x", "7", "-1", "9".repeat(30)]) {
      expect((await call("POST", path, { form: { provider: id } })).status).toBe(404);
    }
    expect(await sql("SELECT 1 FROM authorization_requests WHERE site_id = $1", [tenant.site.id])).toEqual([]);
  });
});
