import { describe, expect, test } from "vitest";
import { attackProtection } from "@/lib/core/attack-protection/settings";
import { USUAL } from "@/lib/core/branding/branding";
import { signInSettings } from "@/lib/core/sign-in/methods/settings";
import { sweepRows } from "@/lib/db/system-db";
import { everySetting } from "@/lib/dialects/settings";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeToken, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { badJson, badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { everyRow, rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const USUAL_MAIL = { sender_name: null, reply_to: null, new_device: true };

const FULL = {
  homeUri: "https://acme.example",
  successUri: "https://acme.example/auth/callback",
  cancelUri: "https://acme.example/cancel",
  failedUri: "https://acme.example/failed",
  allowedOrigins: ["https://shop.example"],
  signUps: false,
  emailVerification: "required",
  callbackTokenMinutes: 7,
};

/** The site of `makeTenant(FULL)` on the wire. */
const full = ({ site }: Tenant) => ({
  id: Number(site.id),
  name: "Acme",
  slug: site.slug,
  home_uri: "https://acme.example",
  success_uri: "https://acme.example/auth/callback",
  cancel_uri: "https://acme.example/cancel",
  failed_uri: "https://acme.example/failed",
  allowed_origins: ["https://shop.example"],
  settings: { sign_ups: false, email_verification: "required", callback_token_minutes: 7 },
  dialects: everySetting({}),
  branding: USUAL,
  sign_in: signInSettings({}),
  mail: USUAL_MAIL,
  attack_protection: attackProtection({}),
  signup_endpoint: null,
  sign_in_endpoint: null,
  client_id: site.clientId,
  client_secret: site.clientSecret,
  suspension: null,
  failing_mails: null,
  created_at: TIME,
  updated_at: TIME,
  deleted_at: null,
});

const at = (method: string, { apiToken }: Tenant, ref: unknown, json?: object) =>
  answer(call(method, `/api/sites/${ref}`, { token: apiToken, ...(json ? { json } : {}) }));

/** What is in no account as a site: unknown, impossible, and what another account has. */
async function strangers(): Promise<unknown[]> {
  const other = await makeTenant();
  const impossible = [
    "0",
    "-1",
    "01",
    "1.5",
    "1e9",
    "9007199254740992",
    "9007199254740993",
    "99999999999999999999",
    "Infinity",
    "null",
    "undefined",
  ];
  const odd = [
    "nobody",
    "NOBODY",
    "%20",
    "%25",
    "_",
    "*",
    "'",
    "%3B%20DROP",
    "%F0%9F%98%80",
    "a".repeat(63),
    "a".repeat(101),
    "9".repeat(5_000),
  ];
  return [other.site.id, other.site.slug, 1, 4_503_599_627_370_496, ...impossible, ...odd];
}

describe("GET /api/sites/:id", () => {
  describe("200", () => {
    test("by its id and by its slug", async () => {
      const tenant = await makeTenant(FULL);
      const expected = { status: 200, body: { site: full(tenant) } };
      expect(await at("GET", tenant, tenant.site.id)).toEqual(expected);
      expect(await at("GET", tenant, tenant.site.slug)).toEqual(expected);
    });

    test("by a slug of digits; where that is another site's id, the id counts", async () => {
      const tenant = await makeTenant();
      const digits = await addSite(tenant, { name: "Digits", slug: String(tenant.site.id) });
      const alone = await addSite(tenant, { name: "Alone", slug: `0${Number(tenant.site.id)}` });
      expect((await at("GET", tenant, tenant.site.id)).body).toMatchObject({ site: { id: Number(tenant.site.id), name: "Acme" } });
      expect((await at("GET", tenant, digits.site.id)).body).toMatchObject({ site: { name: "Digits", slug: String(tenant.site.id) } });
      expect((await at("GET", tenant, alone.site.slug)).body).toMatchObject({ site: { id: Number(alone.site.id) } });
      expect((await at("DELETE", tenant, tenant.site.id)).status).toBe(200);
      expect((await at("GET", tenant, tenant.site.id)).body).toMatchObject({ site: { name: "Digits" } });
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("GET", `/api/sites/${(await makeTenant()).site.id}`))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer", async () => {
      const tenant = await makeTenant();
      const refs = await strangers();
      await expectRefusals(
        refs.map((ref) => [ref, notFound] as const),
        (ref) => at("GET", tenant, ref),
      );
    });
  });
});

describe.each(["PATCH", "PUT"])("%s /api/sites/:id", (method) => {
  const change = (tenant: Tenant, site: object, ref: unknown = tenant.site.id) => at(method, tenant, ref, { site });
  const send = (tenant: Tenant, body: string, type = "application/json") =>
    answer(call(method, `/api/sites/${tenant.site.id}`, { token: tenant.apiToken, body, headers: { "content-type": type } }));

  describe("200", () => {
    // Done one after the other: each keeps what the ones before it did.
    const FIELDS: [sent: object, seen: object][] = [
      [{ name: "New" }, { name: "New" }],
      [{ home_uri: "https://new.example" }, { home_uri: "https://new.example" }],
      [{ success_uri: "https://new.example/in" }, { success_uri: "https://new.example/in" }],
      [{ cancel_uri: "http://localhost:3000/no" }, { cancel_uri: "http://localhost:3000/no" }],
      [{ failed_uri: "https://new.example/failed" }, { failed_uri: "https://new.example/failed" }],
      [{ home_uri: null }, { home_uri: null }],
      [{ success_uri: "" }, { success_uri: null }],
      [{ cancel_uri: " " }, { cancel_uri: null }],
      [{ failed_uri: null }, { failed_uri: null }],
      [{ allowed_origins: [] }, { allowed_origins: [] }],
      [{ allowed_origins: ["https://new.example/"] }, { allowed_origins: ["https://new.example"] }],
      [{ settings: { sign_ups: true } }, { settings: { sign_ups: true, email_verification: "required", callback_token_minutes: 7 } }],
      [{ settings: { email_verification: "off" } }, { settings: { sign_ups: true, email_verification: "off", callback_token_minutes: 7 } }],
      [
        { settings: { callback_token_minutes: 10 } },
        { settings: { sign_ups: true, email_verification: "off", callback_token_minutes: 10 } },
      ],
      [{ settings: {} }, {}],
      [{ dialects: { fastgen: { enabled: false } } }, { dialects: everySetting({ fastgen: { enabled: false } }) }],
      [
        { dialects: { fastauth: { access_token_seconds: 60 }, fastgen: { email_codes: true } } },
        { dialects: everySetting({ fastauth: { access_token_seconds: 60 }, fastgen: { enabled: false, email_codes: true } }) },
      ],
      [
        { dialects: { fastgen: { enabled: true, email_codes: false }, fastschema: {} } },
        { dialects: everySetting({ fastauth: { access_token_seconds: 60 } }) },
      ],
      [{ dialects: { fastauth: { access_token_seconds: 1_800 } } }, { dialects: everySetting({}) }],
      [{ branding: { accent: "#FF1493", radius: "none" } }, { branding: { ...USUAL, accent: "#ff1493", radius: "none" } }],
      [{ branding: { radius: "medium", font: "serif" } }, { branding: { ...USUAL, accent: "#ff1493", font: "serif" } }],
      [{ branding: { accent: null, font: "system", logo: null } }, { branding: USUAL }],
      [{ sign_in: { password: { usernames: true } } }, { sign_in: signInSettings({ password: { usernames: true } }) }],
      [{ sign_in: { order: ["password"] } }, { sign_in: signInSettings({ password: { usernames: true }, order: ["password"] }) }],
      [{ sign_in: { password: { usernames: false } } }, { sign_in: signInSettings({ order: ["password"] }) }],
      [{ mail: { sender_name: " Acme Süd " } }, { mail: { ...USUAL_MAIL, sender_name: "Acme Süd" } }],
      [{ mail: { reply_to: "Help@Acme.Example" } }, { mail: { ...USUAL_MAIL, sender_name: "Acme Süd", reply_to: "Help@acme.example" } }],
      [{ mail: { sender_name: null, reply_to: null, new_device: false } }, { mail: { ...USUAL_MAIL, new_device: false } }],
      [{ mail: { new_device: true } }, { mail: USUAL_MAIL }],
      [
        { attack_protection: { failures_per_identifier: 5, challenge: "always" } },
        { attack_protection: attackProtection({ failures_per_identifier: 5, challenge: "always" }) },
      ],
      [
        { attack_protection: { failures_per_identifier: null, refuse_weak_passwords: false } },
        { attack_protection: attackProtection({ challenge: "always", refuse_weak_passwords: false }) },
      ],
      [{ attack_protection: { challenge: "under_attack", refuse_weak_passwords: true } }, { attack_protection: attackProtection({}) }],
      [{}, {}],
    ];

    test("changes what is named and nothing else", async () => {
      const tenant = await makeTenant(FULL);
      const neighbour = await addSite(tenant);
      const answers = [];
      let expected = full(tenant);
      for (const [sent, seen] of FIELDS) {
        expected = { ...expected, ...seen };
        answers.push(await change(tenant, sent));
        expect(answers.at(-1)).toEqual({ status: 200, body: { site: expected } });
      }
      expect(await at("GET", tenant, tenant.site.id)).toEqual(answers.at(-1));
      expect((await at("GET", tenant, neighbour.site.id)).body).toMatchObject({ site: { name: "Second", home_uri: null } });
    });

    test("by slug, too", async () => {
      const tenant = await makeTenant(FULL);
      expect(await change(tenant, { name: "New" }, tenant.site.slug)).toEqual({
        status: 200,
        body: { site: { ...full(tenant), name: "New" } },
      });
    });

    test("a site may be sent back as it was read: its own slug is no change, what we write is ignored", async () => {
      const tenant = await makeTenant(FULL);
      const { body } = await at("GET", tenant, tenant.site.id);
      const { site } = body as { site: object };
      const sent = {
        ...site,
        id: 1,
        client_id: "pid_mine",
        client_secret: "pst_mine",
        created_at: "2001-01-01T00:00:00Z",
        updated_at: 5,
        name: "New",
      };
      expect(await change(tenant, sent)).toEqual({ status: 200, body: { site: { ...full(tenant), name: "New" } } });
      expect(await sql("SELECT 1 FROM sites WHERE id = 1 OR client_id = 'pid_mine' OR created_at < '2002-01-01'")).toEqual([]);
    });
  });

  describe("400", () => {
    test("what is no JSON or has no wrapper", async () => {
      const tenant = await makeTenant();
      await expectRefusals(
        [
          ["", badJson],
          ["{", badJson],
          ["[]", badRequest("The body must be a JSON object")],
          ["{}", badRequest('The body must have an object "site"')],
          ['{"site":null}', badRequest('The body must have an object "site"')],
          ['{"name":"New"}', badRequest('The body must have an object "site"')],
          ['{"site":{"name":"A","name":"B"}}', badRequest("The body names a field twice")],
        ],
        (body) => send(tenant, body),
      );
      expect(await send(tenant, '{"site":{"name":"New"}}', "text/plain")).toEqual(badRequest("Content type must be application/json"));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      const sent = () => answer(call(method, `/api/sites/${site.id}`, { json: { site: { name: "New" } } }));
      expect(await changingNothing(sent)).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer, and stay as they are", async () => {
      const tenant = await makeTenant();
      const refs = await strangers();
      await expectRefusals(
        refs.map((ref) => [ref, notFound] as const),
        (ref) => change(tenant, { name: "Taken over" }, ref),
      );
    });

    test("also when the change itself is wrong: nothing tells the two apart", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      for (const ref of [other.site.id, 1]) expect(await change(tenant, { name: "", home_uri: "javascript:x" }, ref)).toEqual(notFound);
    });
  });

  describe("413", () => {
    test("a body over 64 kB", async () => {
      const tenant = await makeTenant();
      expect(await changingNothing(() => send(tenant, `{"site":{}${" ".repeat(64 * 1024)}}`))).toEqual(tooLarge);
    });
  });

  describe("422", () => {
    test("one wrong field, and no other is written either", async () => {
      const tenant = await makeTenant(FULL);
      const cases: [object, string][] = [
        [{ name: null }, "Name can't be blank"],
        [{ name: " " }, "Name can't be blank"],
        [{ name: { contains: "" } }, "Name must be a text"],
        [{ slug: unique("other") }, "Slug can't be changed"],
        [{ slug: tenant.site.slug.toUpperCase() }, "Slug can't be changed"],
        [{ slug: null }, "Slug can't be changed"],
        [{ slug: [tenant.site.slug] }, "Slug can't be changed"],
        [{ home_uri: "javascript:alert(1)" }, "Home URI must be a web address that starts with https://"],
        [{ success_uri: "http://acme.example" }, "Success URI must start with https:// (http:// works on localhost only)"],
        [{ cancel_uri: "https://me@acme.example" }, "Cancel URI must not contain a user name or password"],
        [{ failed_uri: 5 }, "Failed URI must be a text"],
        [{ allowed_origins: null }, "Allowed origins must be a list of origins"],
        [{ settings: null }, "Settings must be an object"],
        [{ settings: { sign_ups: null } }, "Sign ups must be true or false"],
        [{ settings: { email_verification: "" } }, "Email verification must be off, optional or required"],
        [{ settings: { callback_token_minutes: 11 } }, "Callback token minutes must be 1 to 10"],
        [{ settings: { theme: {} } }, "Theme is not a known field"],
        [{ dialects: null }, "Dialects must be an object"],
        [{ dialects: { fastgen: true } }, "Fastgen must be an object"],
        [{ dialects: { supertokens: {} } }, "Supertokens is not a known field"],
        [{ dialects: { fastgen: { theme: 1 } } }, "Theme is not a known field"],
        [{ dialects: { fasteditor: { enabled: "yes" } } }, "Enabled must be true or false"],
        [{ dialects: { fastauth: { access_token_seconds: 1e9 } } }, "Access token seconds must be at most 604800"],
        [{ dialects: { fastschema: { otp_attempts: 0 } } }, "Otp attempts must be at least 1"],
        [{ branding: null }, "Branding must be an object"],
        [{ branding: { css: "*{}" } }, "Css is not a known field"],
        [{ branding: { accent: "red" } }, "Accent must be a colour such as #0a66c2"],
        [{ branding: { background: ["#ffffff"] } }, "Background must be a colour such as #0a66c2"],
        [{ branding: { radius: "9px" } }, "Radius must be none, small, medium or large"],
        [{ branding: { font: "Comic Sans" } }, "Font must be system, humanist, serif, rounded or mono"],
        [{ branding: { appearance: "black" } }, "Appearance must be auto, light or dark"],
        [{ branding: { logo: "https://evil.example/logo.svg" } }, "Logo must be a logo of this site"],
        [{ branding: { dark_logo: `?v=${"x".repeat(43)}` } }, "Logo must be a logo of this site"],
        [{ sign_in: null }, "Sign in must be an object"],
        [{ sign_in: { fax: {} } }, "Fax is not a known field"],
        [{ sign_in: { password: { enabled: 1 } } }, "Enabled must be true or false"],
        [{ sign_in: { password: { colour: "red" } } }, "Colour is not a known field"],
        [{ sign_in: { order: ["fax"] } }, "Order must name ways to sign in"],
        [{ sign_in: { order: ["password", "password"] } }, "Order must name each way to sign in once"],
        [
          { sign_in: { social: { enabled: false }, password: { enabled: false }, email_code: { enabled: false } } },
          "One way to sign in besides passkeys has to stay on",
        ],
        [{ mail: { sender_name: "Acme\r\nBcc" } }, "Sender name contains characters that are not allowed"],
        [{ mail: { sender_name: "Eve <eve@example.com>" } }, 'Sender name must be a name without signs such as < > " @ , ; :'],
        [{ mail: { sender_name: " " } }, "Sender name can't be blank"],
        [{ mail: { sender_name: "x".repeat(61) } }, "Sender name is too long"],
        [{ mail: { reply_to: "a@acme.example, eve@example.com" } }, "Reply to must be one e-mail address"],
        [{ mail: { reply_to: "a@acme.example\r\nBcc: eve@example.com" } }, "Reply to must be one e-mail address"],
        [{ mail: { new_device: "no" } }, "New device must be true or false"],
        [{ mail: { from: "eve@example.com" } }, "From is not a known field"],
        [{ attack_protection: { failures_per_identifier: 2 } }, "Failures per identifier must be 3 to 100"],
        [{ attack_protection: { failures_per_address: 1e9 } }, "Failures per address must be 10 to 100000"],
        [{ attack_protection: { sign_ups_per_address: 1.5 } }, "Sign ups per address must be a whole number"],
        [{ attack_protection: { challenge: true } }, "Challenge must be under_attack, always or never"],
        [{ attack_protection: { refuse_leaked_passwords: "yes" } }, "Refuse leaked passwords must be true or false"],
        [{ account_id: 1 }, "Account ID is not a known field"],
        [{ clientSecretHash: "x" }, "Client secret hash is not a known field"],
      ];
      await expectRefusals(
        cases.map(([site, message]) => [site, invalid(message)] as const),
        (site) => change(tenant, { name: "Half", ...site }),
      );
    });
  });
});

describe("DELETE /api/sites/:id", () => {
  describe("200", () => {
    test("takes everything of the site with it, at once, and leaves its neighbours", async () => {
      const one = await makeTenant();
      // Neighbours on both sides, should anything ever be deleted by a range of ids.
      const [lower, tenant, upper] = [one, await addSite(one), await addSite(one)].toSorted((a, b) => (a.site.id < b.site.id ? -1 : 1)) as [
        Tenant,
        Tenant,
        Tenant,
      ];
      const kept = await Promise.all([lower, upper].map((neighbour) => makeUser(neighbour)));
      const token = await makeToken(tenant, await makeUser(tenant));
      expect(await at("DELETE", tenant, tenant.site.id)).toEqual({ status: 200, body: { message: "Site deleted" } });
      expect(await at("GET", tenant, tenant.site.id)).toEqual(notFound);
      expect(await at("DELETE", tenant, tenant.site.id)).toEqual(notFound);
      expect((await call("GET", `/${tenant.site.slug}/login`)).status).toBe(404);
      expect(await answer(call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken }))).toEqual(notFound);
      for (const { id } of kept) expect(await rowsOf(`site_users WHERE id = ${id}`)).toBe(1);
      expect(await rowsOf(`sites WHERE account_id = ${one.account.scope.accountId} AND deleted_at IS NULL`)).toBe(2);
    });

    test("a week later nothing of it is left but what the audit log says of it, and of its neighbours everything", async () => {
      const [tenant, kept] = [await makeTenant(), await makeTenant()];
      await makeToken(tenant, await makeUser(tenant));
      await at("DELETE", tenant, tenant.site.id);
      await at("DELETE", kept, kept.site.id);
      await sql("UPDATE sites SET deleted_at = now() - interval '7 days 1 minute' WHERE id = $1", [tenant.site.id]);
      await sql("UPDATE sites SET deleted_at = now() - interval '6 days 23 hours' WHERE id = $1", [kept.site.id]);
      await sweepRows();
      const holding = async ({ site }: Tenant) =>
        Object.entries(await everyRow()).flatMap(([table, rows]) => (rows.some((row) => row.includes(String(site.id))) ? [table] : []));
      const log = "public.audit_events";
      expect([await holding(tenant), await holding(kept)]).toEqual([
        [log, "public.deletions"],
        [log, "public.sites"],
      ]);
      const types = "SELECT type FROM audit_events WHERE site_id = $1 ORDER BY created_at";
      expect(await sql(types, [tenant.site.id])).toEqual([{ type: "site.created" }, { type: "site.deleted" }]);
    });

    test("a week later a thousand of its users go at a time, so that no statement runs too long for any site", async () => {
      const { site, account } = await makeTenant();
      await sql(
        `INSERT INTO site_users (id, account_id, site_id, uuid, email, email_canonical, updated_at)
         SELECT n, $1, $2, gen_random_uuid(), 'user' || n, 'user' || n, now() FROM generate_series(1, 2001) n`,
        [account.scope.accountId, site.id],
      );
      await sql("UPDATE sites SET deleted_at = now() - interval '8 days' WHERE id = $1", [site.id]);
      await sql("CREATE TABLE purged (count int)");
      await sql(
        "CREATE FUNCTION note_purged() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN INSERT INTO purged SELECT count(*) FROM gone; RETURN NULL; END'",
      );
      await sql(
        "CREATE TRIGGER t AFTER DELETE ON site_users REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_purged()",
      );
      try {
        await sweepRows();
        expect(await sql("SELECT count FROM purged WHERE count > 0")).toEqual([{ count: 1_000 }, { count: 1_000 }, { count: 1 }]);
        expect(await rowsOf(`sites WHERE id = ${site.id}`)).toBe(0);
      } finally {
        await sql("DROP TRIGGER t ON site_users");
        await sql("DROP FUNCTION note_purged");
        await sql("DROP TABLE purged");
      }
    });

    test("by slug; the slug is never given out again, not even to its own account", async () => {
      const tenant = await makeTenant();
      expect(await at("DELETE", tenant, tenant.site.slug)).toEqual({ status: 200, body: { message: "Site deleted" } });
      for (const { apiToken } of [tenant, await makeTenant()]) {
        const again = call("POST", "/api/sites", { token: apiToken, json: { site: { name: "Again", slug: tenant.site.slug } } });
        expect(await answer(again)).toEqual(invalid("Slug has already been taken"));
      }
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      expect(await changingNothing(() => answer(call("DELETE", `/api/sites/${site.id}`)))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("a site that is gone, where another one has its id for a slug", async () => {
      const tenant = await makeTenant();
      await addSite(tenant, { slug: String(tenant.site.id) });
      expect((await at("DELETE", tenant, tenant.site.id)).status).toBe(200);
      await changingNothing(async () => {
        expect(await at("DELETE", tenant, tenant.site.id)).toEqual(notFound);
        expect(await at("PATCH", tenant, tenant.site.id, { site: { name: "New" } })).toEqual(notFound);
      });
    });

    test("what is not there and what is somebody else's are one answer, and stay as they are", async () => {
      const tenant = await makeTenant();
      const refs = await strangers();
      await expectRefusals(
        refs.map((ref) => [ref, notFound] as const),
        (ref) => at("DELETE", tenant, ref),
      );
    });
  });
});
