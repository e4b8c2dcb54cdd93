import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { mailTexts } from "@/lib/testing/mail-text-wire";
import { addSite, makeTenant } from "@/lib/testing/make-tenant";
import { notFound, unauthorized } from "@/lib/testing/refusals";

describe("GET /api/sites/:id/mail_texts", () => {
  describe("200", () => {
    test("what a site says of its own, and nobody else's", async () => {
      const tenant = await makeTenant();
      const [neighbour, stranger] = [await addSite(tenant), await makeTenant()];
      await mailTexts(tenant, "PUT", "/verify_email/de", { subject: "Willkommen bei {site}" });
      const said = { kind: "verify_email", language: "de", subject: "Willkommen bei {site}", heading: null, body: null };
      const all = { status: 200, body: { mail_texts: [{ ...said, placeholders: ["site", "duration"] }] } };
      expect(await mailTexts(tenant, "GET", "")).toEqual(all);
      expect(await answer(call("GET", `/api/sites/${tenant.site.slug}/mail_texts`, { token: tenant.apiToken }))).toEqual(all);
      for (const other of [neighbour, stranger])
        expect(await mailTexts(other, "GET", "")).toEqual({ status: 200, body: { mail_texts: [] } });
    });
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("GET", "/api/sites/1/mail_texts"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's, and none", async () => {
      const [tenant, { apiToken }] = [await makeTenant(), await makeTenant()];
      for (const site of [tenant.site, { id: 1 }]) expect(await mailTexts({ apiToken, site }, "GET", "")).toEqual(notFound);
    });
  });
});
