import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

/** The customer's application: somewhere to come back to. */
const shop = createServer((_, response) => response.setHeader("content-type", "text/html").end("<title>Shop</title>"));
const callback = () => `http://127.0.0.1:${(shop.address() as AddressInfo).port}/callback`;

let provider: Awaited<ReturnType<typeof startOidcServer>>;
beforeAll(async () => {
  provider = await startOidcServer();
  await once(shop.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => Promise.all([provider.stop(), shop[Symbol.asyncDispose]()]));
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

  /** They come back to the customer's application. */
  async isBack(): Promise<void> {
    await this.page.waitForURL((url) => url.href.startsWith(`${callback()}?token=tkn_`));
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
    await way.isBack();
  },
  "a new account, proved by its mail": async (way) => {
    await api("PATCH", `/api/sites/${way.site.id}`, { site: { settings: { email_verification: "required" } } });
    const email = `${unique("jane")}@example.com`;
    await way.open("signup");
    await way.type({ email, password: PASSWORD });
    await way.press(way.t.signUp.submit);
    await way.typeCode(await codeTo(email));
    await way.isBack();
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
    await way.isBack();
  },
  "a mailed code": async (way) => {
    const email = await makeUser(way.site, PASSWORD);
    await way.open("login");
    await way.type({ email });
    await way.press(way.t.emailCode.send);
    await way.typeCode(await codeTo(email));
    await way.isBack();
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
    await way.isBack();
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
    await way.isBack();
  },
  "another provider": async (way, visitor) => {
    provider.person = { sub: unique("sub"), email: `${unique("jane")}@example.com`, email_verified: true };
    const { clientId: client_id, clientSecret: client_secret } = OIDC_CLIENT;
    const works = { kind: "oidc", name: "Works", issuer: provider.issuer, client_id, client_secret };
    await api("POST", "/api/identity_providers", { site_id: way.site.id, identity_provider: works });
    await way.open("login");
    // The page in between leads on by itself.
    await visitor.hands.press(
      visitor.page.getByRole("button", { name: fill(way.t.social.continueWith, { provider: "Works" }), exact: true }),
    );
    await way.isBack();
  },
};

const looks = Object.keys(LOOKS) as Look[];

/** In `npm test` each journey is made in one look, and each look is worn by some; SIGNIN_LONG makes each in all. */
const worn = (index: number) => looks.filter((_, at) => process.env.SIGNIN_LONG || at === index % looks.length);

describe.each(Object.keys(JOURNEYS))("by %s", (name) => {
  const make = JOURNEYS[name] as (typeof JOURNEYS)[string];
  test.each(worn(Object.keys(JOURNEYS).indexOf(name)))("signs in, %s", async (look) => {
    const visitor = await newVisitor(LOOKS[look].kind, LOOKS[look].options);
    await make(new Way(visitor, await makeSite({ success_uri: callback() }), look), visitor);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});

test("a page that is drawn otherwise is seen", async () => {
  const { slug } = await makeSite();
  const { page, context } = await newVisitor("with a mouse", LOOKS["in light"].options);
  await page.goto(`${inject("baseUrl")}/${slug}/login`);
  const usual = LOOKS["in light"].drawn;
  expect(await lookedAt(page)).toEqual(usual);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await lookedAt(page)).toEqual({ ...usual, ground: "dark" });
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await page.evaluate(() => document.body.style.setProperty("width", "3000px"));
  expect(await lookedAt(page)).toEqual({ ground: "dark", narrow: false, direction: "rtl", whole: false });
  await context.close();
});
