import { describe, expect, test } from "vitest";
import { makeBrowser, send } from "@/lib/testing/hosted-pages";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { changingNothing } from "@/lib/testing/unchanged";
import { ROUTES } from "@/server/routes.gen";
import type { ContractedRoute } from "../route";

/** Every page that the cookie of a browser lets somebody in to. */
const routes = ROUTES.filter(([, module]) => (module?.GET as ContractedRoute | undefined)?.contract.browserSession);
const pages = routes.map(([pattern]) => pattern.replace("/[site]/", ""));
const posting = routes.filter(([, module]) => module?.POST).map(([pattern]) => pattern.replace("/[site]/", ""));

test("there are such pages", () => {
  expect(pages).toEqual(expect.arrayContaining(["account", "account/confirm", "continue"]));
});

async function signedIn() {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const browser = makeBrowser();
  await browser.post(`/${tenant.site.slug}/login`, { email: user.email, password: PASSWORD });
  return { tenant, browser, cookie: [...browser.cookies.values()].map(({ pair }) => pair).join("; ") };
}

describe("whoever is not signed in", () => {
  test.each(pages)("is sent from /%s to the sign-in page, and no form of theirs does anything", async (page) => {
    const { site } = await makeTenant();
    const browser = makeBrowser();
    const login = new RegExp(`^/${site.slug}/login`);
    await changingNothing(async () => {
      for (const query of ["", "?to=account", "?token=x"]) {
        expect(await browser.open(`/${site.slug}/${page}${query}`)).toMatchObject({ status: 303, location: expect.stringMatching(login) });
      }
      if (!posting.includes(page)) return;
      const posted = await browser.post(`/${site.slug}/${page}`, { email: "x@example.com", password: PASSWORD, confirm: "password" });
      expect(posted).toMatchObject({ status: 303, location: expect.stringMatching(login) });
    });
  });
});

const SENDERS: readonly Record<string, string>[] = [
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://signin.localhost.evil.example" },
  { origin: "https://signin.localhost" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  {},
];

describe("a form from elsewhere, with the cookie", () => {
  test.each(posting)("does nothing at /%s", async (page) => {
    const { tenant, cookie } = await signedIn();
    await changingNothing(async () => {
      for (const headers of SENDERS) {
        const answer = await send(`/${tenant.site.slug}/${page}`, { password: PASSWORD, confirm: "password" }, { cookie, ...headers });
        expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
      }
    });
  });
});
