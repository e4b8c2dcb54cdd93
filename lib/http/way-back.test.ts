import { expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";

const back = async (response: Promise<Response>) => {
  const answer = await response;
  return [answer.status, /<footer><a href="([^"]*)"/.exec(await answer.text())?.[1] ?? null];
};

const failing = {
  homeUri: "https://acme.example/",
  cancelUri: "https://acme.example/cancel",
  failedUri: "https://acme.example/failed?from=us",
};

test("a form leads back to cancel_uri, a dead end to failed_uri with its reason", async () => {
  const { site } = await makeTenant(failing);
  expect(await back(call("GET", `/${site.slug}/login`))).toEqual([200, "https://acme.example/cancel"]);
  const reason = (code: string) => `https://acme.example/failed?from=us&amp;error=${code}`;
  expect(await back(call("GET", `/${site.slug}/reset-password?token=rst_none`))).toEqual([422, reason("link_unusable")]);
  const form = { email: "jane@example.com", password: "not the password" };
  for (let failure = 0; failure < 10; failure++) await call("POST", `/${site.slug}/login`, { form });
  expect(await back(call("POST", `/${site.slug}/login`, { form }))).toEqual([429, reason("too_many_attempts")]);
});

test("without failed_uri and cancel_uri both lead home, without a home nowhere", async () => {
  const { site } = await makeTenant({ homeUri: "https://acme.example/" });
  expect(await back(call("GET", `/${site.slug}/login`))).toEqual([200, "https://acme.example/"]);
  expect(await back(call("GET", `/${site.slug}/reset-password?token=rst_none`))).toEqual([422, "https://acme.example/"]);
  const { site: bare } = await makeTenant();
  expect(await back(call("GET", `/${bare.slug}/login`))).toEqual([200, null]);
});
