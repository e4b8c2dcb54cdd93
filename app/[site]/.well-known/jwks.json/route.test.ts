import { describe, expect, test } from "vitest";
import { publishedKeys } from "@/lib/core/sessions/signing-keys";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { notFound } from "@/lib/testing/refusals";

describe("GET /[site]/.well-known/jwks.json", () => {
  describe("200", () => {
    test("tells the keys of this site, which others may keep for a minute", async () => {
      const { site, context } = await makeTenant({ dialects: { fastgen: { enabled: false } } });
      const response = await call("GET", `/${site.slug}/.well-known/jwks.json`);
      expect([response.status, await response.json()]).toEqual([200, { keys: await publishedKeys(context) }]);
      expect(response.headers.get("cache-control")).toBe("public, max-age=60");
    });
  });

  describe("404", () => {
    test("of a site that does not exist", async () => {
      expect(await answer(call("GET", "/nobody-has-this/.well-known/jwks.json"))).toEqual(notFound);
    });
  });
});
