import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeBrowser, type Seen } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeToken, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";

const SHOP = "https://shop.example";

/** What an application keeps, and what it puts into the address. */
function makeVerifier() {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

async function setUp() {
  const tenant = await makeTenant({ allowedOrigins: [SHOP] });
  const { email } = await makeUser(tenant);
  const { verifier, challenge } = makeVerifier();
  const at = (page: string) => `/${tenant.site.slug}/${page}`;
  return { tenant, email, verifier, at, bound: (page: string) => `${at(page)}?code_challenge=${challenge}&code_challenge_method=S256` };
}

const exchange = ({ apiToken }: Tenant, token: string, json?: object) =>
  answer(call("POST", `/api/site_user_sessions/${token}`, { token: apiToken, ...(json && { json }) }));

const tokenOf = ({ location, html }: Pick<Seen, "location" | "html">) => /tkn_[\w-]{48}/.exec(location ?? html)?.[0] ?? "";

/** Where the form of a page goes. */
const action = ({ html }: Seen, to: string) =>
  [...html.matchAll(/action="([^"]*)"/g)].map(([, path = ""]) => path.replaceAll("&amp;", "&")).find((path) => path.includes(to)) ?? "";

const REFUSED = {
  status: 422,
  body: { error: "Validation failed", messages: ["The code verifier is missing or does not fit this token"] },
};

/** What the token is bound to is what it was begun with: nothing else exchanges it, and what was refused does not spend it. */
async function expectBound({ tenant, verifier }: { tenant: Tenant; verifier: string }, token: string) {
  const wrong = [undefined, {}, { code_verifier: makeVerifier().verifier }, { code_verifier: verifier.toLowerCase() }];
  for (const body of wrong) expect(await exchange(tenant, token, body)).toEqual(REFUSED);
  expect(await exchange(tenant, token, { code_verifier: verifier })).toMatchObject({ status: 200, body: { site_user: {} } });
  expect(await exchange(tenant, token, { code_verifier: verifier })).toMatchObject({
    status: 422,
    body: { messages: ["Token has already been used"] },
  });
}

describe("a token that was begun with a challenge is exchanged with its verifier alone", () => {
  test("by password, from the form that the page shows", async () => {
    const world = await setUp();
    const browser = makeBrowser();
    const page = await browser.open(world.bound("login"));
    await expectBound(world, tokenOf(await browser.post(action(page, "login"), { email: world.email, password: PASSWORD })));
  });

  test("by a mailed code, and by the link beside it", async () => {
    for (const way of ["code", "link"]) {
      const world = await setUp();
      const browser = makeBrowser();
      const begun = await browser.post(world.bound("login"), { method: "email_code", email: world.email });
      const mail = await newestMail(world.tenant, world.email);
      const page = way === "link" ? await browser.open(mail.path) : begun;
      const typed: Record<string, string> = way === "link" ? {} : { code: mail.code ?? "" };
      await expectBound(world, tokenOf(await browser.post(action(page, "login/code"), { ...page.fields, ...typed })));
    }
  });

  test("by going on in a browser that is signed in, and by a sign-up", async () => {
    const world = await setUp();
    const browser = makeBrowser();
    await browser.post(world.at("login"), { email: world.email, password: PASSWORD });
    const page = await browser.open(world.bound("login"));
    await expectBound(world, tokenOf(await browser.post(action(page, "continue"), page.fields)));
    const newcomer = await makeBrowser().post(world.bound("signup"), { email: `new-${world.email}`, password: PASSWORD });
    await expectBound(world, tokenOf(newcomer));
  });

  test("in the widget's frame", async () => {
    const world = await setUp();
    const browser = makeBrowser();
    const page = await browser.open(`${world.bound("embed")}&page=login&origin=${encodeURIComponent(SHOP)}&nonce=n1`);
    await expectBound(world, tokenOf(await browser.post(action(page, "embed"), { email: world.email, password: PASSWORD })));
  });
});

test("a token that was begun without one is exchanged without, and with none: whoever left the challenge out gains nothing", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const token = await makeToken(tenant, user);
  expect(await exchange(tenant, token, { code_verifier: makeVerifier().verifier })).toEqual(REFUSED);
  expect((await exchange(tenant, token)).status).toBe(200);
  expect((await exchange(tenant, await makeToken(tenant, user), {})).status).toBe(200);
});

test.each([
  ["plain", "code_challenge=CHALLENGE&code_challenge_method=plain"],
  ["another method", "code_challenge=CHALLENGE&code_challenge_method=S512"],
  ["one that is too short", "code_challenge=abc"],
  ["one that is padded", "code_challenge=CHALLENGE%3D"],
  ["an empty one", "code_challenge="],
])("%s is refused where the sign-in begins", async (_, query) => {
  const { at } = await setUp();
  const asked = query.replace("CHALLENGE", makeVerifier().challenge);
  for (const page of ["login", "signup", "embed"]) {
    expect((await makeBrowser().open(`${at(page)}?${asked}`)).status).toBe(400);
    expect((await makeBrowser().post(`${at(page)}?${asked}`, { email: "jane@example.com", password: PASSWORD })).status).toBe(400);
  }
});

test.each([42, "", "short", "x".repeat(129), "ü".repeat(43)])("%j is no verifier, and spends nothing", async (given) => {
  const tenant = await makeTenant();
  const token = await makeToken(tenant, await makeUser(tenant));
  expect((await exchange(tenant, token, { code_verifier: given })).status).toBe(422);
  expect((await exchange(tenant, token)).status).toBe(200);
});
