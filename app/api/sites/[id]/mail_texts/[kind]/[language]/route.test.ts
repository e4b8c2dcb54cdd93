import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { send } from "@/lib/testing/hosted-pages";
import { mailTexts } from "@/lib/testing/mail-text-wire";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { badJson, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const NOTHING = { kind: "reset_password", language: "de", subject: null, heading: null, body: null, placeholders: ["site", "duration"] };
const SAID = { subject: "Neues Passwort für {site}", heading: "<b>Hallo</b>", body: "Nur {duration} lang.\nGruß von evil.example" };
const PATH = "/reset_password/de";
const anywhere = (method: string, options = {}) => answer(call(method, "/api/sites/1/mail_texts/verify_email/de", options));
const done = (words: object) => ({ status: 200, body: { mail_text: { ...NOTHING, ...words } } });

/** Neither a site of somebody else, nor a mail or a language that we do not know, has a text. */
const expectUnknown = async (method: string, given?: unknown) => {
  const [tenant, stranger] = [await makeTenant(), await makeTenant()];
  await changingNothing(async () => {
    expect(await mailTexts({ ...stranger, site: tenant.site }, method, PATH, given)).toEqual(notFound);
    for (const path of ["/fax/en", "/verify_email/tlh", "/constructor/en"])
      expect(await mailTexts(tenant, method, path, given)).toEqual(notFound);
  });
};

describe("GET /api/sites/:id/mail_texts/:kind/:language", () => {
  describe("200", () => {
    test("nothing, where the site says nothing", async () => expect(await mailTexts(await makeTenant(), "GET", PATH)).toEqual(done({})));
  });
  describe("401", () => {
    test("nobody", async () => expect(await anywhere("GET")).toEqual(unauthorized));
  });
  describe("404", () => {
    test("somebody else's, and none of ours", () => expectUnknown("GET"));
  });
});

describe("PUT /api/sites/:id/mail_texts/:kind/:language", () => {
  describe("200", () => {
    test("is what the next mail says, with its facts", async () => {
      const tenant = await makeTenant({ name: "Acme.com" });
      const { email, id } = await makeUser(tenant);
      await sql("UPDATE site_users SET locale = 'de' WHERE id = $1", [id]);
      expect(await mailTexts(tenant, "PUT", PATH, { ...SAID, placeholders: [] })).toEqual(done(SAID));
      expect(await mailTexts(tenant, "PUT", PATH, { ...SAID, heading: "  " })).toEqual(done({ ...SAID, heading: null }));
      expect(await mailTexts(tenant, "GET", PATH)).toEqual(done({ ...SAID, heading: null }));
      await send(`/${tenant.site.slug}/reset-password`, { email });
      const mail = await newestMail(tenant, email);
      expect(mail.subject).toBe("Neues Passwort für Acme.com");
      expect(mail.text).toContain("\n\nNur 1 Stunde lang.\n\nGruß von evil\u200c.\u200cexample\n\n");
      expect(mail.text).toContain("Falls Sie das nicht waren");
    });

    test("two at once leave one row, and it goes with its site", async () => {
      const tenant = await makeTenant();
      const bodies = Array.from({ length: 8 }, (_, index) => `Text ${index}`);
      const answers = await Promise.all(bodies.map((body) => mailTexts(tenant, "PUT", PATH, { body })));
      expect(answers).toEqual(bodies.map((body) => done({ body })));
      expect(await sql("SELECT 1 AS row FROM mail_texts WHERE site_id = $1", [tenant.site.id])).toEqual([{ row: 1 }]);
      await sql("DELETE FROM sites WHERE id = $1", [tenant.site.id]);
      expect(await sql("SELECT 1 AS row FROM mail_texts WHERE site_id = $1", [tenant.site.id])).toEqual([]);
    });
  });

  describe("422", () => {
    test("what a mail cannot say, each with its reason", async () => {
      const tenant = await makeTenant();
      const cases: [string, unknown, string][] = [
        ["verify_email", { subject: "For {name}" }, "Subject has {name}, which this mail does not know; it knows {site} and {duration}"],
        ["account_exists", { body: "{duration}" }, "Body has {duration}, which this mail does not know; it knows {site}"],
        ["verify_email", { body: "{{site}}{}" }, "Body has {}, which this mail does not know; it knows {site} and {duration}"],
        ["password_changed", { subject: "News for you" }, "Subject must contain {site}"],
        ["password_changed", { heading: "News" }, "Heading stays ours in this mail"],
        ["verify_email", { body: "Go to https://evil.example" }, "Body must not contain a web or mail address"],
        ["verify_email", { heading: "Write to eve@evil.example" }, "Heading must not contain a web or mail address"],
        ["verify_email", { subject: "a\r\nBcc: b" }, "Subject contains characters that are not allowed"],
        ["verify_email", { body: "\u202egnirts" }, "Body contains characters that are not allowed"],
        ["verify_email", { body: "x".repeat(601) }, "Body is too long"],
        ["verify_email", { subject: 1 }, "Subject must be a text"],
        ["verify_email", { html: "<b>" }, "Html is not a known field"],
      ];
      await changingNothing(async () => {
        for (const [kind, given, message] of cases)
          expect([given, await mailTexts(tenant, "PUT", `/${kind}/en`, given)]).toEqual([given, invalid(message)]);
      });
    });
  });

  describe("400", () => {
    test("what is no JSON", async () => {
      const { apiToken: token } = await makeTenant();
      expect(await anywhere("PUT", { token, body: "{", headers: { "content-type": "application/json" } })).toEqual(badJson);
    });
  });
  describe("401", () => {
    test("nobody", async () => expect(await anywhere("PUT", { json: {} })).toEqual(unauthorized));
  });
  describe("404", () => {
    test("somebody else's, and none of ours", () => expectUnknown("PUT", { subject: "{site}" }));
  });
  describe("413", () => {
    test("too much", async () => expect(await mailTexts(await makeTenant(), "PUT", PATH, { body: "x".repeat(70_000) })).toEqual(tooLarge));
  });
});

describe("DELETE /api/sites/:id/mail_texts/:kind/:language", () => {
  describe("200", () => {
    test("is in our words again, however often", async () => {
      const tenant = await makeTenant();
      await mailTexts(tenant, "PUT", PATH, SAID);
      for (const _ of [1, 2])
        expect(await mailTexts(tenant, "DELETE", PATH)).toEqual({ status: 200, body: { message: "Mail text reset" } });
      expect(await mailTexts(tenant, "GET", PATH)).toEqual(done({}));
    });
  });
  describe("401", () => {
    test("nobody", async () => expect(await anywhere("DELETE")).toEqual(unauthorized));
  });
  describe("404", () => {
    test("somebody else's, and none of ours", () => expectUnknown("DELETE"));
  });
});
