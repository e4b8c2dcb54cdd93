import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";

describe("GET /static/passkey.js", () => {
  test("200, small, kept for an hour; 304 to whoever has it", async () => {
    const response = await call("GET", "/static/passkey.js");
    const text = await response.text();
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(response.headers.get("cache-control")).toBe("public, max-age=3600");
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(6_000);
    const etag = response.headers.get("etag") ?? "";
    const again = await call("GET", "/static/passkey.js", { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });
});
