import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { NAUGHTY } from "@/lib/testing/naughty-texts";
import { everyRow } from "@/lib/testing/sql";

/** Bodies that no route takes. `key` is the wrapper of the resource, `id` a site of the sender's. */
function hostile(key: string, id: bigint): [name: string, body: string | Uint8Array, headers?: Record<string, string>][] {
  const site = key === "site_user" ? `"site_id":${id},` : "";
  const wrapped = (inner: string) => `{${site}"${key}":${inner}}`;
  const text = (value: string, encoding: BufferEncoding) => Buffer.from(value, encoding);
  const utf16be = (value: string) => text(value, "utf16le").swap16();
  const deep = (open: string, close: string, depth: number, core = "1") => open.repeat(depth) + core + close.repeat(depth);
  const name = (value: string) => wrapped(`{"name":${value}}`);
  return [
    ["nothing", ""],
    ["white space", " \t\r\n"],
    ["one brace", "{"],
    ["half a name", '{"si'],
    ["half a value", wrapped('{"name":"Acm')],
    ["a missing end", wrapped('{"name":"A"').slice(0, -1)],
    ["one end too many", `${name('"A"')}}`],
    ["two documents", `${name('"A"')}${name('"B"')}`],
    ["two lines of documents", `${name('"A"')}\n${name('"B"')}`],
    ["a trailing comma", `{${site}"${key}":{"name":"A",}}`],
    ["a leading comma", `{,"${key}":{}}`],
    ["a comment", `{/* a */"${key}":{}}`],
    ["a line comment", `// a\n${name('"A"')}`],
    ["single quotes", `{'${key}':{}}`],
    ["no quotes", `{${key}:{}}`],
    ["NaN", name("NaN")],
    ["Infinity", name("-Infinity")],
    ["undefined", name("undefined")],
    ["hexadecimal", name("0x41")],
    ["a leading zero", name("01")],
    ["a leading plus", name("+1")],
    ["a bare point", name(".5")],
    ["True", name("True")],
    ["a function", name("function(){}")],
    ["a raw newline in a text", name('"a\nb"')],
    ["a raw NUL in a text", name('"a\0b"')],
    ["a raw control character", name('"a\u0001b"')],
    ["an escape that is none", name('"\\x41"')],
    ["half an escape", name('"\\u00"')],
    ["an escaped NUL", name('"a\\u0000b"')],
    ["an escaped lone surrogate", name('"\\ud800"')],
    ["an escaped lone surrogate, the other half", name('"\\udfff"')],
    ["swapped surrogates", name('"\\udc00\\ud800"')],
    ["a lone surrogate as a name", wrapped('{"\\ud800":1}')],
    ["NUL as a name", wrapped('{"\\u0000":1}')],
    ["null", "null"],
    ["true", "true"],
    ["a number", "42"],
    ["a text", '"site"'],
    ["an empty list", "[]"],
    ["a list of the resource", `[${name('"A"')}]`],
    ["an empty object", "{}"],
    ["the wrapper null", wrapped("null")],
    ["the wrapper a list", wrapped("[]")],
    ["the wrapper a text", wrapped('"x"')],
    ["the wrapper a number", wrapped("0")],
    ["the wrapper in another case", name('"A"').replace(`"${key}"`, `"${key.toUpperCase()}"`)],
    ["the wrapper twice", `{${site}"${key}":{"name":"A"},"${key}":{"name":"B"}}`],
    ["a field twice", wrapped('{"name":"A","name":"B"}')],
    ["a field twice, once escaped", wrapped('{"name":"A","n\\u0061me":"B"}')],
    ["__proto__ with fields", wrapped('{"__proto__":{"name":"A"},"email":"jane@example.com"}')],
    ["__proto__ as the wrapper", `{${site}"__proto__":{"name":"A"}}`],
    ["constructor.prototype", wrapped('{"name":"A","constructor":{"prototype":{"polluted":1}}}')],
    ["toString as a text", wrapped('{"toString":"x"}')],
    ["toJSON", wrapped('{"name":{"toJSON":"x"}}')],
    ["a filter as a name", name('{"contains":""}')],
    ["an update as a name", name('{"set":"A"}')],
    ["a relation", wrapped('{"account":{"connect":{"id":1}}}')],
    ["a list as a name", name('["A"]')],
    ["a list that looks like a text", name('{"0":"A","length":1}')],
    ["a huge exponent", name("1e400")],
    ["a tiny exponent", name("-1e-400")],
    ["2^53 + 1", name("9007199254740993")],
    ["a number of 60,000 digits", name("9".repeat(60_000))],
    ["a fraction of 60,000 digits", name(`0.${"3".repeat(60_000)}`)],
    ["30,000 open brackets", "[".repeat(30_000)],
    ["15,000 open objects", '{"a":'.repeat(10_000)],
    ["lists 30,000 deep", deep("[", "]", 30_000)],
    ["lists 15,000 deep as a name", name(deep("[", "]", 15_000))],
    ["objects 8,000 deep as a name", name(deep('{"a":', "}", 8_000))],
    ["objects 8,000 deep as the wrapper", wrapped(deep('{"a":', "}", 8_000))],
    ["7,000 names", wrapped(`{${Array.from({ length: 7_000 }, (_, index) => `"k${index}":1`).join()}}`)],
    ["30,000 elements", name(`[${"1,".repeat(30_000)}1]`)],
    ["a name of 60,000 characters", wrapped(`{"${"k".repeat(60_000)}":1}`)],
    ["60,000 quotes", '"'.repeat(60_000)],
    ["60,000 backslashes", `{"a":"${"\\".repeat(60_000)}`],
    ["more than 64 kB", name(`"A"`).padEnd(64 * 1024 + 1)],
    ["more than 64 kB in one text", name(`"${"a".repeat(70_000)}"`)],
    ["a byte order mark and nothing", "\ufeff"],
    ["a byte order mark and no wrapper", "\ufeff{}"],
    ["UTF-16", text(name('"A"'), "utf16le")],
    ["UTF-16 with its mark", text(`\ufeff${name('"A"')}`, "utf16le")],
    ["UTF-16, the other way round", utf16be(`\ufeff${name('"A"')}`)],
    ["UTF-16 that says so", text(name('"A"'), "utf16le"), { "content-type": "application/json; charset=utf-16" }],
    ["Latin-1", text(name('"\u00e9"'), "latin1")],
    ["half a character", Buffer.concat([text(name('"A'), "utf8"), Buffer.from([0xc3])])],
    ["an overlong slash", Buffer.concat([text('{"a":"', "utf8"), Buffer.from([0xc0, 0xaf]), text('"}', "utf8")])],
    ["a surrogate in UTF-8", Buffer.concat([text('{"a":"', "utf8"), Buffer.from([0xed, 0xa0, 0x80]), text('"}', "utf8")])],
    ["bytes of no meaning", Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ["only zeros", Buffer.alloc(1_000)],
    ["gzip", gzipSync(name('"A"'))],
    ["gzip that says so", gzipSync(name('"A"')), { "content-encoding": "gzip" }],
    ["a form", `${key}[name]=A`, { "content-type": "application/x-www-form-urlencoded" }],
    ["JSON as a form", name('"A"'), { "content-type": "application/x-www-form-urlencoded" }],
    ["JSON as text", name('"A"'), { "content-type": "text/plain" }],
    ["JSON as nothing", name('"A"'), { "content-type": "" }],
    ["two content types", name('"A"'), { "content-type": "text/plain, application/json" }],
    [
      "multipart",
      `--x\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n{}\r\n--x--`,
      { "content-type": "multipart/form-data; boundary=x" },
    ],
    ["XML", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><${key}>&b;</${key}>`],
    ["YAML", `${key}:\n  name: A`],
    ["JSONP", `cb(${name('"A"')})`],
    ["an XSSI prefix", `)]}',\n${name('"A"')}`],
  ];
}

let tenant: Tenant;
let userId: bigint;
beforeAll(async () => {
  tenant = await makeTenant();
  userId = (await makeUser(tenant)).id;
});

const ROUTES: [name: string, key: "site" | "site_user", path: () => string][] = [
  ["POST /api/sites", "site", () => "/api/sites"],
  ["PATCH /api/sites/:id", "site", () => `/api/sites/${tenant.site.id}`],
  ["PUT /api/sites/:id", "site", () => `/api/sites/${tenant.site.id}`],
  ["POST /api/site_users", "site_user", () => "/api/site_users"],
  ["PATCH /api/site_users/:id", "site_user", () => `/api/site_users/${userId}`],
  ["PUT /api/site_users/:id", "site_user", () => `/api/site_users/${userId}`],
  // These take no body: whatever comes along is not looked at. They name nothing that is there, so nothing is done.
  ["POST /api/site_user_sessions/:token", "site", () => "/api/site_user_sessions/tkn_nothing"],
  ["POST /api/site_user_sessions/:id/mark_used", "site", () => "/api/site_user_sessions/1/mark_used"],
  ["DELETE /api/sites/:id", "site", () => "/api/sites/1"],
  ["DELETE /api/site_users/:id", "site", () => "/api/site_users/1"],
  ["DELETE /api/site_user_sessions/:id", "site", () => "/api/site_user_sessions/1"],
];

type Answered = { name: string; status: number; shape: boolean };

/** Sends every hostile body and says which were answered otherwise than with a refusal in the documented shape. */
async function accepted(
  bodies: ReturnType<typeof hostile>,
  send: (body: Uint8Array, headers: Record<string, string>) => Promise<Response>,
): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (const [name, body, headers = {}] of bodies) {
    const response = await send(Buffer.from(body as Uint8Array), { "content-type": "application/json", ...headers });
    const parsed = (await response.json()) as { error?: unknown; messages?: unknown[] };
    const shape =
      Object.keys(parsed).toSorted().join() === "error,messages" && typeof parsed.error === "string" && Array.isArray(parsed.messages);
    answers.push({ name, status: response.status, shape });
  }
  return answers.filter(({ status, shape }) => ![400, 404, 413, 415, 422].includes(status) || !shape);
}

describe("a hostile body", () => {
  test.each(ROUTES)("is refused by %s, every one of them, and nothing changes", async (route, key, path) => {
    const [method = ""] = route.split(" ");
    const bodies = hostile(key, tenant.site.id);
    expect(bodies.length).toBeGreaterThanOrEqual(60);
    expect(new Set(bodies.map(([name]) => name)).size).toBe(bodies.length);
    const before = await everyRow();
    const send = (body: Uint8Array, headers: Record<string, string>) =>
      call(method, path(), { token: tenant.apiToken, body: body as unknown as string, headers });
    expect(await accepted(bodies, send)).toEqual([]);
    expect(await everyRow()).toEqual(before);
  });

  test("this search finds a route that takes one, that fails, or that answers in another shape", async () => {
    const bodies: ReturnType<typeof hostile> = [["a body", "{"]];
    const answers = (status: number, body: object) => async () => Response.json(body, { status });
    const right = { error: "Bad Request", messages: [] };
    expect(await accepted(bodies, answers(400, right))).toEqual([]);
    for (const [status, body] of [
      [201, { site: {} }],
      [500, right],
      [400, { message: "no" }],
      [400, { ...right, site_user: {} }],
    ] as const) {
      expect(await accepted(bodies, answers(status, body))).toHaveLength(1);
    }
  });

  test("pollutes no prototype", () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("a value of another type", () => {
  const VALUES: unknown[] = [
    null,
    true,
    false,
    0,
    1,
    -1,
    2,
    1.5,
    1e21,
    9007199254740991,
    "",
    " ",
    "0",
    "1",
    "true",
    "null",
    "undefined",
    [],
    [[]],
    [null],
    [0],
    ["x"],
  ];
  VALUES.push(
    [""],
    [{}],
    ["https://a.example", 1],
    {},
    { not: "" },
    { contains: "@" },
    { equals: null },
    { set: "x" },
    { in: ["x"] },
    { gt: 0 },
    { $ne: null },
    { $gt: "" },
  );
  VALUES.push(
    { length: 1 },
    { toString: "x" },
    { valueOf: 1 },
    { "": "" },
    { 0: "a", length: 1 },
    { OR: [] },
    { connect: { id: 1 } },
    { raw: "1=1" },
    { __type: "Date" },
  );

  const isText = (value: unknown) => typeof value === "string" && value.trim() !== "";
  const isBlank = (value: unknown) => value === null || (typeof value === "string" && value.trim() === "");
  /** What each field takes of these; all else has to be refused. */
  const SITE: Record<string, (value: unknown) => boolean> = {
    name: isText,
    home_uri: isBlank,
    success_uri: isBlank,
    cancel_uri: isBlank,
    failed_uri: isBlank,
    allowed_origins: (value) => Array.isArray(value) && value.length === 0,
    settings: (value) => same(value, {}),
    "settings.sign_ups": (value) => typeof value === "boolean",
    "settings.email_verification": () => false,
    "settings.callback_token_minutes": (value) => value === 1 || value === 2,
  };
  const isPassword = (value: unknown) => typeof value === "string" && value.length >= 8;
  const USER: typeof SITE = { email: () => false, password: isPassword, name: (value) => isText(value) || isBlank(value) };
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const put = (field: string, value: unknown) =>
    field.startsWith("settings.") ? { settings: { [field.slice(9)]: value } } : { [field]: value };

  const CASES: [route: string, path: () => string, fields: typeof SITE, body: (inner: object) => object][] = [
    ["POST /api/sites", () => "/api/sites", { ...SITE, slug: () => false }, (inner) => ({ site: { name: "Acme", ...inner } })],
    ["PATCH /api/sites/:id", () => `/api/sites/${tenant.site.id}`, { ...SITE, slug: () => false }, (inner) => ({ site: inner })],
    [
      "POST /api/site_users",
      () => "/api/site_users",
      { ...USER, password: (value) => value === null || isPassword(value) },
      (inner) => ({ site_id: Number(tenant.site.id), site_user: { email: "type@example.com", ...inner } }),
    ],
    ["PATCH /api/site_users/:id", () => `/api/site_users/${userId}`, USER, (inner) => ({ site_user: inner })],
  ];

  test.each(CASES)("is refused by %s in every field, and nothing changes", async (route, path, fields, body) => {
    expect(VALUES.length).toBeGreaterThanOrEqual(40);
    const before = await everyRow();
    for (const [field, takes] of Object.entries(fields)) {
      for (const value of VALUES.filter((candidate) => !takes(candidate))) {
        // A slug of digits is one, and so is "true".
        if (field === "slug" && typeof value === "string" && route.startsWith("POST") && /^[a-z0-9]{2,}$/.test(value)) continue;
        const { status } = await call(route.split(" ")[0] ?? "", path(), { token: tenant.apiToken, json: body(put(field, value)) });
        expect([field, value, status]).toEqual([field, value, 422]);
      }
    }
    expect(await everyRow()).toEqual(before);
  });

  test("and what each field does take is not refused with it", async () => {
    for (const [field, takes] of Object.entries(SITE)) {
      for (const value of VALUES.filter(takes)) {
        const { status } = await call("PATCH", `/api/sites/${tenant.site.id}`, {
          token: tenant.apiToken,
          json: { site: put(field, value) },
        });
        expect([field, value, status]).toEqual([field, value, 200]);
      }
    }
  });

  test("is refused as site_id", async () => {
    for (const site_id of VALUES.filter((value) => !(Number.isSafeInteger(value) && (value as number) > 0))) {
      const json = { site_id, site_user: { email: "type@example.com" } };
      const { status } = await call("POST", "/api/site_users", { token: tenant.apiToken, json });
      expect([site_id, status]).toEqual([site_id, 422]);
    }
  });
});

describe("a naughty text", () => {
  const change = (path: string, json: object) => call("PATCH", path, { token: tenant.apiToken, json });

  test.each<[string, (text: string) => Promise<Response>, (body: never) => unknown]>([
    [
      "a site's name",
      (name) => change(`/api/sites/${tenant.site.id}`, { site: { name } }),
      ({ site }: { site: { name: string } }) => site.name,
    ],
    [
      "a user's name",
      (name) => change(`/api/site_users/${userId}`, { site_user: { name } }),
      (body: { site_user: { name: string } }) => body.site_user.name,
    ],
    [
      "an address of the customer's",
      (text) => change(`/api/sites/${tenant.site.id}`, { site: { home_uri: `https://acme.example/?q=${text}` } }),
      ({ site }: { site: { home_uri: string } }) => site.home_uri.replace("https://acme.example/?q=", ""),
    ],
  ])("in %s comes back as it was sent, or is refused", async (_, send, read) => {
    const outcomes = { verbatim: 0, refused: 0 };
    for (const text of NAUGHTY) {
      const response = await send(text);
      expect([text, [200, 422].includes(response.status)]).toEqual([text, true]);
      const body = (await response.json()) as never;
      if (response.status === 422) outcomes.refused += 1;
      else {
        outcomes.verbatim += 1;
        expect([text, read(body) || null]).toEqual([text, text.trim() || null]);
      }
    }
    expect(outcomes.verbatim).toBeGreaterThan(20);
    expect(outcomes.refused).toBeGreaterThan(10);
  });

  test.each(["email", "password"])("in a user's %s is no failure", async (field) => {
    for (const text of NAUGHTY) {
      const { status } = await change(`/api/site_users/${userId}`, { site_user: { [field]: text } });
      expect([text, [200, 422].includes(status)]).toEqual([text, true]);
    }
  });

  test.each([
    "/api/sites?search=",
    "/api/sites?slug=",
    "/api/site_users?search=",
    "/api/mails?to=",
    "/api/sites/",
    "/api/site_users/",
    "/api/site_user_sessions/",
  ])("in %s is no failure", async (path) => {
    for (const text of NAUGHTY) {
      // A URL has no halves of characters, and ingress lets no NUL and no slash come this far in a path.
      const encoded = encodeURIComponent(text.toWellFormed());
      if (!path.includes("?") && /%2F|%00|^\.+$|^$/.test(encoded)) continue;
      const { status } = await call("GET", path + encoded, { token: tenant.apiToken });
      expect([text, [200, 400, 404].includes(status)]).toEqual([text, true]);
    }
  });

  test("as a slug is refused or is one", async () => {
    for (const text of NAUGHTY) {
      const { status } = await call("POST", "/api/sites", { token: tenant.apiToken, json: { site: { name: "Acme", slug: text } } });
      expect([text, status]).toEqual([text, /^[a-z0-9](-?[a-z0-9])+$/.test(text) && text.length < 64 ? 201 : 422]);
    }
  });
});
