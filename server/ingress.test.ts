import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TALLY_KEYS } from "@/lib/db/failure-tally";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { sha256 } from "@/lib/kernel/secrets";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { startServer } from "@/lib/testing/raw-http";
import { everyRow, rowsOf, sql } from "@/lib/testing/sql";

let server: Awaited<ReturnType<typeof startServer>>;
let before: Env;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  before = env();
  server.visits.length = 0;
});
afterEach(() => setEnv(before));

const json = (error: string, message: string) => JSON.stringify({ error, messages: [message] });
const BAD = json("Bad Request", "The request could not be read");
const UNKNOWN_HOST = json("Misdirected Request", "This host name is not served here");

describe("headers that only a proxy, the framework or we may set", () => {
  const PRIVATE = [
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Anything",
    "Forwarded",
    "X-Real-IP",
    "X-Middleware-Subrequest",
    "x-middleware-rewrite",
    "X-Nextjs-Data",
    "Next-Action",
    "X-Nonce",
    "X-Signin-Client-Ip",
    "X-Request-Id",
    "Upgrade",
    "HTTP2-Settings",
  ];

  test.each(PRIVATE)("%s from a stranger reaches nobody, in neither copy of the headers", async (name) => {
    const answer = await server.send(`GET / HTTP/1.1\r\nHost: ${server.host}\r\n${name}: 203.0.113.9\r\nConnection: close\r\n\r\n`);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: "a page" });
    const [visit] = server.visits;
    expect(Object.keys(visit?.headers ?? {}).sort()).toEqual(["connection", "host", "x-request-id", "x-signin-client-ip"]);
    expect(visit?.headers["x-signin-client-ip"]).toBe("127.0.0.1");
    expect(visit?.headers["x-request-id"]).toBe(answer.headers["x-request-id"]);
    expect(JSON.stringify([visit?.headers, visit?.rawHeaders])).not.toContain("203.0.113.9");
  });

  test("what the framework's client has on screen reaches it where it can be read, and is dropped where not", async () => {
    const ask = async (state: string) => {
      await server.send(
        `GET / HTTP/1.1\r\nHost: ${server.host}\r\nRSC: 1\r\nNext-Router-State-Tree: ${state}\r\nConnection: close\r\n\r\n`,
      );
      const { headers, rawHeaders } = server.visits.at(-1) ?? {};
      expect(rawHeaders?.includes(state)).toBe(headers?.["next-router-state-tree"] !== undefined);
      return headers?.["next-router-state-tree"];
    };
    const state = encodeURIComponent('["",{"children":["__PAGE__",{}]},null,null,16]');
    expect(await ask(state)).toBe(state);
    for (const unfit of ["garbage", "%", "%7B%7D", "%5B1%5D", "null"]) expect(await ask(unfit)).toBeUndefined();
  });

  test("others pass as they are", async () => {
    await server.send(`GET / HTTP/1.1\r\nHost: ${server.host}\r\nCookie: a=1\r\nX-Custom: yes\r\nConnection: close\r\n\r\n`);
    expect(server.visits[0]?.headers).toMatchObject({ cookie: "a=1", "x-custom": "yes" });
  });

  test("an upgrade is not followed: the request is answered like any other", async () => {
    const answer = await server.send(
      `GET /api/sites HTTP/1.1\r\nHost: ${server.host}\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    expect(answer.status).toBe(401);
  });
});

describe("the client's address", () => {
  const through = async (proxies: number, ...forwarded: string[]) => {
    setEnv({ ...env(), TRUSTED_PROXIES: proxies });
    const lines = forwarded.map((value) => `X-Forwarded-For: ${value}\r\n`).join("");
    await server.send(`GET / HTTP/1.1\r\nHost: ${server.host}\r\n${lines}X-Real-IP: 203.0.113.1\r\nConnection: close\r\n\r\n`);
    return server.visits[0]?.headers["x-signin-client-ip"];
  };

  test.each<[number, string[], string]>([
    [0, [], "127.0.0.1"],
    [0, ["203.0.113.9"], "127.0.0.1"],
    [0, ["203.0.113.9, 203.0.113.8"], "127.0.0.1"],
    [1, [], "127.0.0.1"],
    [1, ["203.0.113.9"], "203.0.113.9"],
    [1, ["198.51.100.1, 203.0.113.9"], "203.0.113.9"],
    [1, ["198.51.100.1", "203.0.113.9"], "203.0.113.9"],
    [1, ["203.0.113.9 "], "203.0.113.9"],
    [1, ["2001:db8::7"], "2001:db8::7"],
    [1, ["::ffff:203.0.113.9"], "203.0.113.9"],
    [1, ["::FFFF:203.0.113.9"], "203.0.113.9"],
    [1, ["198.51.100.1, unknown"], "127.0.0.1"],
    [1, ["198.51.100.1, "], "127.0.0.1"],
    [1, ["203.0.113.9:4711"], "127.0.0.1"],
    [1, ["a"], "127.0.0.1"],
    [2, ["203.0.113.9"], "127.0.0.1"],
    [2, ["203.0.113.9, 10.0.0.1"], "203.0.113.9"],
    [2, ["198.51.100.1, 203.0.113.9, 10.0.0.1"], "203.0.113.9"],
    [2, ["198.51.100.1", "203.0.113.9, 10.0.0.1"], "203.0.113.9"],
    [2, ["198.51.100.1, nonsense, 10.0.0.1"], "127.0.0.1"],
  ])("behind %i proxies and X-Forwarded-For %j it is %s", async (proxies, forwarded, address) => {
    expect(await through(proxies, ...forwarded)).toBe(address);
  });

  test("is what a route file counts failed sign-ins by, whatever a stranger claims", async () => {
    const { site } = await makeTenant();
    const form = "email=jane%40example.com&password=wrong-password";
    const failed = (header: string) =>
      server.send(
        `POST /${site.slug}/login HTTP/1.1\r\nHost: ${server.host}\r\n${header}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\nConnection: close\r\n\r\n${form}`,
      );
    expect((await failed("")).status).toBe(401);
    expect((await failed("X-Signin-Client-Ip: 203.0.113.9\r\n")).status).toBe(401);
    expect((await failed("X-Forwarded-For: 203.0.113.9\r\n")).status).toBe(401);
    const counted = await sql("SELECT count FROM attempts WHERE site_id = $1 AND key = $2", [site.id, sha256("sign-in address:127.0.0.1")]);
    expect(counted).toEqual([{ count: 3 }]);
    expect(await sql("SELECT key FROM attempts WHERE site_id = $1 AND key <> ALL ($2)", [site.id, TALLY_KEYS])).toHaveLength(2);
  });
});

describe("host names", () => {
  const ask = (path: string, ...hosts: string[]) =>
    server.send(`GET ${path} HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join("")}Connection: close\r\n\r\n`);

  test.each([
    "localhost",
    "localhost:3000",
    "LocalHost",
    "signin.localhost",
    "acme.localhost:9",
    "127.0.0.1",
    "127.0.0.1:80",
    "127.9.9.9",
    "[::1]",
    "[::1]:3000",
  ])("an APP_URL on this machine answers as %s", async (host) => {
    expect((await ask("/api/sites", host)).status).toBe(401);
  });

  const STRANGE = [
    "evil.example",
    "localhost.evil.example",
    "evillocalhost",
    "10.0.0.1",
    "128.0.0.1",
    "[::2]",
    "localhost@evil.example",
    "evil.example#localhost",
  ];
  STRANGE.push("localhost/evil", "localhost\\evil", "localhost evil", "localhost%00", "", ":", "localhost:99999", "\u00e9.localhost");

  test.each(STRANGE)("and not as %j", async (host) => {
    const answer = await ask("/api/sites", host);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 421, body: UNKNOWN_HOST });
  });

  test.each(["signin.example", "Signin.EXAMPLE", "signin.example:443"])("an APP_URL of one's own answers as %s", async (host) => {
    setEnv({ ...env(), appUrl: "https://signin.example" });
    const answer = await ask("/api/sites", host);
    expect({ status: answer.status, hsts: answer.headers["strict-transport-security"] }).toEqual({
      status: 401,
      hsts: "max-age=63072000; includeSubDomains",
    });
  });

  test.each([
    "localhost",
    "127.0.0.1",
    "signin.example:80",
    "signin.example:444",
    "signin.example.",
    "x.signin.example",
    "signin.example.evil.example",
    "evilsignin.example",
  ])("and not as %s", async (host) => {
    setEnv({ ...env(), appUrl: "https://signin.example" });
    expect((await ask("/api/sites", host)).status).toBe(421);
  });

  test.each([
    ["/api/sites", "application/json; charset=utf-8"],
    ["/api", "application/json; charset=utf-8"],
    ["/api?page=1", "application/json; charset=utf-8"],
    ["/api/", "application/json; charset=utf-8"],
    ["/apis", "text/html; charset=utf-8"],
    ["/", "text/html; charset=utf-8"],
    ["/acme/login", "text/html; charset=utf-8"],
  ])("an unknown one is refused at %s as %s, without a cookie", async (path, type) => {
    const { status, headers, body } = await ask(path, "evil.example");
    expect({ status, type: headers["content-type"], cookie: headers["set-cookie"], nosniff: headers["x-content-type-options"] }).toEqual({
      status: 421,
      type,
      cookie: undefined,
      nosniff: "nosniff",
    });
    expect(headers["x-request-id"]).toMatch(/^[\w-]{16}$/);
    if (type.startsWith("text/html")) expect(body).toMatch(/^<!doctype html>/i);
    else expect(body).toBe(UNKNOWN_HOST);
    expect(server.visits).toEqual([]);
  });

  test.each([[["localhost", "localhost"]], [["localhost", "evil.example"]], [["evil.example", "localhost"]]])(
    "two Host lines are refused: %j",
    async (hosts) => {
      const answer = await ask("/api/sites", ...hosts);
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 400, body: BAD });
    },
  );

  test.each(["localhost", "evil.example", "10.0.0.7:3000", "my_balancer", "a b", "a/b", "", "EXAMPLE.com:1", "[::2]"])(
    "the health check answers under %j",
    async (host) => {
      const answer = await ask("/api/health", host);
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: '{"status":"ok"}' });
    },
  );

  test.each(["/api/health/live", "/api/health/ready"])("so does %s", async (path) => {
    expect((await ask(path, "10.0.0.7:3000")).status).toBe(200);
  });

  test("a host that passkeys were made at before is told who may use them, and nothing else", async () => {
    const before = env();
    setEnv({ ...before, PASSKEY_ORIGINS: ["https://old.example"] });
    try {
      const answer = await ask("/.well-known/webauthn", "OLD.example");
      expect({ status: answer.status, body: JSON.parse(answer.body) }).toEqual({
        status: 200,
        body: { origins: ["https://old.example", before.appUrl] },
      });
      expect((await ask("/.well-known/webauthn", "evil.example")).status).toBe(421);
      expect((await ask("/.well-known/webauthn/", "old.example")).status).toBe(421);
      expect((await ask("/api/sites", "old.example")).status).toBe(421);
    } finally {
      setEnv(before);
    }
  });

  test("the health check answers an HTTP/1.0 balancer that names no host", async () => {
    const answer = await server.send("GET /api/health HTTP/1.0\r\n\r\n");
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: '{"status":"ok"}' });
  });

  test.each(["/api/health/x", "/api/healthz", "/api/h%65alth", "/api/health/", "/x/api/health"])("and only it does: %s", async (path) => {
    expect((await ask(path, "evil.example")).status).toBe(421);
  });
});

describe("what is malformed", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await makeTenant();
  });
  const lines = (...text: string[]) => [...text, "", ""].join("\r\n");
  const asked = (path: string, ...more: string[]) =>
    lines(`GET ${path} HTTP/1.1`, `Host: ${server.host}`, `Authorization: Bearer ${tenant.apiToken}`, "Connection: close", ...more);
  const posted = (more: string[], body: string) =>
    lines(
      "POST /api/sites HTTP/1.1",
      `Host: ${server.host}`,
      `Authorization: Bearer ${tenant.apiToken}`,
      "Content-Type: application/json",
      ...more,
    ) + body;

  // A bad path: refused by us, in our words.
  const PATHS = ["/api/%", "/api/%z1", "/api/%E0%A4%A", "/api/%ff", "/api/%c0%af", "/api/%ed%a0%80", "/api/sites/%00", "/api/sites/a%00b"];
  PATHS.push(
    "/api/\\sites",
    "/api/sites/..\\..",
    "/api/sites\\",
    "/api/%2",
    "/api/%u0041",
    "/api/sites/%80abc",
    "/%",
    "/%00",
    "/a\\b",
    "/acme/login%ff",
  );
  test.each(PATHS)("path %s is 400", async (path) => {
    const answer = await server.send(asked(path));
    expect(answer.status).toBe(400);
    if (path.startsWith("/api")) expect(answer.body).toBe(BAD);
    else expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.headers["x-request-id"]).toMatch(/^[\w-]{16}$/);
  });

  test.each([
    ["http://localhost/api/sites", 400],
    ["https://evil.example/api/sites", 400],
    ["HTTP://localhost/", 400],
    ["ftp://localhost/api/sites", 400],
    ["localhost:80", 400],
    ["*", 400],
    ["//localhost/api/sites", 404],
  ])("target %s is %i", async (target, status) => {
    expect((await server.send(asked(target))).status).toBe(status);
  });

  // A path that cannot name a route: never the route it would collapse to.
  const ASTRAY = [
    "/api/sites/a%2fb",
    "/api%2fsites",
    "/api/sites/..",
    "/api/sites/../sites",
    "/api/./sites",
    "/api//sites",
    "//api/sites",
    "/api/sites//",
  ];
  ASTRAY.push(
    "/api/%2e%2e/api/sites",
    "/api/%2e/sites",
    "/api/sites%2f",
    "/API/sites",
    "/api/Sites",
    "/api/sites;x=y",
    "/api/sites.json",
    "/api/sites%20",
    "/api/sites#x",
  );
  test.each(ASTRAY)("path %s is 404", async (path) => {
    const answer = await server.send(asked(path));
    expect(answer.status).toBe(404);
    if (path.startsWith("/api/")) expect(JSON.parse(answer.body)).toMatchObject({ error: "Not Found" });
  });

  test.each(["/api/sites/", "/api/s%69tes", "/%61pi/sites"])("path %s is the list itself", async (path) => {
    expect((await server.send(asked(path))).status).toBe(200);
  });

  // Framing: refused by the parser before anybody reads a byte of it.
  const body = '{"site":{"name":"Smuggled"}}';
  const sized = `Content-Length: ${body.length}`;
  const chunk = (size: string) => `${size}\r\n${body}\r\n0\r\n\r\n`;
  const hex = body.length.toString(16);
  test.each<[string, () => string]>([
    ["Content-Length and Transfer-Encoding", () => posted([sized, "Transfer-Encoding: chunked"], chunk(hex))],
    ["Transfer-Encoding and Content-Length", () => posted(["Transfer-Encoding: chunked", sized], chunk(hex))],
    ["two different Content-Lengths", () => posted([sized, "Content-Length: 5"], body)],
    ["two equal Content-Lengths", () => posted([sized, sized], body)],
    ["a list as Content-Length", () => posted([`${sized}, ${body.length}`], body)],
    ["a negative Content-Length", () => posted(["Content-Length: -1"], body)],
    ["a signed Content-Length", () => posted([`Content-Length: +${body.length}`], body)],
    ["a hexadecimal Content-Length", () => posted(["Content-Length: 0x1c"], body)],
    ["a Content-Length past 64 bits", () => posted(["Content-Length: 99999999999999999999"], body)],
    ["an unknown Transfer-Encoding", () => posted(["Transfer-Encoding: xchunked"], chunk(hex))],
    ["an empty Transfer-Encoding", () => posted(["Transfer-Encoding: "], "")],
    ["an empty Transfer-Encoding and a Content-Length", () => posted(["Transfer-Encoding: ", sized], body)],
    ["two Transfer-Encodings", () => posted(["Transfer-Encoding: identity", "Transfer-Encoding: chunked"], chunk(hex))],
    ["a coding below chunked", () => posted(["Transfer-Encoding: gzip, chunked"], chunk(hex))],
    ["chunked that is not last", () => posted(["Transfer-Encoding: chunked, identity"], chunk(hex))],
    ["a chunk size that is no number", () => posted(["Transfer-Encoding: chunked"], chunk("zz"))],
    ["a negative chunk size", () => posted(["Transfer-Encoding: chunked"], chunk("-1"))],
    ["a chunk longer than it says", () => posted(["Transfer-Encoding: chunked"], chunk("5"))],
    ["a folded header", () => asked("/api/sites", "X-A: a", " b")],
    ["a space before the colon", () => asked("/api/sites", "X-A : a")],
    ["a header without a colon", () => asked("/api/sites", "X-A")],
    ["a header without a name", () => asked("/api/sites", ": a")],
    ["NUL in a header", () => asked("/api/sites", "X-A: a\0b")],
    ["a bare CR in a header", () => asked("/api/sites", "X-A: a\rX-B: b")],
    ["a control character in the path", () => asked("/api/\u0001sites")],
    ["a space in the path", () => asked("/api/si tes")],
    ["NUL in the path", () => asked("/api/\0sites")],
    ["a method nobody knows", () => lines("FOO /api/sites HTTP/1.1", `Host: ${server.host}`)],
    ["a method in lower case", () => lines("get /api/sites HTTP/1.1", `Host: ${server.host}`)],
    ["a version nobody knows", () => lines("GET /api/sites HTTP/9.9", `Host: ${server.host}`)],
    ["another protocol", () => lines("SSH-2.0-OpenSSH_9.6")],
    ["TLS", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["no Host", () => lines("GET /api/sites HTTP/1.1", "Connection: close")],
  ])("%s is 400 and changes nothing", async (_, bytes) => {
    const unchanged = await everyRow();
    const answers = await server.sendAll(Buffer.from(bytes(), "latin1"));
    expect(answers.map(({ status, body }) => [status, body])).toEqual([[400, BAD]]);
    expect(await everyRow()).toEqual(unchanged);
  });

  test.each([
    ["what is none", "SSH-2.0-OpenSSH_9.6\r\n\r\n"],
    ["another one that breaks off", "POST /api/sites HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\n"],
  ])("a request that came whole has an answer of its own, also with %s behind it", async (_, behind) => {
    const own = '{"site":{"name":"Whole"}}';
    const answers = await server.sendAll(`${posted([`Content-Length: ${own.length}`], own)}${behind}`);
    expect(answers).toMatchObject([{ status: 201, headers: { connection: "close" } }]);
  });

  test.each<[string, () => string]>([
    ["a header of 16 kB", () => asked("/api/sites", `X-A: ${"a".repeat(16_384)}`)],
    [
      "many headers of 20 kB together",
      () => asked("/api/sites", ...Array.from({ length: 20 }, (_, index) => `X-${index}: ${"a".repeat(1_024)}`)),
    ],
    ["an Authorization of 20 kB", () => asked("/api/sites", `Authorization: Bearer ${"a".repeat(20_480)}`)],
    ["a path of 16 kB", () => asked(`/api/${"a".repeat(16_384)}`)],
    ["a query of 16 kB", () => asked(`/api/sites?search=${"a".repeat(16_384)}`)],
  ])("%s is 431", async (_, bytes) => {
    expect(await server.send(bytes())).toMatchObject({
      status: 431,
      headers: { "content-type": "application/json; charset=utf-8", connection: "close" },
      body: json("Request Header Fields Too Large", "The address or the headers are too large"),
    });
  });

  test("an expectation that nobody knows is 417", async () => {
    expect(await server.send(asked("/api/sites", "Expect: the-unexpected"))).toMatchObject({
      status: 417,
      body: json("Expectation Failed", "What the Expect header asks for is not offered"),
    });
  });

  test.each([
    ["/api/sites", "GET, POST, HEAD, OPTIONS"],
    ["/api/health", "GET, HEAD, OPTIONS"],
    ["/", "GET, HEAD"],
  ])("TRACE %s is 405 and says what is allowed", async (path, allow) => {
    const answer = await server.send(lines(`TRACE ${path} HTTP/1.1`, `Host: ${server.host}`, "Cookie: secret=1", "Connection: close"));
    expect({ status: answer.status, allow: answer.headers.allow, echoed: answer.body.includes("secret") }).toEqual({
      status: 405,
      allow,
      echoed: false,
    });
    expect(server.visits).toEqual([]);
  });

  test("CONNECT gets no tunnel", async () => {
    expect(await server.sendAll(lines("CONNECT evil.example:443 HTTP/1.1", `Host: ${server.host}`))).toEqual([]);
  });
});

test("every answer says how it is to be taken, also one to what is no request", async () => {
  setEnv({ ...env(), appUrl: "https://signin.example" });
  const ask = (path: string, ...more: string[]) =>
    server.send([`GET ${path} HTTP/1.1`, "Host: signin.example", "Connection: close", ...more, "", ""].join("\r\n"));
  const answers = await Promise.all([
    ask("/api/sites"),
    ask("/api/health"),
    ask("/nobody-here/login"),
    ask("/nothing/at/all"),
    ask("/"),
    ask("/%zz"),
    ask("/api/sites", "X-A : a"),
    ask("/api/sites", `X-A: ${"a".repeat(16_384)}`),
    ask("/api/sites", "Expect: the-unexpected"),
    server.send("GET /api/sites HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 200, 404, 404, 200, 400, 400, 431, 417, 421]);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "strict-transport-security": "max-age=63072000; includeSubDomains",
      "x-request-id": expect.stringMatching(/^[\w-]{16}$/),
    });
    expect(Object.keys(headers)).not.toContain("x-powered-by");
  }
});

describe("bodies that are too large", () => {
  const MAX = 64 * 1024;
  const TOO_LARGE = json("Payload Too Large", "The body is too large");
  const head = (tenant: Tenant, ...more: string[]) =>
    `${["POST /api/sites HTTP/1.1", `Host: ${server.host}`, `Authorization: Bearer ${tenant.apiToken}`, "Content-Type: application/json", ...more].join("\r\n")}\r\n\r\n`;
  const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const padded = (length: number) => {
    const start = '{"site":{"name":"Padded"}';
    return `${start}${" ".repeat(length - start.length - 1)}}`;
  };

  test("a declared length over the cap is 413 before the body arrives", async () => {
    const answer = await server.send(head(await makeTenant(), `Content-Length: ${MAX + 1}`, "Connection: close"));
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 413, body: TOO_LARGE });
  });

  test("chunks over the cap are 413, and nothing is written", async () => {
    const tenant = await makeTenant();
    const body = chunked(padded(MAX - 10)) + chunked(" ".repeat(11));
    const answer = await server.send(`${head(tenant, "Transfer-Encoding: chunked", "Connection: close")}${body}0\r\n\r\n`);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 413, body: TOO_LARGE });
    expect(await rowsOf(`sites WHERE name = 'Padded'`)).toBe(0);
  });

  test("exactly the cap is taken, declared or in chunks", async () => {
    const tenant = await makeTenant();
    const text = padded(MAX);
    const declared = await server.send(head(tenant, `Content-Length: ${MAX}`, "Connection: close") + text);
    const inChunks = await server.send(`${head(tenant, "Transfer-Encoding: chunked", "Connection: close")}${chunked(text)}0\r\n\r\n`);
    expect([declared.status, inChunks.status]).toEqual([201, 201]);
  });

  test("a body that breaks off changes nothing and harms nobody", async () => {
    const tenant = await makeTenant();
    const before = await everyRow();
    const cut = '{"site":{"name":"Cut"}}';
    await server.abort(head(tenant, "Content-Length: 100") + cut);
    await server.abort(`${head(tenant, "Transfer-Encoding: chunked")}${chunked(cut)}`);
    await server.abort(`${head(tenant, "Transfer-Encoding: chunked")}ff\r\n${cut}`);
    const health = `GET /api/health HTTP/1.1\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`;
    expect((await server.send(health)).status).toBe(200);
    expect(await everyRow()).toEqual(before);
  });

  test("what was not read of a body is never taken for the next request", async () => {
    const tenant = await makeTenant();
    const smuggled = `${head(tenant, "Content-Length: 28")}{"site":{"name":"Smuggled"}}`;
    const body = chunked(" ".repeat(MAX)) + chunked(smuggled.repeat(20));
    const next = `GET /api/health HTTP/1.1\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`;
    const answers = await server.sendAll(`${head(tenant, "Transfer-Encoding: chunked")}${body}0\r\n\r\n${next}`);
    expect([[413], [413, 200]]).toContainEqual(answers.map(({ status }) => status));
    expect(await rowsOf(`sites WHERE name = 'Smuggled'`)).toBe(0);
  });
});

describe("a page that fails", () => {
  test("is a 500 with a reference and nothing else, and the next request is served", async () => {
    const failing = await startServer(async () => {
      throw new Error("SELECT canary FROM /srv/somewhere.ts");
    });
    const ask = (path: string) => failing.send(`GET ${path} HTTP/1.1\r\nHost: ${failing.host}\r\nConnection: close\r\n\r\n`);
    const { status, headers, body } = await ask("/");
    expect({ status, type: headers["content-type"] }).toEqual({ status: 500, type: "text/html; charset=utf-8" });
    expect(body).toContain(headers["x-request-id"]);
    expect(body).not.toMatch(/SELECT|canary|somewhere/);
    expect((await ask("/api/health")).status).toBe(200);
    await failing.stop();
  });
});
