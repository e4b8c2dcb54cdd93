import { expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { DOCUMENT } from "@/lib/testing/documented";

test("GET /api/openapi.json is the document, for everybody", async () => {
  const response = await call("GET", "/api/openapi.json");
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "public, max-age=300",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    etag: expect.stringMatching(/^"[\w-]{22}"$/),
  });
  expect(await response.json()).toEqual(DOCUMENT);
});

test("who has it is told so", async () => {
  const etag = (await call("GET", "/api/openapi.json")).headers.get("etag") ?? "";
  for (const known of [etag, `"old", W/${etag}`]) {
    const response = await call("GET", "/api/openapi.json", { headers: { "if-none-match": known } });
    expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([304, etag, ""]);
  }
  expect((await call("GET", "/api/openapi.json", { headers: { "if-none-match": '"old"' } })).status).toBe(200);
});
