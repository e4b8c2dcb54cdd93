import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { escapeValue } from "@/lib/hosted/parts/site-link";
import { env, setEnv } from "@/lib/kernel/env";
import { call } from "@/lib/testing/call-route";
import { makeBrowser, type Seen, seen, send } from "@/lib/testing/hosted-pages";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { makeFactor, makeStep } from "@/lib/testing/make-factor";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { MARKUP } from "@/lib/testing/naughty-texts";
import { rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { ROUTES } from "@/server/routes.gen";
import type { ContractedRoute } from "./route";

/** A form that each page takes. A page that is missing here fails the first test. */
const FORMS: Record<string, (tenant: Tenant) => Promise<Record<string, string>>> = {
  login: async (tenant) => ({ email: (await makeUser(tenant)).email, password: PASSWORD }),
  "login/code": async () => ({ code: "123456" }),
  signup: async () => ({ email: `${unique("new")}@example.com`, password: PASSWORD }),
  "reset-password": async (tenant) => ({ email: (await makeUser(tenant)).email }),
  "verify-email": async (tenant) => ({ email: (await makeUser(tenant)).email }),
  "second-factor": async (tenant) => {
    const user = await makeUser(tenant);
    const { code } = await makeFactor(tenant, user);
    return { step: await makeStep(tenant, user), factor: "totp", code: code() };
  },
  logout: async () => ({}),
  embed: async (tenant) => ({ email: (await makeUser(tenant)).email, password: PASSWORD }),
};

/** Those for whoever is signed in are swept in account/account-page.test.ts; one only says where another is; what leads to a provider and back is tested in pages/social.test.ts. */
const hosted = ROUTES.filter(([pattern, module]) => {
  if (pattern.endsWith("/change-password")) return false;
  const contract = (module?.GET as ContractedRoute | undefined)?.contract;
  return contract?.kind === "hosted" && !contract.browserSession && !contract.leadsOn;
});
const pages = hosted.map(([pattern]) => pattern.replace("/[site]/", ""));
const posting = hosted.filter(([, module]) => module?.POST).map(([pattern]) => pattern.replace("/[site]/", ""));

test("every hosted page is swept", () => {
  expect(posting.sort()).toEqual(Object.keys(FORMS).sort());
  expect(pages.sort()).toEqual([...posting, "signed-in"].sort());
});

async function setUp(page: string, site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  return { tenant, path: `/${tenant.site.slug}/${page}`, form: (await FORMS[page]?.(tenant)) ?? {} };
}

/** SECURITY: what holds for every answer of a hosted page, whatever it says. */
function expectSafe({ status, headers, html }: Seen): void {
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("referrer-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  const policy = directives(headers);
  expect(policy["default-src"]).toBe("'none'");
  expect(policy["frame-ancestors"]).toBe(html.includes('<meta name="signin-fast"') ? "https://acme.example" : "'self'");
  if (html === "") return;
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(headers.get("content-security-policy")).not.toMatch(/unsafe|\*|data:|blob:|https?:(?!\/\/)/);
  expect(policy["base-uri"]).toBe("'none'");
  expect(policy["script-src"]).toBe(hashesOf(html, "script"));
  expect(policy["style-src"]).toBe(hashesOf(html, "style"));
  expect(html.replace(MODULE, "")).not.toMatch(
    /<link(?! rel="expect" href="#end")|<base|<iframe|<object|<embed|<img|\ssrc=|\sstyle=|\son[a-z]+=|@import|url\(|javascript:/i,
  );
  expect(html).toContain('<meta name="robots" content="noindex">');
  expect(html.match(/<h1/g)).toHaveLength(1);
  if (status >= 400) expect(headers.getSetCookie()).toEqual([]);
}

const directives = (headers: Headers) =>
  Object.fromEntries(
    (headers.get("content-security-policy") ?? "").split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]),
  );

/** The one thing that a page may load. */
const MODULE = /<script type="module" src="\/static\/passkey\.js"><\/script>/;

function hashesOf(html: string, tag: "script" | "style"): string {
  const texts = [...html.replace(MODULE, "").matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, "gs"))].map(([, text = ""]) => text);
  const hashes = texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  const modules = tag === "script" && MODULE.test(html) ? [`${OWN}/static/passkey.js`] : [];
  return [...hashes, ...modules].join(" ") || "'none'";
}

const OWN = "http://signin.localhost";

describe.each(pages)("GET /{slug}/%s", (page) => {
  test("200 is safe, sets no cookie, and is the same for @slug and for a trailing slash", async () => {
    const { tenant, path } = await setUp(page);
    const plain = await seen(call("GET", path));
    expect(plain.status).toBe(200);
    expectSafe(plain);
    expect(plain.headers.getSetCookie()).toEqual([]);
    for (const alias of [`/@${tenant.site.slug}/${page}`, `/%40${tenant.site.slug}/${page}`, `${path}/`]) {
      const other = await seen(call("GET", alias));
      expect({ alias, status: other.status, same: other.html === plain.html }).toEqual({ alias, status: 200, same: true });
    }
  });

  test("HEAD is GET without its body", async () => {
    const { path } = await setUp(page);
    const [get, head] = [await call("GET", path), await call("HEAD", path)];
    expect({ status: head.status, headers: [...head.headers], body: await head.text() }).toEqual({
      status: 200,
      headers: [...get.headers],
      body: "",
    });
  });

  test("404 for a site that does not exist, byte for byte the same whatever it is called", async () => {
    const { tenant } = await setUp(page);
    const { slug } = tenant.site;
    const names = [
      "nobody-here",
      slug.toUpperCase(),
      `@@${slug}`,
      `${slug}x`,
      `${slug}%20`,
      `%20${slug}`,
      "constructor",
      "__proto__",
      "x".repeat(5_000),
    ];
    const answers = await Promise.all(names.map((name) => seen(call("GET", `/${name}/${page}`))));
    for (const answer of answers) {
      expectSafe(answer);
      expect({ status: answer.status, same: answer.html === answers[0]?.html }).toEqual({ status: 404, same: true });
    }
  });

  test("400 for a state that is too long; the longest one is fine", async () => {
    const { path } = await setUp(page);
    const tooLong = await seen(call("GET", `${path}?state=${"x".repeat(1_025)}`));
    expectSafe(tooLong);
    expect(tooLong.status).toBe(400);
    expect((await call("GET", `${path}?state=${"x".repeat(1_024)}`)).status).toBe(200);
  });

  test.each(["a\nb", "a\r\nb", "\0"])("400 for a state that no form brings back as it was: %j", async (state) => {
    const { path } = await setUp(page);
    expect((await call("GET", `${path}?state=${encodeURIComponent(state)}`)).status).toBe(400);
  });

  test("other methods are 405 with what is allowed, OPTIONS says it too", async () => {
    const { path } = await setUp(page);
    const allow = posting.includes(page) ? "GET, POST, HEAD, OPTIONS" : "GET, HEAD, OPTIONS";
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const answer = await seen(call(method, path, { form: {} }));
      expectSafe(answer);
      expect({ status: answer.status, allow: answer.headers.get("allow") }).toEqual({ status: 405, allow });
    }
    const options = await call("OPTIONS", path);
    expect({ status: options.status, allow: options.headers.get("allow") }).toEqual({ status: 204, allow });
    expect([...options.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe.each(posting)("POST /{slug}/%s", (page) => {
  const OK: Record<string, number> = {
    login: 303,
    "login/code": 200,
    signup: 303,
    "reset-password": 200,
    "verify-email": 200,
    "second-factor": 303,
    logout: 303,
    embed: 200,
  };

  test.each<[string, Record<string, string>]>([
    ["a program: neither header", {}],
    ["a program that sends a Referer", { referer: "https://evil.example/" }],
    ["our own page", { origin: OWN }],
    ["our own page in a browser of today", { origin: OWN, "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate" }],
    ["our own page, Origin left out", { "sec-fetch-site": "same-origin" }],
    ["typed by hand or reloaded", { "sec-fetch-site": "none" }],
    ["an alias of this machine", { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }],
    ["an IPv6 alias of this machine", { host: "[::1]:3000", origin: "http://[::1]:3000" }],
  ])("takes %s", async (_, headers) => {
    const { path, form } = await setUp(page);
    const answer = await send(path, form, headers);
    expectSafe(answer);
    expect(answer.status).toBe(OK[page]);
  });

  test.each<[string, Record<string, string>]>([
    ["somebody else's page", { origin: "https://evil.example" }],
    ["the customer's own page", { origin: "https://acme.example" }],
    ["a page without an origin (sandboxed, data:, redirected)", { origin: "null" }],
    ["an empty Origin", { origin: "" }],
    ["our host on another scheme", { origin: "https://signin.localhost" }],
    ["our host on another port", { origin: `${OWN}:81` }],
    ["a host that begins like ours", { origin: `${OWN}.evil.example` }],
    ["a host below ours", { origin: "http://evil.signin.localhost" }],
    ["our host with a user in front", { origin: "http://signin.localhost@evil.example" }],
    ["our origin with a path", { origin: `${OWN}/` }],
    ["two origins", { origin: `${OWN}, https://evil.example` }],
    ["another alias than the one addressed", { host: "127.0.0.1", origin: OWN }],
    ["a neighbour", { "sec-fetch-site": "same-site" }],
    ["a stranger, Origin left out", { "sec-fetch-site": "cross-site" }],
    ["what no browser sends", { "sec-fetch-site": "anything" }],
    ["a foreign Origin with a good Sec-Fetch-Site", { origin: "https://evil.example", "sec-fetch-site": "same-origin" }],
  ])("403 for %s: nothing is done", async (_, headers) => {
    const { path, form } = await setUp(page);
    const before = [
      await rowsOf("site_users"),
      await rowsOf("callback_tokens"),
      await rowsOf("graphile_worker._private_jobs"),
      await rowsOf("attempts"),
    ];
    const answer = await send(path, form, headers);
    expectSafe(answer);
    expect(answer.status).toBe(403);
    const after = [
      await rowsOf("site_users"),
      await rowsOf("callback_tokens"),
      await rowsOf("graphile_worker._private_jobs"),
      await rowsOf("attempts"),
    ];
    expect(after).toEqual(before);
  });

  test("200 or 303 for each content type that forms have", async () => {
    const boundary = "----x";
    const multipart = (form: Record<string, string>) =>
      `${Object.entries(form)
        .map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
        .join("")}--${boundary}--\r\n`;
    const encoded = (form: Record<string, string>) => new URLSearchParams(form).toString();
    const types: [string, (form: Record<string, string>) => string][] = [
      ["application/x-www-form-urlencoded", encoded],
      ["Application/X-WWW-Form-URLencoded; charset=utf-8", encoded],
      [`multipart/form-data; boundary=${boundary}`, multipart],
    ];
    for (const [type, body] of types) {
      const { path, form } = await setUp(page);
      const answer = await seen(call("POST", path, { body: body(form), headers: { "content-type": type } }));
      expect({ type, status: answer.status }).toEqual({ type, status: OK[page] });
    }
  });

  test.each([
    "application/json",
    "text/plain",
    "text/html",
    "application/xml",
    "x",
    "application/x-www-form-urlencoded2",
    "multipart/mixed; boundary=x",
  ])("415 for %s", async (type) => {
    const { path, form } = await setUp(page);
    const answer = await seen(call("POST", path, { body: new URLSearchParams(form).toString(), headers: { "content-type": type } }));
    expectSafe(answer);
    expect(answer.status).toBe(415);
  });

  test.each([
    ["a field twice", "state=a&state=a"],
    ["an unknown field twice", "x=1&x=2"],
    ["a field and its encoded twin", "state=a&stat%65=b"],
    ["a state that is too long", `state=${"x".repeat(1_025)}`],
  ])("400 for %s", async (_, more) => {
    const { path, form } = await setUp(page);
    const body = `${new URLSearchParams(form)}&${more}`;
    const answer = await seen(call("POST", path, { body, headers: { "content-type": "application/x-www-form-urlencoded" } }));
    expectSafe(answer);
    expect(answer.status).toBe(400);
  });

  test.each([
    ["no boundary", "multipart/form-data", "x"],
    ["a body that is none", "multipart/form-data; boundary=x", "nothing like it"],
    [
      "a file",
      "multipart/form-data; boundary=x",
      '--x\r\ncontent-disposition: form-data; name="email"; filename="a"\r\n\r\na\r\n--x--\r\n',
    ],
  ])("400 for multipart with %s", async (_, type, body) => {
    const { path } = await setUp(page);
    const answer = await seen(call("POST", path, { body, headers: { "content-type": type } }));
    expectSafe(answer);
    expect(answer.status).toBe(400);
  });

  test("413 for more than 64 kB, whether it says so or not", async () => {
    const { path, form } = await setUp(page);
    const big = await send(path, { ...form, x: "y".repeat(65_536) });
    expectSafe(big);
    expect(big.status).toBe(413);
    const declared = await send(path, form, { "content-length": "65537" });
    expect(declared.status).toBe(413);
  });

  test("404 for a site that does not exist", async () => {
    const { form } = await setUp(page);
    const answer = await send(`/nobody-here/${page}`, form);
    expectSafe(answer);
    expect(answer.status).toBe(404);
  });

  test("names that objects have of their own are only names", async () => {
    const { path, form } = await setUp(page);
    const answer = await send(path, { ...form, constructor: "x", toString: "x", hasOwnProperty: "x", ["__proto__"]: "x" });
    expect(answer.status).toBe(OK[page]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("the content security policy", () => {
  test("form-action lists the origins of the site's own addresses, each once, and nobody else's", async () => {
    const { tenant } = await setUp("login", {
      successUri: "https://app.acme.example/auth/callback?x=1",
      homeUri: "https://acme.example/",
      cancelUri: "https://acme.example/cancel",
      failedUri: "http://localhost:8080/failed",
      allowedOrigins: ["https://www.acme.example", "https://acme.example"],
    });
    const { headers } = await seen(call("GET", `/${tenant.site.slug}/login`));
    const [self, ...origins] = directives(headers)["form-action"]?.split(" ") ?? [];
    expect(self).toBe("'self'");
    expect(origins.sort()).toEqual([
      "http://localhost:8080",
      "https://acme.example",
      "https://app.acme.example",
      "https://www.acme.example",
    ]);
  });

  test.each(["https://[2001:db8::1]:8443", "http://127.0.0.1:3000", "https://xn--bcher-kva.example", "https://under_score.example"])(
    "hosts of every honest kind are listed: %s",
    async (origin) => {
      const { tenant } = await setUp("login", { successUri: `${origin}/callback` });
      const { headers } = await seen(call("GET", `/${tenant.site.slug}/login`));
      expect(directives(headers)["form-action"]).toBe(`'self' ${origin}`);
    },
  );

  test("a site without addresses: only ourselves; a page without a site as well", async () => {
    const { tenant } = await setUp("login", { successUri: null });
    for (const path of [`/${tenant.site.slug}/login`, "/nobody-here/login"]) {
      expect(directives((await seen(call("GET", path))).headers)["form-action"]).toBe("'self'");
    }
  });

  test.each([
    "https://acme.example;script-src",
    "https://*",
    "https://*.example",
    "https://acme.example,x",
    "https://'unsafe-inline'",
    "https://a'b.example",
  ])("an address cannot write into it: %s", async (successUri) => {
    const tenant = await makeTenant({ successUri }).catch(() => null);
    if (tenant === null) return; // refused when it was set
    const [given, none] = await Promise.all(
      [tenant, await makeTenant({ successUri: null })].map(({ site }) => seen(call("GET", `/${site.slug}/login`))),
    );
    expect(given?.headers.get("content-security-policy")).toBe(none?.headers.get("content-security-policy"));
  });
});

describe("what people typed is text wherever it comes back", () => {
  const escaped = (text: string) =>
    text.replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" })[sign] ?? "");
  /** In text and, percent-encoded, in links. The page with the payload must be the page with a harmless word, with the escaped payload in its place. */
  const expectInert = (hostile: string, harmless: string, payload: string) =>
    expect(
      hostile.replaceAll(escaped(payload), "harmless").replaceAll(escaped(escapeValue(payload)), "harmless") === harmless || payload,
    ).toBe(true);

  test.each(MARKUP)("as address, name and state: %j", async (payload) => {
    const tenant = await makeTenant();
    const { slug } = tenant.site;
    for (const [path, form] of [
      [`/${slug}/login`, { password: "x" }],
      [`/${slug}/signup`, { password: PASSWORD, name: "x".repeat(300) }],
      [`/${slug}/reset-password`, {}],
      [`/${slug}/verify-email`, {}],
    ] as const) {
      const [hostile, harmless] = await Promise.all([payload, "harmless"].map((text) => send(path, { ...form, email: text, state: text })));
      expectInert(hostile?.html ?? "", harmless?.html ?? "", payload);
    }
    const [hostile, harmless] = await Promise.all(
      [payload, "harmless"].map((name) => send(`/${slug}/signup`, { email: "x", password: "x", name })),
    );
    if (hostile?.wrong.join() === harmless?.wrong.join()) expectInert(hostile?.html ?? "", harmless?.html ?? "", payload);
    else expect(hostile?.html).not.toMatch(/<script>alert|<img|<svg\/|onerror|<iframe|<base|<meta http|<form action=\/\//);
    const [open, plain] = await Promise.all(
      [payload, "harmless"].map((text) => seen(call("GET", `/${slug}/reset-password?token=${encodeURIComponent(text)}`))),
    );
    expect(open?.html === plain?.html).toBe(true);
  });

  test.each(MARKUP.filter((payload) => !/[\p{Cc}]/u.test(payload)))("as the site's own name: %j", async (payload) => {
    const tenant = await makeTenant({ name: payload });
    const page = await seen(call("GET", `/${tenant.site.slug}/login`));
    expect(page.status).toBe(200);
    expectSafeMarkup(page.html);
    const { email } = await makeUser(tenant);
    await send(`/${tenant.site.slug}/reset-password`, { email });
    expectSafeMarkup(
      (await sql<{ html: string }>("SELECT html FROM mails WHERE recipient = $1", [(await newestMail(tenant, email)) && email]))[0]?.html ??
        "",
    );
  });

  const expectSafeMarkup = (html: string) => {
    expect(html).not.toBe("");
    expect(html).not.toMatch(/<script>|<img src=x|<svg\/|<iframe|<base|<meta http-equiv=refresh|<form action=\/\/|<math/);
  };
});

describe("links in mails", () => {
  test("come from the configuration, whatever the request says of itself", async () => {
    const tenant = await makeTenant();
    const { slug } = tenant.site;
    const headers: Record<string, string>[] = [
      { host: "evil.example" },
      { host: "evil.example:443" },
      { "x-forwarded-host": "evil.example" },
      { "x-forwarded-proto": "https", "x-forwarded-port": "444" },
      { forwarded: "host=evil.example;proto=https" },
      { "x-original-host": "evil.example", "x-host": "evil.example", "x-forwarded-server": "evil.example" },
      { "x-original-url": "//evil.example/", "x-rewrite-url": "//evil.example/" },
      { origin: OWN, referer: "https://evil.example/" },
    ];
    for (const hostile of headers) {
      const { email } = await makeUser(tenant);
      await send(`/${slug}/reset-password`, { email }, hostile);
      await send(`/${slug}/verify-email`, { email }, hostile);
      await send(`/${slug}/signup`, { email, password: PASSWORD }, hostile);
      const mails = await mailsTo(tenant, email);
      expect(mails).toHaveLength(3);
      for (const { links, text } of mails) {
        for (const link of links)
          expect(link).toMatch(new RegExp(`^http://signin\\.localhost/${slug}/(login|reset-password|verify-email)(\\?token=[\\w-]+)?$`));
        expect(text).not.toContain("evil");
      }
    }
  });

  test("a hostile Host changes no page: no link, no form and no redirect leads there", async () => {
    for (const page of posting) {
      const { path, form } = await setUp(page);
      const clean = await seen(call("GET", path));
      const dirty = await seen(
        call("GET", path, { headers: { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" } }),
      );
      expect({ page, same: dirty.html === clean.html, csp: dirty.headers.get("content-security-policy") }).toEqual({
        page,
        same: true,
        csp: clean.headers.get("content-security-policy"),
      });
      const answer = await send(path, form, { host: "evil.example" });
      expect(`${answer.location} ${answer.html}`).not.toContain("evil");
    }
  });
});

describe("where a post leads", () => {
  const EVIL = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https://acme.example@evil.example",
    "https://acme.example:x@evil.example",
    "https://acme.example.evil.example",
    "https://acmexexample",
    "https://evil.example#acme.example",
    "https://evil.example?acme.example",
    "https://evil.example\\@acme.example",
    "java\tscript:alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "%2f%2fevil.example",
    "/%2f/evil.example",
    "/..;/evil.example",
    "/%5cevil.example",
    "https://acme。example。evil。example",
    "https://acme.example./",
    "https://acme.example:444/",
    "http://acme.example/",
    "&token=tkn_evil",
    "#&token=tkn_evil",
  ];
  const NAMES = ["state", "return_to", "redirect", "redirect_uri", "callbackUrl", "next", "success_uri", "url", "token2", "home_uri"];

  test.each(EVIL)("is the registered address, with %j in the query and in the form", async (payload) => {
    const { tenant, form } = await setUp("login");
    const query = new URLSearchParams(NAMES.map((name) => [name, payload]));
    const extra = Object.fromEntries(NAMES.map((name) => [name, payload]));
    for (const page of ["login", "signup"]) {
      const fields = page === "login" ? form : { email: `${unique("x")}@example.com`, password: PASSWORD };
      const answer = await send(`/${tenant.site.slug}/${page}?${query}`, { ...fields, ...extra });
      expect(answer.status).toBe(303);
      const url = new URL(answer.location ?? "");
      expect(url.origin + url.pathname + url.hash).toBe("https://acme.example/auth/callback");
      expect([...url.searchParams.keys()].sort()).toEqual(["state", "token"]);
      expect(url.searchParams.get("token")).toMatch(/^tkn_[\w-]{48}$/);
      expect(url.searchParams.get("state")).toBe(payload);
      for (const cookie of answer.headers.getSetCookie())
        expect(cookie).toMatch(/^signin_(last=password|known=[0-9a-z]{6}-[\w-]{43}|(flow=flw|session=rft)_[\w-]{40,});/);
    }
    const out = await send(`/${tenant.site.slug}/logout?${query}`, extra);
    expect(out.location).toBe(`/${tenant.site.slug}/login?done=signed_out`);
  });
});

describe("line ends in what a post leads to", () => {
  test.each(["\r\nLocation: https://evil.example", "x\r\nSet-Cookie: a=b", "java\r\nscript:alert(1)", "a\nb"])(
    "%j is no state",
    async (state) => {
      const { tenant, path, form } = await setUp("login");
      for (const answer of [await send(path, { ...form, state }), await send(`${path}?state=${encodeURIComponent(state)}`, form)]) {
        expectSafe(answer);
        expect({ status: answer.status, location: answer.location, cookies: answer.headers.getSetCookie() }).toEqual({
          status: 400,
          location: null,
          cookies: [],
        });
      }
      expect(await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id])).toEqual([]);
    },
  );
});

describe("503", () => {
  const holder = globalThis as { [slot: symbol]: unknown };
  const slot = Symbol.for("signin-fast.hashing-queue");
  const free = () => ({ width: 8, least: 0, running: 0, tookMs: 1, held: new Map(), lines: new Map() });
  const waiting = () => new Map([["another", new Map([["site", [() => undefined]]])]]);
  const full = () => ({ width: 1, least: 0, running: 1, tookMs: 1e9, held: new Map(), lines: waiting() });
  afterEach(() => {
    delete holder[slot];
  });

  test.each(["login", "signup", "reset-password", "verify-email"])(
    "while too many forms wait, /%s is refused unread and says when to come back",
    async (page) => {
      const { path, form } = await setUp(page);
      holder[slot] = { hashes: free(), forms: full(), toldAt: 0 };
      await changingNothing(async () => {
        const answer = await send(path, form);
        expectSafe(answer);
        expect({ status: answer.status, retryAfter: answer.headers.get("retry-after") }).toEqual({ status: 503, retryAfter: "3" });
        expect(answer.html).toContain("We are busy just now");
        expect(answer.html).toContain("Go back and send it again in a moment.");
        expect(answer.html).not.toContain("Reference");
        const unreadable = [
          { headers: { "content-type": "application/json" }, body: "{}" },
          { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "x".repeat(100_000) },
        ];
        for (const sent of unreadable) expect((await call("POST", path, sent)).status).toBe(503);
        expect((await call("POST", path, { form, headers: { origin: "https://evil.example" } })).status).toBe(403);
      });
      expect((await call("GET", path)).status).toBe(200);
      delete holder[slot];
      expect([200, 303]).toContain((await send(path, form)).status);
    },
  );

  test("a reset link is not spent by it", async () => {
    const { tenant, path, form } = await setUp("reset-password");
    await send(path, form);
    const { token } = await newestMail(tenant, form.email ?? "");
    for (const queues of [
      { hashes: free(), forms: full() },
      { hashes: full(), forms: free() },
    ]) {
      holder[slot] = { ...queues, toldAt: 0 };
      expect((await send(path, { token, password: "a brand new password" })).status).toBe(503);
      delete holder[slot];
    }
    expect((await send(path, { token, password: "a brand new password" })).status).toBe(303);
  });

  test.each(["login", "signup"])("when it is the hash itself that would wait too long, /%s keeps the form", async (page) => {
    const { path, form } = await setUp(page);
    holder[slot] = { hashes: full(), forms: free(), toldAt: 0 };
    const answer = await send(path, { ...form, state: "s" });
    expectSafe(answer);
    expect({ status: answer.status, retryAfter: answer.headers.get("retry-after") }).toEqual({ status: 503, retryAfter: "3" });
    expect(answer.fields).toMatchObject({ email: form.email, password: "", state: "s" });
    delete holder[slot];
    expect((await send(path, form)).status).toBe(303);
  });

  test("forms that never arrive whole keep nobody waiting", async () => {
    const { path, form } = await setUp("login");
    holder[slot] = { hashes: free(), forms: { ...free(), width: 1 }, toldAt: 0 };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const endings: (() => void)[] = [];
    const slow = Array.from({ length: 4 }, () => {
      const body = new ReadableStream({ start: (stream) => void endings.push(() => stream.close()) });
      return call("POST", path, { headers, body });
    });
    expect((await send(path, form)).status).toBe(303);
    for (const end of endings) end();
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([422, 422, 422, 422]);
  });
});

describe("on https", () => {
  test("the cookie is Secure, and our own origin is https", async () => {
    const before = env();
    setEnv({ ...before, appUrl: "https://signin.example" });
    try {
      const { path, form } = await setUp("signup");
      const answer = await send(path, form, { host: "signin.example", origin: "https://signin.example" });
      expect(answer.status).toBe(303);
      expect(answer.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^__Secure-signin_flow=.*; HttpOnly; SameSite=Lax; Secure$/),
        expect.stringMatching(/^__Secure-signin_session=.*; HttpOnly; SameSite=Lax; Secure$/),
        expect.stringMatching(/^__Secure-signin_known=.*; HttpOnly; SameSite=Lax; Secure$/),
        expect.stringMatching(/^__Secure-signin_last=password; .*; HttpOnly; SameSite=Lax; Secure$/),
      ]);
      const { path: other, form: another } = await setUp("signup");
      expect((await send(other, another, { host: "signin.example", origin: "http://signin.example" })).status).toBe(403);
    } finally {
      setEnv(before);
    }
  });
});

test("the same page, opened by a browser that has asked for a mail, is the same bytes", async () => {
  const { tenant, path } = await setUp("login");
  await sql("UPDATE sites SET email_verification = 'required' WHERE id = $1", [tenant.site.id]);
  const browser = makeBrowser();
  await browser.post(`/${tenant.site.slug}/signup`, { email: `${unique("x")}@example.com`, password: PASSWORD });
  expect(browser.cookies.size).toBe(1);
  expect((await browser.open(path)).html === (await seen(call("GET", path))).html).toBe(true);
});
