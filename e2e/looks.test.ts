import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { OIDC_CLIENT } from "@/lib/testing/identity-provider";
import { startOidcServer } from "@/lib/testing/oidc-server";
import { textsOf } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { api, linkTo, mailTo, makeSite, makeUser, type Site, unique } from "./api";
import { Authenticator } from "./authenticator";
import { LOOKS, type Look, lookedAt } from "./looks";
import { HostedPage } from "./pages/hosted";
import { closeBrowser, newVisitor, type Visitor } from "./visitor";

const PASSWORD = "correct horse battery";
const NEW = "a brand new password";
const CALLBACK = "https://shop.acme.example/callback";

let provider: Awaited<ReturnType<typeof startOidcServer>>;
beforeAll(async () => {
  provider = await startOidcServer();
});
afterAll(() => provider.stop());
afterAll(closeBrowser);

/** Somebody on the way through a site's pages, each of which is looked at before they go on. Fields have one name in all languages. */
class Way extends HostedPage {
  constructor(
    visitor: Visitor,
    readonly site: Site,
    private readonly look: Look,
  ) {
    super(visitor);
  }

  get t() {
    return textsOf(LOOKS[this.look].language);
  }

  async open(address: string): Promise<void> {
    await this.page.goto(new URL(address, `${inject("baseUrl")}/${this.site.slug}/`).href);
    await this.see();
  }

  /** The page is drawn as its visitor looks at it, with nothing cut off. */
  async see(): Promise<void> {
    expect(await lookedAt(this.page)).toEqual(LOOKS[this.look].drawn);
  }

  async type(values: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(values)) await this.fill(this.page.locator(`input[name=${name}]:visible`).first(), value);
  }

  /** Presses the button of that name, and looks at what it leads to. */
  async press(name: string): Promise<void> {
    await this.answered(() => this.visitor.hands.press(this.page.getByRole("button", { name, exact: true })));
    if (this.page.url().startsWith(inject("baseUrl"))) await this.see();
  }

  /** A code of six digits sends itself. */
  async typeCode(code: string): Promise<void> {
    await this.answered(() => this.page.locator("input[name=code]").fill(code));
    if (this.page.url().startsWith(inject("baseUrl"))) await this.see();
  }

  /** They came back to the customer's application. */
  isBack(): void {
    expect(this.page.url()).toMatch(/^https:\/\/shop\.acme\.example\/callback\?token=tkn_/);
  }
}

const codeTo = async (email: string) => (await mailTo(email, ({ code }) => code !== null)).code ?? "";

/** Every way in, once through. */
const JOURNEYS: Record<string, (way: Way, visitor: Visitor) => Promise<void>> = {
  "a password": async (way) => {
    const email = await makeUser(way.site, PASSWORD);
    await way.open("login");
    await way.type({ email, password: "not the password" });
    await way.press(way.t.signIn.submit);
    await way.type({ password: PASSWORD });
    await way.press(way.t.signIn.submit);
    way.isBack();
  },
  "a new account, proved by its mail": async (way) => {
    await api("PATCH", `/api/sites/${way.site.id}`, { site: { settings: { email_verification: "required" } } });
    const email = `${unique("jane")}@example.com`;
    await way.open("signup");
    await way.type({ email, password: PASSWORD });
    await way.press(way.t.signUp.submit);
    await way.typeCode(await codeTo(email));
    way.isBack();
  },
  "a new password": async (way) => {
    const email = await makeUser(way.site, PASSWORD);
    await way.open("reset-password");
    await way.type({ email });
    await way.press(way.t.resetPassword.send);
    await way.open(linkTo(await mailTo(email), "reset-password"));
    await way.type({ password: NEW });
    await way.press(way.t.resetPassword.submit);
    await way.type({ email, password: NEW });
    await way.press(way.t.signIn.submit);
    way.isBack();
  },
  "a mailed code": async (way) => {
    const email = await makeUser(way.site, PASSWORD);
    await way.open("login");
    await way.type({ email });
    await way.press(way.t.emailCode.send);
    await way.typeCode(await codeTo(email));
    way.isBack();
  },
  "a passkey": async (way, visitor) => {
    await Authenticator.of(visitor);
    const email = await makeUser(way.site, PASSWORD);
    await way.open("login?to=account/passkeys");
    await way.type({ email, password: PASSWORD });
    await way.press(way.t.signIn.submit);
    await way.press(way.t.passkeys.add);
    await visitor.context.clearCookies();
    // The authenticator says yes as soon as it is asked, and it is asked as the page opens.
    await visitor.page.goto(`${inject("baseUrl")}/${way.site.slug}/login`);
    await visitor.page.waitForURL(`${CALLBACK}**`);
    way.isBack();
  },
  "a second factor": async (way, visitor) => {
    await api("PATCH", `/api/sites/${way.site.id}`, { site: { sign_in: { second_factor: { policy: "required" } } } });
    const email = await makeUser(way.site, PASSWORD);
    await way.open("login");
    await way.type({ email, password: PASSWORD });
    await way.press(way.t.signIn.submit);
    const uri = await visitor.page.locator("a[href^=otpauth]").getAttribute("href");
    const secret = Secret.fromBase32(new URL(uri ?? "").searchParams.get("secret") ?? "");
    await way.typeCode(TOTP.generate({ secret }));
    await way.send();
    way.isBack();
  },
  "another provider": async (way) => {
    provider.person = { sub: unique("sub"), email: `${unique("jane")}@example.com`, email_verified: true };
    const { clientId: client_id, clientSecret: client_secret } = OIDC_CLIENT;
    const works = { kind: "oidc", name: "Works", issuer: provider.issuer, client_id, client_secret };
    await api("POST", "/api/identity_providers", { site_id: way.site.id, identity_provider: works });
    await way.open("login");
    await way.press(fill(way.t.social.continueWith, { provider: "Works" }));
    way.isBack();
  },
};

const looks = Object.keys(LOOKS) as Look[];

/** In `npm test` each journey is made in one look, and each look is worn by some; SIGNIN_LONG makes each in all. */
const worn = (index: number) => looks.filter((_, at) => process.env.SIGNIN_LONG || at === index % looks.length);

describe.each(Object.keys(JOURNEYS))("by %s", (name) => {
  const make = JOURNEYS[name] as (typeof JOURNEYS)[string];
  test.each(worn(Object.keys(JOURNEYS).indexOf(name)))("signs in, %s", async (look) => {
    const visitor = await newVisitor(LOOKS[look].kind, LOOKS[look].options);
    await visitor.context.route(`${CALLBACK}**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>Shop</title>" }));
    await make(new Way(visitor, await makeSite({ success_uri: CALLBACK }), look), visitor);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});

test("each look is seen by its own signs, so that a page of another one fails", async () => {
  const site = await makeSite();
  const seen: Record<string, unknown> = {};
  for (const look of looks) {
    const visitor = await newVisitor(LOOKS[look].kind, LOOKS[look].options);
    await visitor.page.goto(`${inject("baseUrl")}/${site.slug}/login`);
    seen[look] = await lookedAt(visitor.page);
    await visitor.page.evaluate(() => document.body.style.setProperty("width", "3000px"));
    expect(await lookedAt(visitor.page)).toEqual({ ...LOOKS[look].drawn, whole: false });
    await visitor.context.close();
  }
  expect(new Set(Object.values(seen).map((signs) => JSON.stringify(signs))).size).toBe(looks.length);
});
