import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badJson, badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { newUser, TIME } from "@/lib/testing/seen";
import { everyRow, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

/** A user nobody has seen yet, on the wire. */
const fresh = ({ site }: Tenant) => ({ ...newUser, site_id: Number(site.id) });

type Listed = { site_users: { id: number; email: string }[]; pagination: object };

const list = (tenant: Tenant, query = "") => answer(call("GET", `/api/site_users${query}`, { token: tenant.apiToken }));
const emails = (found: { body: unknown }) => (found.body as Listed).site_users.map(({ email }) => email);
const send = ({ apiToken }: Tenant, json: object) => answer(call("POST", "/api/site_users", { token: apiToken, json }));
const create = (tenant: Tenant, site_user: object) => send(tenant, { site_id: Number(tenant.site.id), site_user });
const signIn = ({ site }: Tenant, form: Record<string, string>) =>
  call("POST", `/${site.slug}/login`, { form }).then(({ status }) => status);

/** Many users at once, all of the same moment, as an import would leave them. */
const fill = ({ account, site }: Tenant, count: number) =>
  sql(
    `INSERT INTO site_users (id, account_id, site_id, email, email_canonical)
     SELECT $1::bigint + n, $2, $3, 'user' || n || '@example.com', 'user' || n || '@example.com' FROM generate_series(1, $4::int) AS n`,
    [newId() / 2n, account.scope.accountId, site.id, count],
  );

describe("GET /api/site_users", () => {
  describe("200", () => {
    test("lists the users of all the account's sites whole, newest first, and nobody else's", async () => {
      const tenant = await makeTenant();
      const second = await addSite(tenant);
      await makeUser(await makeTenant());
      const jane = await makeUser(tenant, "Jane.Doe@Example.com");
      const joe = await makeUser(second, "joe@example.com");
      await sql("UPDATE site_users SET email_verified_at = now(), last_sign_in_at = now() WHERE id = $1", [joe.id]);
      expect(await list(tenant)).toEqual({
        status: 200,
        body: {
          site_users: [
            { ...fresh(second), id: Number(joe.id), email: "joe@example.com", name: "Jane", email_verified: true, last_sign_in_at: TIME },
            { ...fresh(tenant), id: Number(jane.id), email: "Jane.Doe@example.com", name: "Jane" },
          ],
          pagination: { page: 1, per_page: 25, total_pages: 1, total_count: 2, total_is: "exact", next_cursor: null },
        },
      });
    });

    test("site_id= keeps to one site", async () => {
      const tenant = await makeTenant();
      const second = await addSite(tenant);
      await makeUser(tenant, "jane@example.com");
      await makeUser(second, "joe@example.com");
      expect(emails(await list(tenant, `?site_id=${tenant.site.id}`))).toEqual(["jane@example.com"]);
      expect(emails(await list(tenant, `?site_id=${second.site.id}`))).toEqual(["joe@example.com"]);
    });

    test("search= finds a part of the address in any case, and takes every character for itself", async () => {
      const tenant = await makeTenant();
      for (const email of ["jane_doe@example.com", "janeXdoe@example.com", "100%@example.com", "Joe@EXAMPLE.org"])
        await makeUser(tenant, email);
      const expected = {
        JANE: ["janeXdoe@example.com", "jane_doe@example.com"],
        jane_: ["jane_doe@example.com"],
        "%": ["100%@example.com"],
        "100%@": ["100%@example.com"],
        "j%e": [],
        "\\": [],
        "joe@example.org": ["Joe@example.org"],
        "@EXAMPLE.ORG": ["Joe@example.org"],
        Jane: ["janeXdoe@example.com", "jane_doe@example.com"],
        "' OR 1=1 --": [],
        "nobody@": [],
      };
      const searches = Object.keys(expected).map(async (search) => [
        search,
        emails(await list(tenant, `?search=${encodeURIComponent(search)}`)),
      ]);
      expect(Object.fromEntries(await Promise.all(searches))).toEqual(expected);
      expect(emails(await list(tenant, "?search="))).toHaveLength(4);
    });

    test("25 a page unless asked otherwise, at most 100; pages have every user once", async () => {
      const tenant = await makeTenant();
      await fill(tenant, 103);
      const page = async (query: string) => {
        const { body } = await list(tenant, query);
        const { site_users, pagination } = body as Listed;
        return { count: site_users.length, pagination };
      };
      expect(await page("")).toEqual({
        count: 25,
        pagination: { page: 1, per_page: 25, total_pages: 5, total_count: 103, total_is: "exact", next_cursor: expect.any(String) },
      });
      expect(await page("?per_page=1000")).toEqual({
        count: 100,
        pagination: { page: 1, per_page: 100, total_pages: 2, total_count: 103, total_is: "exact", next_cursor: expect.any(String) },
      });
      expect(await page("?per_page=1000&page=2")).toEqual({
        count: 3,
        pagination: { page: 2, per_page: 100, total_pages: 2, total_count: 103, total_is: "exact", next_cursor: null },
      });
      expect(await page("?page=99999999")).toEqual({
        count: 0,
        pagination: { page: 99999999, per_page: 25, total_pages: 5, total_count: 103, total_is: "exact", next_cursor: null },
      });
      expect(await page("?search=user9")).toEqual({
        count: 11,
        pagination: { page: 1, per_page: 25, total_pages: 1, total_count: 11, total_is: "exact", next_cursor: null },
      });
      const all = [];
      for (let number = 1; number <= 11; number++) all.push(...emails(await list(tenant, `?per_page=10&page=${number}`)));
      expect(new Set(all).size).toBe(103);
      expect(all).toHaveLength(103);
    });

    test("the Link header walks from the first page to the last", async () => {
      const tenant = await makeTenant();
      await fill(tenant, 30);
      const seen: string[] = [];
      let next: string | undefined = "/api/site_users?per_page=7&search=user";
      while (next) {
        const response: Response = await call("GET", next, { token: tenant.apiToken });
        seen.push(...((await response.json()) as Listed).site_users.map(({ email }) => email));
        next = /<([^>]*)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
      }
      expect(new Set(seen).size).toBe(30);
    });

    test("an empty list has no pages", async () => {
      expect(await list(await makeTenant())).toEqual({
        status: 200,
        body: {
          site_users: [],
          pagination: { page: 1, per_page: 25, total_pages: 0, total_count: 0, total_is: "exact", next_cursor: null },
        },
      });
    });
  });

  describe("400", () => {
    test("filters of the wrong type, a name said twice, a search that cannot be", async () => {
      const tenant = await makeTenant();
      const integer = "must be a positive integer";
      const wrong = ["0", "-1", "1.5", "1e9", "x", "", "%00", "+1", "01", "null", "[1]", "1,2", "0x10", "Infinity", tenant.site.slug];
      await expectRefusals(
        [
          ...wrong.map((value) => [`site_id=${value}`, badRequest(`Site ID ${integer}`)] as const),
          ["page=0", badRequest(`Page ${integer}`)],
          ["per_page=1e9", badRequest(`Per page ${integer}`)],
          ["per_page=-1", badRequest(`Per page ${integer}`)],
          [`site_id=${tenant.site.id}&site_id=${tenant.site.id}`, badRequest("Site ID is given twice")],
          ["search=a&search=b", badRequest("Search is given twice")],
          ["search=%00", badRequest("Search contains characters that are not allowed")],
          [`search=${"a".repeat(201)}`, badRequest("Search is too long")],
          ["page=x&per_page=y", badRequest(`Page ${integer}`, `Per page ${integer}`)],
        ],
        (query) => list(tenant, `?${query}`),
      );
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const response = await call("GET", "/api/site_users");
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await answer(Promise.resolve(response))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("a site that is not there and one that is somebody else's are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      await makeUser(other);
      for (const id of [other.site.id, 1, "9007199254740991", "9007199254740993", "9".repeat(1_000)]) {
        expect(await list(tenant, `?site_id=${id}`)).toEqual(notFound);
      }
    });
  });
});

describe("POST /api/site_users", () => {
  describe("201", () => {
    test("the documented body; its user can sign in with that password", async () => {
      const tenant = await makeTenant();
      const created = await create(tenant, { email: "user@example.com", password: "secure_password", name: "John Doe" });
      expect(created).toEqual({ status: 201, body: { site_user: { ...fresh(tenant), email: "user@example.com", name: "John Doe" } } });
      expect((await list(tenant)).body).toMatchObject({ site_users: [(created.body as { site_user: object }).site_user] });
      expect(await signIn(tenant, { email: "user@example.com", password: "secure_password" })).toBe(303);
      expect(await signIn(tenant, { email: "user@example.com", password: "secure_passwort" })).toBe(401);
    });

    test("the password is nowhere readable in the database, not even as a hash, and nobody is mailed", async () => {
      const tenant = await makeTenant();
      const jobs = (await everyRow())["graphile_worker._private_jobs"];
      await create(tenant, { email: "user@example.com", password: "canary-password" });
      const rows = await everyRow();
      expect(JSON.stringify(rows)).not.toMatch(/canary|argon2/);
      expect(JSON.stringify(rows)).not.toContain(Buffer.from("canary-password").toString("hex"));
      expect(JSON.stringify(rows)).not.toContain(Buffer.from("$argon2").toString("hex"));
      expect(rows["graphile_worker._private_jobs"]).toEqual(jobs);
    });

    test("an address is enough; without a password nothing opens the account", async () => {
      const tenant = await makeTenant();
      for (const [index, rest] of [{}, { password: null }, { password: null, name: "" }, { name: null }].entries()) {
        const email = `user${index}@example.com`;
        expect(await create(tenant, { email, ...rest })).toEqual({ status: 201, body: { site_user: { ...fresh(tenant), email } } });
        expect(await signIn(tenant, { email, password: "null" })).toBe(401);
      }
    });

    test("addresses are trimmed and keep their local part as it was typed, with a domain in A-labels", async () => {
      const tenant = await makeTenant();
      const seen = {
        " Jane@EXAMPLE.com ": "Jane@example.com",
        "jane+tag@münchen.example": "jane+tag@xn--mnchen-3ya.example",
        "o'hara@example.com": "o'hara@example.com",
      };
      for (const [typed, email] of Object.entries(seen)) {
        expect(await create(tenant, { email: typed })).toEqual({ status: 201, body: { site_user: { ...fresh(tenant), email } } });
      }
    });

    test("the same address may be at another site, of this account or another", async () => {
      const tenant = await makeTenant();
      for (const place of [tenant, await addSite(tenant), await makeTenant()]) {
        expect((await create(place, { email: "jane@example.com" })).status).toBe(201);
      }
    });

    test("any password of 8 to 256 characters works exactly as it was set, in either Unicode form", async () => {
      const tenant = await makeTenant();
      const passwords = [
        "73049165",
        " leading and trailing ",
        "a".repeat(256),
        "😀".repeat(8),
        "p\tä\"ß'\\<>&%00{}",
        "naïve café".normalize("NFD"),
        "日本語日本語日本",
        `${"a".repeat(72)}b`,
      ];
      for (const [index, password] of passwords.entries()) {
        const email = `user${index}@example.com`;
        expect((await create(tenant, { email, password })).status).toBe(201);
        expect(await signIn(tenant, { email, password: password.normalize("NFC") })).toBe(303);
        expect(await signIn(tenant, { email, password: password.normalize("NFD") })).toBe(303);
        expect(await signIn(tenant, { email, password: `${password}.` })).toBe(401);
      }
      expect(await signIn(tenant, { email: "user7@example.com", password: "a".repeat(72) })).toBe(401);
    });

    test("keys that only we write are ignored when they are sent back", async () => {
      const tenant = await makeTenant();
      const sent = {
        id: 1,
        site_id: 2,
        email_verified: true,
        created_at: "2001-01-01T00:00:00Z",
        updated_at: null,
        last_sign_in_at: "2001-01-01T00:00:00Z",
      };
      const created = await create(tenant, { email: "jane@example.com", ...sent });
      expect(created).toEqual({ status: 201, body: { site_user: { ...fresh(tenant), email: "jane@example.com" } } });
      expect(JSON.stringify(created)).not.toMatch(/2001|"id":1,/);
    });
  });

  describe("400", () => {
    test("what is no JSON or has no wrapper", async () => {
      const tenant = await makeTenant();
      const wrapper = badRequest('The body must have an object "site_user"');
      const id = Number(tenant.site.id);
      await expectRefusals(
        [
          ["", badJson],
          ["{", badJson],
          ["site_id=1", badJson],
          ["null", badRequest("The body must be a JSON object")],
          ["[]", badRequest("The body must be a JSON object")],
          ["{}", wrapper],
          [`{"site_id":${id}}`, wrapper],
          [`{"site_id":${id},"site_user":null}`, wrapper],
          [`{"site_id":${id},"site_user":[]}`, wrapper],
          [`{"site_id":${id},"site_user":"jane@example.com"}`, wrapper],
          [`{"site_id":${id},"email":"jane@example.com"}`, wrapper],
          [`{"site_id":${id},"site_id":${id},"site_user":{"email":"jane@example.com"}}`, badRequest("The body names a field twice")],
        ],
        (body) =>
          answer(call("POST", "/api/site_users", { token: tenant.apiToken, body, headers: { "content-type": "application/json" } })),
      );
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      const json = { site_id: Number(site.id), site_user: { email: "jane@example.com" } };
      expect(await changingNothing(() => answer(call("POST", "/api/site_users", { json })))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("a site that is not there and one that is somebody else's are one answer, whatever else is wrong", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      const ids = [Number(other.site.id), 1, Number.MAX_SAFE_INTEGER];
      await expectRefusals(
        ids.flatMap((site_id) =>
          [{}, { email: "x" }, { email: "jane@example.com" }].map((site_user) => [{ site_id, site_user }, notFound] as const),
        ),
        (json) => send(tenant, json),
      );
    });
  });

  describe("413", () => {
    test("a body over 64 kB", async () => {
      const tenant = await makeTenant();
      const sent = () => create(tenant, { email: "jane@example.com", password: "a".repeat(64 * 1024) });
      expect(await changingNothing(sent)).toEqual(tooLarge);
    });
  });

  describe("422", () => {
    test("the documented messages, both at once", async () => {
      const tenant = await makeTenant();
      const sent = () => create(tenant, { password: "short" });
      expect(await changingNothing(sent)).toEqual(invalid("Email can't be blank", "Password is too short"));
    });

    test("site_id that is no id", async () => {
      const tenant = await makeTenant();
      const integer = "Site ID must be an integer";
      const cases: [string, string][] = [
        ["null", "Site ID can't be blank"],
        [`"${tenant.site.id}"`, integer],
        [`[${tenant.site.id}]`, integer],
        ['{"not":1}', integer],
        ["true", integer],
        ["0", integer],
        ["-1", integer],
        ["1.5", integer],
        ["9007199254740992", integer],
        ["9007199254740993", integer],
        ["1e400", integer],
        ["1e21", integer],
      ];
      await expectRefusals(
        cases.map(([id, message]) => [`{"site_id":${id},"site_user":{"email":"jane@example.com"}}`, invalid(message)] as const),
        (body) =>
          answer(call("POST", "/api/site_users", { token: tenant.apiToken, body, headers: { "content-type": "application/json" } })),
      );
      expect(await send(tenant, { site_user: { email: "jane@example.com" } })).toEqual(invalid("Site ID can't be blank"));
    });

    test("addresses", async () => {
      const tenant = await makeTenant();
      const wrong = [
        "jane",
        "jane@",
        "@example.com",
        "jane@example",
        "jane@@example.com",
        "jane doe@example.com",
        "Jane <jane@example.com>",
        "jane@exa mple.com",
      ];
      wrong.push(
        "a@b.example,c@d.example",
        "jane@example.com\nBcc: eve@evil.example",
        "jane\u0000@example.com",
        "jäne@example.com",
        "jane@\uff20.example",
        "jane@example.com\ud800",
      );
      wrong.push(
        "jane@127.0.0.1",
        "jane@[127.0.0.1]",
        '"jane"@example.com',
        "jane..doe@example.com",
        `${"a".repeat(65)}@example.com`,
        `jane@${"a.".repeat(200)}example`,
      );
      const cases: [unknown, string][] = [
        ...wrong.map((email): [string, string] => [email, "Email is invalid"]),
        [null, "Email can't be blank"],
        ["", "Email can't be blank"],
        ["  ", "Email can't be blank"],
        [5, "Email must be a text"],
        [true, "Email must be a text"],
        [["jane@example.com"], "Email must be a text"],
        [{ contains: "@" }, "Email must be a text"],
      ];
      await expectRefusals(
        cases.map(([email, message]) => [email, invalid(message)] as const),
        (email) => create(tenant, { email }),
      );
    });

    test("passwords", async () => {
      const tenant = await makeTenant();
      const cases: [unknown, string][] = [
        ["", "Password can't be blank"],
        ["1234567", "Password is too short"],
        ["😀".repeat(7), "Password is too short"],
        ["a".repeat(257), "Password is too long"],
        ["😀".repeat(257), "Password is too long"],
        ["日".repeat(400), "Password is too long"],
        ["a".repeat(60_000), "Password is too long"],
        ["12345678\u0000", "Password contains characters that are not allowed"],
        ["12345678\ud800", "Password contains characters that are not allowed"],
        ["12345678\udc00", "Password contains characters that are not allowed"],
        [12345678, "Password must be a text"],
        [true, "Password must be a text"],
        [false, "Password must be a text"],
        [["12345678"], "Password must be a text"],
        [{ not: "" }, "Password must be a text"],
      ];
      await expectRefusals(
        cases.map(([password, message]) => [password, invalid(message)] as const),
        (password) => create(tenant, { email: "jane@example.com", password }),
      );
    });

    test("names", async () => {
      const tenant = await makeTenant();
      const chars = "Name contains characters that are not allowed";
      const cases: [unknown, string][] = [
        ["a".repeat(201), "Name is too long"],
        ["Jane\u0000", chars],
        ["Jane\r\nBcc: eve@evil.example", chars],
        ["Jane\u202eenaJ", chars],
        ["Jane\ud83d", chars],
        ["Jane\u001b[31m", chars],
        [5, "Name must be a text"],
        [["Jane"], "Name must be a text"],
        [{ set: "Jane" }, "Name must be a text"],
      ];
      await expectRefusals(
        cases.map(([name, message]) => [name, invalid(message)] as const),
        (name) => create(tenant, { email: "jane@example.com", name }),
      );
    });

    test("an address that is taken at this site, in whatever spelling", async () => {
      const tenant = await makeTenant();
      await makeUser(tenant, "Jane@Example.com");
      await expectRefusals(
        ["Jane@example.com", "jane@example.com", "JANE@EXAMPLE.COM", " jane@example.com "].map(
          (email) => [email, invalid("Email has already been taken")] as const,
        ),
        (email) => create(tenant, { email }),
      );
    });

    test("keys that are none of ours", async () => {
      const tenant = await makeTenant();
      const keys = [
        "account_id",
        "accountId",
        "uuid",
        "password_sealed",
        "passwordSealed",
        "email_canonical",
        "emailVerifiedAt",
        "email_verified_at",
        "role",
        "admin",
      ];
      keys.push("activated", "emailVerified", "digest", "constructor", "toString", "", "email ", "Email", "user_id", "site");
      const refusals = await changingNothing(() => Promise.all(keys.map((key) => create(tenant, { email: "jane@example.com", [key]: 1 }))));
      const refusal = { status: 422, body: { error: "Validation failed", messages: [expect.stringMatching(/ is not a known field$/)] } };
      expect(refusals).toEqual(keys.map(() => refusal));
      const beside = { site_id: Number(tenant.site.id), site_user: { email: "jane@example.com" }, account_id: 1 };
      expect(await send(tenant, beside)).toEqual(invalid("Account ID is not a known field"));
    });
  });
});
