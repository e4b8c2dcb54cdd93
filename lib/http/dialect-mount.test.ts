import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";

const notThere = { message: "Record not found", detail: "Not Found" };

describe("what no dialect at a place has", () => {
  test("is told in the words of all that answer there, and never as a page", async () => {
    const { site } = await makeTenant();
    for (const path of ["/auth", "/auth/", "/auth/nothing", "/auth/signup/more"]) {
      expect([path, await answer(call("GET", `/${site.slug}${path}`))]).toEqual([path, { status: 404, body: notThere }]);
    }
    expect(await answer(call("POST", "/nobody-here/auth/signin"))).toEqual({ status: 404, body: notThere });
    const schema = { code: "404", error: { code: "404" } };
    expect(await answer(call("GET", `/${site.slug}/api`))).toMatchObject({ status: 404, body: schema });
    expect(await answer(call("POST", `/${site.slug}/fasteditor`))).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
  });

  test("is not at the address of a site's alias either", async () => {
    const { site } = await makeTenant();
    expect(await answer(call("GET", `/@${site.slug}/auth/nothing`))).toEqual({ status: 404, body: notThere });
    expect((await call("GET", `/@${site.slug}/auth/loginmethods`)).status).toBe(200);
  });
});

test("a dialect that is switched off is not there, and its neighbour is", async () => {
  const { site } = await makeTenant({ dialects: { fastgen: { enabled: false } } });
  expect(await answer(call("GET", `/${site.slug}/auth/loginmethods`))).toEqual({ status: 404, body: notThere });
  expect((await call("POST", `/${site.slug}/auth/login`, { json: {} })).status).toBe(422);
});

describe("a request that cannot be read", () => {
  const at = async (init: Parameters<typeof call>[2]) => answer(call("POST", `/${(await makeTenant()).site.slug}/auth/signin`, init));

  test.each([
    ["no JSON", { body: "{", headers: { "content-type": "application/json" } }, 400],
    ["another content type", { body: "a=1", headers: { "content-type": "text/plain" } }, 415],
    ["too much", { json: { formFields: "x".repeat(70_000) } }, 413],
    ["a name twice", { body: '{"a":1,"a":2}', headers: { "content-type": "application/json; charset=utf-8" } }, 400],
  ])("%s is refused in the words of its dialect", async (_, init, status) => {
    expect(await at(init)).toEqual({ status, body: { message: expect.any(String) } });
  });

  test("from a page of another origin is refused before it is read, and sees no header that lets it look", async () => {
    const { site } = await makeTenant({ allowedOrigins: ["https://shop.example"] });
    const post = (origin: string) =>
      call("POST", `/${site.slug}/auth/signin`, { body: "{", headers: { origin, "content-type": "application/json" } });
    for (const origin of [
      "https://evil.example",
      "null",
      "http://shop.example",
      "https://shop.example:8443",
      "https://shop.example.evil.example",
    ]) {
      const response = await post(origin);
      expect([origin, response.status, response.headers.get("access-control-allow-origin")]).toEqual([origin, 403, null]);
      expect(response.headers.get("vary")).toBe("Origin");
    }
    const own = await post("https://shop.example");
    expect([own.status, own.headers.get("access-control-allow-origin")]).toEqual([400, "https://shop.example"]);
  });
});

test("another method is refused with those that there are; looking at an address does nothing", async () => {
  const { site } = await makeTenant();
  const response = await call("PUT", `/${site.slug}/auth/signin`, { json: {} });
  expect([response.status, response.headers.get("allow"), await response.json()]).toEqual([
    405,
    "POST, OPTIONS",
    { message: expect.any(String) },
  ]);
  expect((await call("HEAD", `/${site.slug}/auth/email-verification/confirm?token=vfy_x`)).status).toBe(405);
});
