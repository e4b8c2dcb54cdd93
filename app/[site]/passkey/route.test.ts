import { describe, expect, test } from "vitest";
import { createPasskey, signWith } from "@/lib/testing/authenticator";
import { call } from "@/lib/testing/call-route";
import { makeBrowser, seen } from "@/lib/testing/hosted-pages";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { changingNothing } from "@/lib/testing/unchanged";

const own = { origin: "http://signin.localhost", "sec-fetch-site": "same-origin" };
const begin = async (slug: string) => (await call("POST", `/${slug}/passkey`, { headers: own })).json();

describe("POST /[site]/passkey", () => {
  test("200: what to ask a browser for; nothing is kept of it, and no two are alike", async () => {
    const { site } = await makeTenant();
    const [one, other] = await changingNothing(async () => [await begin(site.slug), await begin(site.slug)]);
    expect(one).toEqual({
      challenge: expect.stringMatching(/^[\w-]{70}$/),
      rpId: "signin.localhost",
      timeout: 300_000,
      userVerification: "preferred",
      allowCredentials: [],
    });
    expect(one.challenge).not.toBe(other.challenge);
  });

  test("403 for a page of somebody else's, 404 where there is no site, 422 where passkeys are off", async () => {
    const { site } = await makeTenant();
    const off = await makeTenant({ signIn: { passkey: { enabled: false } } });
    expect((await call("POST", `/${site.slug}/passkey`, { headers: { origin: "https://evil.example" } })).status).toBe(403);
    expect((await call("POST", "/nobody-has-this/passkey", { headers: own })).status).toBe(404);
    expect((await call("POST", `/${off.site.slug}/passkey`, { headers: own })).status).toBe(422);
  });
});

describe("the sign-in page with a passkey", () => {
  test("signs in by the form's answer, with the state; a second time it is refused in the page's own manner", async () => {
    const tenant = await makeTenant();
    const { passkey } = await makePasskey(tenant, await makeUser(tenant));
    const credential = JSON.stringify(signWith(passkey, await begin(tenant.site.slug)));
    const post = () => makeBrowser().post(`/${tenant.site.slug}/login`, { method: "passkey", credential, state: "s1" });
    expect((await post()).location).toMatch(/^https:\/\/acme\.example\/auth\/callback\?token=tkn_[\w-]{48}&state=s1$/);
    expect(await post()).toMatchObject({
      status: 401,
      alert: "This passkey was not accepted; try another one, or sign in another way",
      fields: { state: "s1" },
    });
  });

  test.each([undefined, "", "x", "{}", '{"id":"a","type":"public-key","response":null}'])("%j is refused", async (credential) => {
    const { site } = await makeTenant();
    const form = { method: "passkey", ...(credential === undefined ? {} : { credential }) };
    expect((await makeBrowser().post(`/${site.slug}/login`, form)).status).toBe(401);
  });

  test("offers none where they are off, and loads nothing for it", async () => {
    const { site } = await makeTenant({ signIn: { passkey: { enabled: false } } });
    const page = await makeBrowser().open(`/${site.slug}/login`);
    expect(page.html).not.toContain("passkey");
    expect(page.html).not.toContain("webauthn");
    expect(page.headers.get("content-security-policy")).not.toMatch(/connect-src|static/);
    expect((await makeBrowser().post(`/${site.slug}/login`, { method: "passkey", credential: "{}" })).status).toBe(422);
  });

  test("allows its module by its address alone", async () => {
    const { site } = await makeTenant();
    const policy = (await makeBrowser().open(`/${site.slug}/login`)).headers.get("content-security-policy");
    expect(policy).toMatch(/script-src 'sha256-[^ ]+' http:\/\/signin\.localhost\/static\/passkey\.js; connect-src 'self';/);
  });

  test("a passkey without a second factor's worth is one factor", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await tenant.context.db.siteUser.updateMany({ where: { id: user.id }, data: { secondFactor: true } });
    const { passkey } = await makePasskey(tenant, user);
    const post = async (verified: boolean) => {
      const credential = JSON.stringify(signWith(passkey, await begin(tenant.site.slug), { verified }));
      return (await makeBrowser().post(`/${tenant.site.slug}/login`, { method: "passkey", credential })).location ?? "";
    };
    expect(await post(true)).toContain("token=tkn_");
    expect(await post(false)).not.toContain("tkn_");
  });
});

test("what was made for one ceremony is no answer to the other", async () => {
  const tenant = await makeTenant();
  const options = await begin(tenant.site.slug);
  const { answer } = createPasskey({ rp: { id: options.rpId }, user: { id: "AAAA" }, challenge: options.challenge });
  const form = { method: "passkey", credential: JSON.stringify(answer) };
  expect((await seen(call("POST", `/${tenant.site.slug}/login`, { form, headers: own }))).status).toBe(401);
});
