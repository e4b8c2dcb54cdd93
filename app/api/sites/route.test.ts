import { randomBytes, randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { USUAL } from "@/lib/core/branding/branding";
import { signInSettings } from "@/lib/core/sign-in/methods/settings";
import { RESERVED_SLUGS } from "@/lib/core/sites/reserved-slugs";
import { everySetting } from "@/lib/dialects/settings";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, type Tenant, unique } from "@/lib/testing/make-tenant";
import { badJson, badRequest, invalid, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { everyRow, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** A site that was made with a name only, on the wire. */
const plain = {
  id: expect.any(Number),
  name: "Acme",
  slug: expect.any(String),
  home_uri: null,
  success_uri: null,
  cancel_uri: null,
  failed_uri: null,
  allowed_origins: [],
  settings: { sign_ups: true, email_verification: "optional", callback_token_minutes: 2 },
  dialects: everySetting({}),
  branding: USUAL,
  sign_in: signInSettings({}),
  mail: { sender_name: null, reply_to: null, new_device: true },
  attack_protection: {
    failures_per_identifier: null,
    failures_per_address: null,
    failures_per_site: null,
    sign_ups_per_address: null,
    mails_per_minute: null,
    challenge: "under_attack",
    refuse_weak_passwords: true,
    refuse_leaked_passwords: false,
  },
  signup_endpoint: null,
  sign_in_endpoint: null,
  client_id: expect.stringMatching(/^pid_[\w-]{20}$/),
  client_secret: expect.stringMatching(/^pst_[\w-]{48}$/),
  suspension: null,
  failing_mails: null,
  created_at: TIME,
  updated_at: TIME,
  deleted_at: null,
};

const list = (tenant: Tenant, query = "") => answer(call("GET", `/api/sites${query}`, { token: tenant.apiToken }));
const create = (tenant: Tenant, site: object) => answer(call("POST", "/api/sites", { token: tenant.apiToken, json: { site } }));
const post = (tenant: Tenant, body: string, type = "application/json") =>
  answer(call("POST", "/api/sites", { token: tenant.apiToken, body, headers: { "content-type": type } }));
const names = (found: { body: unknown }) => (found.body as { sites: { name: string }[] }).sites.map(({ name }) => name);

describe("GET /api/sites", () => {
  describe("200", () => {
    test("lists the account's sites whole, newest first, and nobody else's", async () => {
      const tenant = await makeTenant({
        homeUri: "https://acme.example",
        cancelUri: "https://acme.example/cancel",
        failedUri: "https://acme.example/failed",
        allowedOrigins: ["https://shop.example"],
        signUps: false,
        emailVerification: "required",
        callbackTokenMinutes: 10,
      });
      await makeTenant();
      const second = await addSite(tenant);
      expect(await list(tenant)).toEqual({
        status: 200,
        body: {
          sites: [
            { ...plain, id: Number(second.site.id), name: "Second", slug: second.site.slug },
            {
              ...plain,
              id: Number(tenant.site.id),
              slug: tenant.site.slug,
              home_uri: "https://acme.example",
              success_uri: "https://acme.example/auth/callback",
              cancel_uri: "https://acme.example/cancel",
              failed_uri: "https://acme.example/failed",
              allowed_origins: ["https://shop.example"],
              settings: { sign_ups: false, email_verification: "required", callback_token_minutes: 10 },
              client_id: tenant.site.clientId,
              client_secret: tenant.site.clientSecret,
            },
          ],
          pagination: { page: 1, per_page: 100, total_pages: 1, total_count: 2, total_is: "exact", next_cursor: null },
        },
      });
    });

    test("the client secret is nowhere readable in the database", async () => {
      const tenant = await makeTenant();
      const rows = JSON.stringify(await everyRow());
      expect(rows).toContain(tenant.site.clientId);
      expect(rows).not.toContain(tenant.site.clientSecret.slice(4));
      expect(rows).not.toContain(Buffer.from(tenant.site.clientSecret).toString("hex"));
    });

    test("search= finds a part of the name in any case, and takes every character for itself", async () => {
      const tenant = await makeTenant();
      for (const name of ["100% Wool", "100x wool", "snake_case", "snakeXcase", "back\\slash", "Ärger & Söhne"])
        await addSite(tenant, { name });
      const expected = {
        WOOL: ["100x wool", "100% Wool"],
        "100%": ["100% Wool"],
        "100_": [],
        ake_c: ["snake_case"],
        "%": ["100% Wool"],
        _: ["snake_case"],
        "\\": ["back\\slash"],
        "k\\s": ["back\\slash"],
        ÄRGER: ["Ärger & Söhne"],
        "'; DROP TABLE sites; --": [],
        "": ["Ärger & Söhne", "back\\slash", "snakeXcase", "snake_case", "100x wool", "100% Wool", "Acme"],
      };
      const searches = Object.keys(expected).map(async (search) => [
        search,
        names(await list(tenant, `?search=${encodeURIComponent(search)}`)),
      ]);
      expect(Object.fromEntries(await Promise.all(searches))).toEqual(expected);
    });

    test("slug= finds exactly that one", async () => {
      const tenant = await makeTenant();
      const other = await makeTenant();
      await addSite(tenant, { slug: `${tenant.site.slug}-2` });
      expect(names(await list(tenant, `?slug=${tenant.site.slug}`))).toEqual(["Acme"]);
      expect(names(await list(tenant, `?slug=${other.site.slug}`))).toEqual([]);
      expect(names(await list(tenant, `?slug=${tenant.site.slug.toUpperCase()}`))).toEqual([]);
    });

    test("pages, with a Link to each neighbour that keeps the rest of the query", async () => {
      const tenant = await makeTenant();
      for (const name of ["Two", "Three", "Four", "Five"]) await addSite(tenant, { name });
      const page = async (query: string) => {
        const response = await call("GET", `/api/sites${query}`, { token: tenant.apiToken });
        const { sites, pagination } = (await response.json()) as { sites: { name: string }[]; pagination: object };
        return { names: sites.map(({ name }) => name), pagination, link: response.headers.get("link") };
      };
      expect(await page("?per_page=2")).toEqual({
        names: ["Five", "Four"],
        pagination: { page: 1, per_page: 2, total_pages: 3, total_count: 5, total_is: "exact", next_cursor: expect.any(String) },
        link: '</api/sites?per_page=2&page=1>; rel="first", </api/sites?per_page=2&page=2>; rel="next", </api/sites?per_page=2&page=3>; rel="last"',
      });
      expect(await page("?page=2&per_page=2&search=")).toEqual({
        names: ["Three", "Two"],
        pagination: { page: 2, per_page: 2, total_pages: 3, total_count: 5, total_is: "exact", next_cursor: expect.any(String) },
        link: '</api/sites?page=1&per_page=2&search=>; rel="first", </api/sites?page=1&per_page=2&search=>; rel="prev", </api/sites?page=3&per_page=2&search=>; rel="next", </api/sites?page=3&per_page=2&search=>; rel="last"',
      });
      expect(await page("?per_page=2&page=99")).toEqual({
        names: [],
        pagination: { page: 99, per_page: 2, total_pages: 3, total_count: 5, total_is: "exact", next_cursor: null },
        link: '</api/sites?per_page=2&page=1>; rel="first", </api/sites?per_page=2&page=3>; rel="prev", </api/sites?per_page=2&page=3>; rel="last"',
      });
      expect((await page("?per_page=1000")).pagination).toEqual({
        page: 1,
        per_page: 100,
        total_pages: 1,
        total_count: 5,
        total_is: "exact",
        next_cursor: null,
      });
      expect((await page("?page=999999999999999&per_page=999999999999999")).pagination).toEqual({
        page: 999999999999999,
        per_page: 100,
        total_pages: 1,
        total_count: 5,
        total_is: "exact",
        next_cursor: null,
      });
    });

    test("answers as an API for backends does: JSON, not stored, no CORS", async () => {
      const { headers } = await call("GET", "/api/sites", {
        token: (await makeTenant()).apiToken,
        headers: { origin: "https://evil.example" },
      });
      expect(Object.fromEntries(headers)).toEqual({
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "content-type": "application/json; charset=utf-8",
        "cross-origin-resource-policy": "same-origin",
        link: '</api/sites?page=1>; rel="first", </api/sites?page=1>; rel="last"',
        "ratelimit-limit": "240000",
        "ratelimit-remaining": "239999",
        "ratelimit-reset": expect.stringMatching(/^\d+$/),
        "referrer-policy": "no-referrer",
      });
    });
  });

  describe("400", () => {
    test("paging that is no positive integer, a name said twice, a search that cannot be", async () => {
      const tenant = await makeTenant();
      const integer = "must be a positive integer";
      const wrong = ["0", "-1", "1.5", "1e9", "x", "", "%00", "+1", "01", "1000000000000000", "9007199254740993", "Infinity", "1;1", "[]"];
      await expectRefusals(
        [
          ...wrong.map((value) => [`page=${value}`, badRequest(`Page ${integer}`)] as const),
          ...wrong.map((value) => [`per_page=${value}`, badRequest(`Per page ${integer}`)] as const),
          ["page=1&page=2", badRequest("Page is given twice")],
          ["search=a&search=b", badRequest("Search is given twice")],
          ["slug=a&slug=b", badRequest("Slug is given twice")],
          ["unknown=a&unknown=b", badRequest("Unknown is given twice")],
          ["search=%00", badRequest("Search contains characters that are not allowed")],
          ["slug=a%0ab", badRequest("Slug contains characters that are not allowed")],
          [`search=${"a".repeat(201)}`, badRequest("Search is too long")],
        ],
        (query) => list(tenant, `?${query}`),
      );
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const response = await call("GET", "/api/sites");
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await answer(Promise.resolve(response))).toEqual(unauthorized);
    });
  });
});

describe("POST /api/sites", () => {
  describe("201", () => {
    test("the documented body", async () => {
      const tenant = await makeTenant();
      const slug = unique("my-new-app");
      const site = { name: "My New App", slug, home_uri: "https://mynewapp.com", success_uri: "https://mynewapp.com/auth/success" };
      const created = await create(tenant, site);
      expect(created).toEqual({ status: 201, body: { site: { ...plain, ...site } } });
      expect((await list(tenant, `?slug=${slug}`)).body).toMatchObject({ sites: [(created.body as { site: object }).site] });
    });

    test("every field that can be written", async () => {
      const site = {
        name: "Everything",
        slug: unique("all"),
        home_uri: "https://app.example/?a=1#top",
        success_uri: "http://localhost:3000/callback?from=signin",
        cancel_uri: "http://127.0.0.1/cancel",
        failed_uri: "https://münchen.example/kaputt",
        allowed_origins: ["https://app.example", "http://localhost:5173"],
        settings: { sign_ups: false, email_verification: "off", callback_token_minutes: 1 },
      };
      const dialects = { fastgen: { enabled: false }, fastschema: { otp_attempts: 5 } };
      expect(await create(await makeTenant(), { ...site, dialects })).toEqual({
        status: 201,
        body: { site: { ...plain, ...site, dialects: everySetting(dialects) } },
      });
    });

    test("a name is enough: a slug is made from it", async () => {
      const tenant = await makeTenant();
      expect(await create(tenant, { name: "Jane’s Çafé — 2" })).toEqual({
        status: 201,
        body: { site: { ...plain, name: "Jane’s Çafé — 2", slug: expect.stringMatching(/^janes-cafe-2-\d{4}$/) } },
      });
      expect(await create(tenant, { name: "日本語" })).toEqual({
        status: 201,
        body: { site: { ...plain, name: "日本語", slug: expect.stringMatching(/^site-\d{4}$/) } },
      });
    });

    test("keys that only we write are ignored when they are sent back", async () => {
      const tenant = await makeTenant();
      const sent = { id: 1, client_id: "pid_mine", client_secret: "pst_mine", created_at: "2001-01-01T00:00:00Z", updated_at: null };
      const { body, status } = await create(tenant, { name: "Acme", ...sent });
      expect({ status, body }).toEqual({ status: 201, body: { site: plain } });
      expect((body as { site: object }).site).not.toMatchObject({ id: 1 });
      expect(JSON.stringify(body)).not.toMatch(/mine|2001/);
    });

    test("blank addresses are none, a name is trimmed, an origin is written as browsers do, and once", async () => {
      const sent = {
        name: "  Acme ",
        home_uri: "",
        success_uri: " ",
        cancel_uri: null,
        allowed_origins: ["https://SHOP.example:443/", "https://shop.example", "HTTPS://shop.example"],
      };
      expect(await create(await makeTenant(), sent)).toEqual({
        status: 201,
        body: { site: { ...plain, allowed_origins: ["https://shop.example"] } },
      });
    });

    test("slugs of letters, digits and single hyphens, 2 to 63 of them", async () => {
      const tenant = await makeTenant();
      const tail = unique("z").slice(2);
      for (const slug of [
        `a1${tail}`,
        `1a-${tail}`,
        `0-0-${tail}`,
        randomInt(10, 10_000_000).toString(),
        tail.padEnd(63, "b"),
        randomBytes(1).toString("hex"),
      ]) {
        expect(await create(tenant, { name: "Acme", slug })).toEqual({ status: 201, body: { site: { ...plain, slug } } });
      }
    });

    test("JSON with a charset, white space around it, escapes in it", async () => {
      const body = ' \n\t{"s\\u0069te" : {"name" : "Ac\\u006de" , "allowed_origins" : [ ] } } ';
      expect(await post(await makeTenant(), body, "Application/JSON ; charset=utf-8")).toEqual({ status: 201, body: { site: plain } });
    });
  });

  describe("400", () => {
    const wrapper = badRequest('The body must have an object "site"');
    const object = badRequest("The body must be a JSON object");
    const twice = badRequest("The body names a field twice");
    test("what is no JSON, has no wrapper, or says a name twice", async () => {
      const tenant = await makeTenant();
      await expectRefusals(
        [
          ["", badJson],
          [" ", badJson],
          ["{", badJson],
          ['{"site":', badJson],
          ['{"site":{}}}', badJson],
          ["{'site':{}}", badJson],
          ['{"site":{},}', badJson],
          ['{"site":{"name":NaN}}', badJson],
          ['{"site":{"name":"a\u0000"}}', badJson],
          ['{"site":{"name":"\\x41"}}', badJson],
          ["site[name]=Acme", badJson],
          ["null", object],
          ["1", object],
          ['"site"', object],
          ["[]", object],
          ["{}", wrapper],
          ['{"site":null}', wrapper],
          ['{"site":"Acme"}', wrapper],
          ['{"site":[]}', wrapper],
          ['{"site":[{"name":"Acme"}]}', wrapper],
          ['{"name":"Acme"}', wrapper],
          ['{"Site":{"name":"Acme"}}', wrapper],
          ['{"site":{"name":"A","name":"B"}}', twice],
          ['{"site":{"name":"A"},"site":{"name":"B"}}', twice],
          ['{"site":{"name":"A","n\\u0061me":"B"}}', twice],
          ['{"site":{"name":"A","settings":{"sign_ups":true,"sign_ups":false}}}', twice],
          ['{"site":{"name":"A","__proto__":1,"__proto__":2}}', twice],
        ],
        (body) => post(tenant, body),
      );
    });

    test("another content type", async () => {
      const tenant = await makeTenant();
      const types = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "application/merge-patch+json",
        "multipart/form-data",
        "",
      ];
      await expectRefusals(
        types.map((type) => [type, badRequest("Content type must be application/json")] as const),
        (type) => post(tenant, '{"site":{"name":"Acme"}}', type),
      );
    });

    test.each([
      ["bytes that are no UTF-8", Buffer.from('{"site":{"name":"\xff"}}', "latin1")],
      ["a byte-order mark", Buffer.from('\ufeff{"site":{"name":"Acme"}}')],
      ["UTF-16", Buffer.from('\ufeff{"site":{"name":"Acme"}}', "utf16le")],
    ])("%s", async (_, bytes) => {
      const { apiToken } = await makeTenant();
      const body = bytes as unknown as string;
      const sent = call("POST", "/api/sites", { token: apiToken, body, headers: { "content-type": "application/json" } });
      expect(await answer(sent)).toEqual(badRequest("The request could not be read"));
    });
  });

  describe("401", () => {
    test("without a token, before the body is looked at", async () => {
      const sent = () => answer(call("POST", "/api/sites", { body: "{", headers: { "content-type": "application/json" } }));
      expect(await changingNothing(sent)).toEqual(unauthorized);
    });

    test("with a site's own credentials: they are for exchanging its tokens", async () => {
      const { site } = await makeTenant();
      const authorization = `Basic ${Buffer.from(`${site.clientId}:${site.clientSecret}`).toString("base64")}`;
      const sent = () => answer(call("POST", "/api/sites", { headers: { authorization }, json: { site: { name: "Acme" } } }));
      expect(await changingNothing(sent)).toEqual(unauthorized);
    });
  });

  describe("413", () => {
    test("a body over 64 kB", async () => {
      const tenant = await makeTenant();
      const body = `{"site":{"name":"Acme"}${" ".repeat(64 * 1024)}}`;
      expect(await changingNothing(() => post(tenant, body))).toEqual(tooLarge);
    });
  });

  describe("422", () => {
    const web = "must be a web address that starts with https://";
    const secure = "must start with https:// (http:// works on localhost only)";
    const person = "must not contain a user name or password";

    test("names", async () => {
      const tenant = await makeTenant();
      const cases: [object, string][] = [
        [{}, "Name can't be blank"],
        [{ name: null }, "Name can't be blank"],
        [{ name: "" }, "Name can't be blank"],
        [{ name: " \t " }, "Name can't be blank"],
        [{ name: 5 }, "Name must be a text"],
        [{ name: true }, "Name must be a text"],
        [{ name: ["Acme"] }, "Name must be a text"],
        [{ name: { contains: "A" } }, "Name must be a text"],
        [{ name: "a".repeat(101) }, "Name is too long"],
        [{ name: "A\u0000B" }, "Name contains characters that are not allowed"],
        [{ name: "A\nB" }, "Name contains characters that are not allowed"],
        [{ name: "A\u202eB" }, "Name contains characters that are not allowed"],
        [{ name: "A\u2066B" }, "Name contains characters that are not allowed"],
        [{ name: "A\ud800B" }, "Name contains characters that are not allowed"],
        [{ name: "A\u0085B" }, "Name contains characters that are not allowed"],
      ];
      await expectRefusals(
        cases.map(([site, message]) => [site, invalid(message)] as const),
        (site) => create(tenant, site),
      );
    });

    test("slugs", async () => {
      const tenant = await makeTenant();
      const shape = "Slug may only have lower-case letters, digits and single hyphens in between";
      const length = "Slug must have 2 to 63 characters";
      const cases: (readonly [unknown, string])[] = [
        ["", "Slug can't be blank"],
        [null, "Slug can't be blank"],
        ["a", length],
        ["a".repeat(64), length],
        ["a".repeat(50_000), length],
        [5, "Slug must be a text"],
        [["acme"], "Slug must be a text"],
        [{ not: "" }, "Slug must be a text"],
        [false, "Slug must be a text"],
        ...[
          "Acme",
          "ACME",
          "acmE",
          "-acme",
          "acme-",
          "ac--me",
          "xn--p1ai",
          "ac_me",
          "_next",
          "ac.me",
          "acme.js",
          "..",
          "./",
          "ac/me",
          "ac\\me",
          "/acme",
        ].map((slug) => [slug, shape] as const),
        ...[
          "ac me",
          " acme",
          "acme ",
          "acme\n",
          "acme\0",
          "@acme",
          "~acme",
          "acme!",
          "ac%6de",
          "acme?",
          "acme#",
          "ac:me",
          "ac;me",
          "ac,me",
          "ac+me",
        ].map((slug) => [slug, shape] as const),
        ...[
          "àcme",
          "асме",
          "ａｃｍｅ",
          "acmé",
          "ﬀa",
          "ßß",
          "İstanbul",
          "acme\u200b",
          "ac\u00adme",
          "acme\u0301",
          "①②",
          "日本",
          "😀😀",
          "--",
          "-a-",
        ].map((slug) => [slug, shape] as const),
      ];
      await expectRefusals(
        cases.map(([slug, message]) => [slug, invalid(message)] as const),
        (slug) => create(tenant, { name: "Acme", slug }),
      );
      expect(cases.length).toBeGreaterThanOrEqual(50);
    });

    test("slug: every reserved name", async () => {
      const tenant = await makeTenant();
      const answers = await changingNothing(() => Promise.all([...RESERVED_SLUGS].map((slug) => create(tenant, { name: "Acme", slug }))));
      expect(answers).toEqual(answers.map(() => invalid("Slug is reserved")));
      expect(answers.length).toBeGreaterThan(40);
    });

    test("slug: taken by oneself, by somebody else, and by a site that is gone, all the same", async () => {
      const [tenant, other, gone] = [await makeTenant(), await makeTenant(), await makeTenant()];
      await call("DELETE", `/api/sites/${gone.site.id}`, { token: gone.apiToken });
      for (const { slug } of [tenant.site, other.site, gone.site]) {
        const sent = () => create(tenant, { name: "Acme", slug });
        expect(await changingNothing(sent)).toEqual(invalid("Slug has already been taken"));
      }
      expect(await sql("SELECT 1 FROM slugs WHERE slug = $1", [gone.site.slug])).toHaveLength(1);
    });

    const ADDRESSES: [unknown, string][] = [
      ["javascript:alert(1)", web],
      ["JavaScript://app.example/%0aalert(1)", web],
      ["java\nscript:alert(1)", web],
      ["data:text/html,hi", web],
      ["vbscript:x", web],
      ["file:///etc/passwd", web],
      ["blob:https://app.example/1", web],
      ["ftp://app.example", web],
      ["myapp://callback", web],
      ["//app.example", web],
      ["/callback", web],
      ["app.example", web],
      ["https:app.example", web],
      ["https:/app.example", web],
      ["https:\\\\app.example", web],
      ["https://app.example\\@evil.example", web],
      ["https://app.example/a b", web],
      ["https://app.example/\ta", web],
      ["https://app.example/\u0000", web],
      ["https://app.example/\u202e", web],
      ["https://app.example/\ud800", web],
      ["\u0001https://app.example", web],
      ["https://", "is not a web address"],
      ["https://:443", "is not a web address"],
      ["https://app.example:99999", "is not a web address"],
      ["https://[::1", "is not a web address"],
      ["https://a<b.example", "is not a web address"],
      ["https://1.2.3.256", "is not a web address"],
      ["https://user@app.example", person],
      ["https://user:secret@app.example", person],
      ["https://:secret@app.example", person],
      ["https://app.example@evil.example", person],
      ["https://%61@app.example", person],
      ["http://app.example", secure],
      ["HTTP://app.example", secure],
      ["http://10.0.0.1", secure],
      ["http://127.0.0.1.evil.example", secure],
      ["http://localhost.evil.example", secure],
      ["http://notlocalhost", secure],
      ["http://0.0.0.0", secure],
      ["http://[::2]", secure],
      [`https://app.example/${"a".repeat(2_048)}`, "is too long"],
      [5, "must be a text"],
      [true, "must be a text"],
      [["https://app.example"], "must be a text"],
      [{ href: "https://app.example" }, "must be a text"],
    ];
    test.each(["home_uri", "success_uri", "cancel_uri", "failed_uri"])(
      "%s: no script, no stranger's scheme, no user, no plain http",
      async (field) => {
        const tenant = await makeTenant();
        const label = `${field.charAt(0).toUpperCase()}${field.slice(1, -4)} URI`;
        const answers = await changingNothing(() =>
          Promise.all(ADDRESSES.map(([address]) => create(tenant, { name: "Acme", [field]: address }))),
        );
        expect(answers).toEqual(ADDRESSES.map(([, problem]) => invalid(`${label} ${problem}`)));
      },
    );

    test("a host that is a pattern or more than one", async () => {
      const tenant = await makeTenant();
      const hosts = [
        "*",
        "*.app.example",
        "app.*",
        "app.example;sandbox",
        "a.example,b.example",
        "app'.example",
        'app.example"',
        "/app.example",
        "@app.example",
      ];
      const answers = await Promise.all(hosts.map((host) => create(tenant, { name: "Acme", success_uri: `https://${host}` })));
      expect(answers.map(({ status }) => status)).toEqual(hosts.map(() => 422));
    });

    test("allowed_origins", async () => {
      const tenant = await makeTenant();
      const cases: [unknown, string][] = [
        [null, "must be a list of origins"],
        ["https://app.example", "must be a list of origins"],
        [{ 0: "https://app.example" }, "must be a list of origins"],
        [["https://app.example/path"], "must be an origin without a path"],
        [["https://app.example?a"], "must be an origin without a path"],
        [["https://app.example/#a"], "must be an origin without a path"],
        [["http://app.example"], secure],
        [["*"], web],
        [["null"], web],
        [["https://user@app.example"], person],
        [[""], "can't be blank"],
        [[null], "can't be blank"],
        [[1], "must be a text"],
        [[["https://app.example"]], "must be a text"],
        [Array.from({ length: 51 }, (_, index) => `https://a${index}.example`), "is too long"],
      ];
      await expectRefusals(
        cases.map(([origins, problem]) => [origins, invalid(`Allowed origins ${problem}`)] as const),
        (origins) => create(tenant, { name: "Acme", allowed_origins: origins }),
      );
    });

    test("settings", async () => {
      const tenant = await makeTenant();
      const cases: [unknown, string][] = [
        [null, "Settings must be an object"],
        ["on", "Settings must be an object"],
        [[], "Settings must be an object"],
        [{ sign_ups: null }, "Sign ups must be true or false"],
        [{ sign_ups: "true" }, "Sign ups must be true or false"],
        [{ sign_ups: 1 }, "Sign ups must be true or false"],
        [{ email_verification: "on" }, "Email verification must be off, optional or required"],
        [{ email_verification: "Required" }, "Email verification must be off, optional or required"],
        [{ email_verification: true }, "Email verification must be off, optional or required"],
        [{ email_verification: ["off"] }, "Email verification must be off, optional or required"],
        [{ callback_token_minutes: 0 }, "Callback token minutes must be 1 to 10"],
        [{ callback_token_minutes: 11 }, "Callback token minutes must be 1 to 10"],
        [{ callback_token_minutes: -1 }, "Callback token minutes must be 1 to 10"],
        [{ callback_token_minutes: 1.5 }, "Callback token minutes must be a whole number"],
        [{ callback_token_minutes: "2" }, "Callback token minutes must be a whole number"],
        [{ callback_token_minutes: null }, "Callback token minutes must be a whole number"],
        [{ callback_token_minutes: 1e9 }, "Callback token minutes must be 1 to 10"],
        [{ theme: "dark" }, "Theme is not a known field"],
        [{ constructor: {} }, "Constructor is not a known field"],
      ];
      await expectRefusals(
        cases.map(([settings, message]) => [settings, invalid(message)] as const),
        (settings) => create(tenant, { name: "Acme", settings }),
      );
    });

    test("keys that are none of ours", async () => {
      const tenant = await makeTenant();
      const keys = [
        "account_id",
        "accountId",
        "siteId",
        "client_secret_hash",
        "clientSecretSealed",
        "homeUri",
        "sign_ups",
        "email_verification",
      ];
      keys.push(
        "callback_token_minutes",
        "uuid",
        "role",
        "constructor",
        "toString",
        "hasOwnProperty",
        "Name",
        " name",
        "name ",
        "name[]",
        "",
        "0",
      );
      const refusals = await changingNothing(() => Promise.all(keys.map((key) => create(tenant, { name: "Acme", [key]: 1 }))));
      const refusal = { status: 422, body: { error: "Validation failed", messages: [expect.stringMatching(/ is not a known field$/)] } };
      expect(refusals).toEqual(keys.map(() => refusal));
    });

    test("a key beside the wrapper", async () => {
      const tenant = await makeTenant();
      const sent = () => post(tenant, '{"site":{"name":"Acme"},"account_id":1}');
      expect(await changingNothing(sent)).toEqual(invalid("Account ID is not a known field"));
    });

    test("a key named __proto__ is a key like any other, and pollutes nothing", async () => {
      const tenant = await makeTenant();
      for (const body of ['{"site":{"name":"Acme","__proto__":{"polluted":1}}}', '{"site":{"name":"Acme"},"__proto__":{"polluted":1}}']) {
        expect((await changingNothing(() => post(tenant, body))).status).toBe(422);
      }
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });

    test("everything that is wrong is said at once", async () => {
      const sent = { name: "", slug: "A", home_uri: "javascript:x", settings: { sign_ups: 1, callback_token_minutes: 0 } };
      const tenant = await makeTenant();
      const { status, body } = await changingNothing(() => create(tenant, sent));
      expect({ status, ...(body as object), messages: (body as { messages: string[] }).messages.toSorted() }).toEqual({
        status: 422,
        error: "Validation failed",
        messages: [
          "Callback token minutes must be 1 to 10",
          `Home URI ${web}`,
          "Name can't be blank",
          "Sign ups must be true or false",
          "Slug must have 2 to 63 characters",
        ],
      });
    });
  });
});
