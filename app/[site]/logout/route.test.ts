import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeBrowser, seen, send } from "@/lib/testing/hosted-pages";
import { makeTenant, PASSWORD, unique } from "@/lib/testing/make-tenant";

describe("200", () => {
  test("GET only asks: a link from elsewhere signs nobody out", async () => {
    const { site } = await makeTenant();
    const page = await seen(call("GET", `/${site.slug}/logout`));
    expect({ status: page.status, cookies: page.headers.getSetCookie() }).toEqual({ status: 200, cookies: [] });
    expect(page.html).toContain(`action="/${site.slug}/logout"`);
  });
});

describe("303", () => {
  test("takes our cookies away, but for how one signs in, and goes to home_uri", async () => {
    const { site } = await makeTenant({ homeUri: "https://acme.example/home?a=1#top" });
    const browser = makeBrowser();
    await browser.post(`/${site.slug}/signup`, { email: `${unique("jane")}@example.com`, password: PASSWORD });
    expect(browser.cookies.size).toBe(4);
    const answer = await browser.post(`/${site.slug}/logout`, {});
    expect(answer).toMatchObject({ status: 303, location: "https://acme.example/home?a=1#top", html: "" });
    expect([...browser.cookies.values()].map(({ pair }) => pair)).toEqual([
      expect.stringMatching(/^signin_known=[0-9a-z]{6}-[\w-]{43}$/),
      "signin_last=password",
    ]);
    expect(answer.headers.getSetCookie()).toEqual([
      `signin_flow=; Path=/${site.slug}; Max-Age=0; HttpOnly; SameSite=Lax`,
      `signin_session=; Path=/${site.slug}; Max-Age=0; HttpOnly; SameSite=Lax`,
    ]);
  });

  test("without home_uri it ends at the sign-in page, which says so", async () => {
    const { site } = await makeTenant();
    const { status, location } = await send(`/${site.slug}/logout`, {});
    expect({ status, location }).toEqual({ status: 303, location: `/${site.slug}/login?done=signed_out` });
    expect((await seen(call("GET", location ?? ""))).html.toLowerCase()).toContain("signed out");
  });

  test("an empty body without any content type is enough", async () => {
    const { site } = await makeTenant();
    expect((await call("POST", `/${site.slug}/logout`)).status).toBe(303);
  });
});

describe("403", () => {
  test("a page of somebody else's signs nobody out", async () => {
    const { site } = await makeTenant({ homeUri: "https://acme.example/" });
    const answer = await send(`/${site.slug}/logout`, {}, { origin: "https://acme.example" });
    expect({ status: answer.status, cookies: answer.headers.getSetCookie() }).toEqual({ status: 403, cookies: [] });
  });
});
