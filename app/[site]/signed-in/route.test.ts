import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { seen } from "@/lib/testing/hosted-pages";
import { makeTenant } from "@/lib/testing/make-tenant";

describe("200", () => {
  test("says that one is signed in, and leads home", async () => {
    const { site } = await makeTenant({ name: `Jo's <Shop> & "Co"`, successUri: null, homeUri: "https://acme.example/?a=1&b=2" });
    const page = await seen(call("GET", `/${site.slug}/signed-in`));
    expect({ status: page.status, heading: page.heading }).toEqual({ status: 200, heading: `You are signed in to Jo's <Shop> & "Co"` });
    expect(page.html).toContain('href="https://acme.example/?a=1&amp;b=2"');
    expect(page.html).not.toContain("<Shop>");
  });

  test("without home_uri there is nowhere to go, and no link", async () => {
    const { site } = await makeTenant({ successUri: null });
    expect((await seen(call("GET", `/${site.slug}/signed-in`))).html).not.toContain("<a ");
  });
});

describe("405", () => {
  test("it takes no form", async () => {
    const { site } = await makeTenant();
    const answer = await call("POST", `/${site.slug}/signed-in`, { form: {} });
    expect({ status: answer.status, allow: answer.headers.get("allow") }).toEqual({ status: 405, allow: "GET, HEAD, OPTIONS" });
  });
});
