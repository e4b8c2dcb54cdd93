import { expect, test } from "vitest";
import { makeTenant } from "@/lib/testing/make-tenant";
import { corsHeaders } from "./cors";

const OWN = "https://app.acme.example";
const browsers = [{ sends: ["rid"], reads: ["front-token"] }];
const site = async () => (await makeTenant({ successUri: `${OWN}/callback`, allowedOrigins: [] })).context;
const asking = (origin: string, method = "POST") => new Request("https://signin.example/acme/auth/signin", { method, headers: { origin } });

const STRANGERS = [
  "null",
  "*",
  "https://evil.example",
  "https://app.acme.example.evil.example",
  "https://evilapp.acme.example",
  "https://evil.app.acme.example",
  "https://acme.example",
  "https://example",
  "https://app.acme.exampl",
  "https://app.acme.examplee",
  "https://app.acme.example.",
  "https://app.acme.example:443",
  "https://app.acme.example:444",
  "http://app.acme.example",
  "HTTPS://app.acme.example",
  "https://APP.acme.example",
  "https://app.acme.example/",
  "https://app.acme.example/callback",
  "https://app.acme.example?",
  "https://app.acme.example#",
  "https://app-acme.example",
  "https://appXacme.example",
  "https://app.acme.example@evil.example",
  "https://evil.example@app.acme.example",
  "https://app.acme.example, https://evil.example",
  "https://app.acme.example https://evil.example",
  "https:/app.acme.example",
  "app.acme.example",
  "//app.acme.example",
  "file://",
  "chrome-extension://app.acme.example",
  "https://xn--pp-via.acme.example",
];

test.each(STRANGERS)("%j is let read nothing", async (origin) => {
  const context = await site();
  for (const method of ["GET", "POST", "OPTIONS"])
    expect(corsHeaders(asking(origin, method), context, browsers)).toEqual([["vary", "Origin"]]);
});

test("a registered origin is named exactly, and each answer says that it depends on it", async () => {
  const context = await site();
  expect(STRANGERS.length).toBeGreaterThanOrEqual(30);
  const allowed = [
    ["vary", "Origin"],
    ["access-control-allow-origin", OWN],
    ["access-control-allow-credentials", "true"],
  ];
  expect(corsHeaders(asking(OWN), context, browsers)).toEqual([
    ...allowed,
    ["access-control-expose-headers", "retry-after, x-request-id, front-token"],
  ]);
  expect(corsHeaders(asking(OWN, "OPTIONS"), context, browsers)).toEqual([
    ...allowed,
    ["access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE"],
    ["access-control-allow-headers", "content-type, authorization, rid"],
    ["access-control-max-age", "600"],
  ]);
});

test("an address that no browser asks has none at all", async () => {
  expect(corsHeaders(asking(OWN), await site(), [])).toEqual([]);
});
