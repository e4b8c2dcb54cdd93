import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { newId } from "@/lib/kernel/ids";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";

let before: Env;
beforeEach(() => {
  before = env();
});
afterEach(() => setEnv(before));

const list = ({ apiToken }: Tenant, query = "") => answer(call("GET", `/api/mails${query}`, { token: apiToken }));

/** A mail in a site's mailbox. */
const keep = ({ context }: Tenant, recipient: string, more: { code?: string; links?: string[]; createdAt?: Date } = {}) =>
  context.db.mail.create({
    data: { id: newId(), deliveryKey: String(newId()), recipient, subject: "Hello", text: "text", html: "<p>html</p>", links: [], ...more },
  });

const seen = (to: string) => ({
  id: expect.any(Number),
  to,
  subject: "Hello",
  text: "text",
  html: "<p>html</p>",
  links: [],
  code: null,
  created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
});

describe("GET /api/mails", () => {
  describe("200", () => {
    test("the mails of all the account's sites whole, newest first, and nobody else's", async () => {
      const tenant = await makeTenant();
      await keep(await makeTenant(), "jane@example.com");
      await keep(tenant, "jane@example.com", { code: "123456", links: ["https://acme.example/x"] });
      await keep(await addSite(tenant), "joe@example.com");
      expect(await list(tenant)).toEqual({
        status: 200,
        body: { mails: [seen("joe@example.com"), { ...seen("jane@example.com"), code: "123456", links: ["https://acme.example/x"] }] },
      });
      expect(await list(tenant, "?to=joe@example.com")).toEqual({ status: 200, body: { mails: [seen("joe@example.com")] } });
      expect(await list(tenant, "?to=o")).toEqual({ status: 200, body: { mails: [] } });
    });

    test("the newest hundred", async () => {
      const tenant = await makeTenant();
      const began = Date.now();
      // Two that are kept within a millisecond would be in no order.
      for (let count = 0; count < 101; count++) await keep(tenant, `user${count}@example.com`, { createdAt: new Date(began + count) });
      const { mails } = (await list(tenant)).body as { mails: { to: string }[] };
      expect([mails.length, mails.at(0)?.to, mails.at(-1)?.to]).toEqual([100, "user100@example.com", "user1@example.com"]);
    });
  });

  describe("400", () => {
    test("an address that cannot be", async () => {
      const tenant = await makeTenant();
      expect(await list(tenant, "?to=%00")).toEqual(badRequest("To contains characters that are not allowed"));
      expect(await list(tenant, `?to=${"a".repeat(201)}`)).toEqual(badRequest("To is too long"));
      expect(await list(tenant, "?to=a&to=b")).toEqual(badRequest("To is given twice"));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("GET", "/api/mails"))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test.each([{ SMTP_URL: "smtp://mail.example" }, { RESEND_API_KEY: "re_x" }])("once mails are really sent, by %j", async (transport) => {
      const tenant = await makeTenant();
      await keep(tenant, "jane@example.com");
      setEnv({ ...env(), ...transport });
      expect(await list(tenant)).toEqual(notFound);
      expect(await answer(call("GET", "/api/mails"))).toEqual(unauthorized);
    });
  });
});
