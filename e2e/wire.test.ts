import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, inject, test } from "vitest";
import { api, linkTo, mailTo, makeSite, makeUser, sessionsOf, unique } from "./api";
import { logComplaints } from "./log-complaints";

const PASSWORD = "correct horse battery";

type Answer = { status: number; headers: Record<string, string>; cookies: string[]; body: string };

/** A request as its bytes. */
function bytes(method: string, path: string, headers: Record<string, string>, body = ""): Buffer {
  const all = { host: new URL(inject("baseUrl")).host, "content-length": String(Buffer.byteLength(body)), connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}

function parse(raw: string): Answer {
  const end = raw.indexOf("\r\n\r\n");
  const [first = "", ...lines] = raw.slice(0, end).split("\r\n");
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()] as const);
  return {
    status: Number(first.split(" ")[1]),
    headers: Object.fromEntries(pairs),
    cookies: pairs.flatMap(([name, value]) => (name === "set-cookie" ? [value] : [])),
    body: raw.slice(end + 4),
  };
}

/** Sends requests on a socket each: all but the last byte, then, once every socket stands there, the last bytes together. */
async function together(requests: Buffer[]): Promise<Answer[]> {
  const { port } = new URL(inject("baseUrl"));
  const sockets = await Promise.all(
    requests.map(async (request) => {
      const socket = connect({ host: "127.0.0.1", port: Number(port), noDelay: true });
      await once(socket, "connect");
      await new Promise<void>((sent) => socket.write(request.subarray(0, -1), () => sent()));
      return socket;
    }),
  );
  const answers = sockets.map(async (socket) => parse(Buffer.concat(await socket.toArray()).toString("utf8")));
  for (const [index, socket] of sockets.entries()) socket.write(requests[index]?.subarray(-1) ?? "");
  return Promise.all(answers);
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  bytes("POST", path, { ...FORM, ...headers }, new URLSearchParams(fields).toString());

async function send(request: Buffer): Promise<Answer> {
  const [answer] = await together([request]);
  if (!answer) throw new Error("No answer");
  return answer;
}

function tally(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const shop = () => makeSite({ success_uri: "https://acme.example/callback", home_uri: "https://acme.example/" });
const isReset = ({ links }: { links: string[] }) => links.some((link) => link.includes("/reset-password?"));

describe("together", () => {
  test("64 posts of one reset link: one new password", async () => {
    const site = await shop();
    const email = await makeUser(site, PASSWORD);
    await send(form(`/${site.slug}/reset-password`, { email }));
    const token = new URL(linkTo(await mailTo(email), "reset-password")).searchParams.get("token") ?? "";
    const passwords = Array.from({ length: 64 }, (_, index) => `password number ${index}`);
    const answers = await together(passwords.map((password) => form(`/${site.slug}/reset-password`, { token, password })));
    // A busy machine may shed some of them; nothing else happens to one.
    const { 303: won, 422: refused = 0, 503: shed = 0 } = tally(answers);
    expect({ won, rest: refused + shed }).toEqual({ won: 1, rest: 63 });
    const winner = passwords[answers.findIndex(({ status }) => status === 303)] ?? "";
    expect((await send(form(`/${site.slug}/login`, { email, password: winner }))).status).toBe(303);
  });

  test("16 sign-ups with one address: one user, one token", async () => {
    const site = await shop();
    const email = `${unique("new")}@example.com`;
    const answers = await together(Array.from({ length: 16 }, () => form(`/${site.slug}/signup`, { email, password: PASSWORD })));
    expect(tally(answers)).toEqual({ 303: 1, 422: 15 });
    expect(await sessionsOf(site)).toHaveLength(1);
    const { pagination } = await api<{ pagination: { total_count: number } }>("GET", `/api/site_users?site_id=${site.id}`);
    expect(pagination.total_count).toBe(1);
  });

  test("61 guesses at a code, the right one last: no more than three are looked at", async () => {
    const site = await shop();
    const email = await makeUser(site, PASSWORD);
    await send(form(`/${site.slug}/reset-password`, { email }));
    const { code } = await mailTo(email, isReset);
    const guesses = [...Array.from({ length: 60 }, (_, by) => String((Number(code) + by + 1) % 1_000_000).padStart(6, "0")), code ?? ""];
    const guess = (typed: string) => form(`/${site.slug}/reset-password`, { email, code: typed, password: "a brand new password" });
    const answers = await together(guesses.map(guess));
    // Thirty a day reach the code at all, and of those three are compared.
    expect(tally(answers)[429]).toBe(31);
    const again = await send(guess(code ?? ""));
    expect(again.status).not.toBe(303);
  });
});

describe("what a stranger says of themselves", () => {
  test.each<Record<string, string>>([
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-port": "444" },
    { forwarded: "for=1.2.3.4;host=evil.example;proto=https" },
    { "x-original-host": "evil.example", "x-host": "evil.example", "x-original-url": "/evil", "x-rewrite-url": "/evil" },
    { "x-middleware-rewrite": "https://evil.example/", "x-nextjs-data": "1", "next-action": "x", "x-middleware-subrequest": "x" },
  ])("changes no link in a mail and no page: %j", async (headers) => {
    const site = await shop();
    const email = await makeUser(site, PASSWORD);
    const answer = await send(form(`/${site.slug}/reset-password`, { email }, headers));
    expect(answer.status).toBe(200);
    expect(answer.body).not.toContain("evil");
    expect(
      linkTo(await mailTo(email, isReset), "reset-password").startsWith(`${inject("baseUrl")}/${site.slug}/reset-password?token=rst_`),
    ).toBe(true);
  });

  test("another Host is not served: no page, no cookie, no mail", async () => {
    const site = await shop();
    const email = await makeUser(site, PASSWORD);
    for (const host of ["evil.example", "localhost.evil.example", "evil.example:80", "", "localhost@evil.example"]) {
      const answer = await send(form(`/${site.slug}/reset-password`, { email }, { host }));
      expect({ host, status: answer.status, cookies: answer.cookies }).toEqual({ host, status: 421, cookies: [] });
    }
    const { mails } = await api<{ mails: unknown[] }>("GET", `/api/mails?to=${email}`);
    expect(mails).toEqual([]);
  });

  test("an alias of this machine is served, its own forms are taken, and mails still say our address", async () => {
    const site = await shop();
    const email = await makeUser(site, PASSWORD);
    const host = `127.0.0.1:${new URL(inject("baseUrl")).port}`;
    expect((await send(form(`/${site.slug}/reset-password`, { email }, { host, origin: `http://${host}` }))).status).toBe(200);
    expect((await send(form(`/${site.slug}/reset-password`, { email }, { host, origin: inject("baseUrl") }))).status).toBe(403);
    expect(linkTo(await mailTo(email, isReset), "reset-password")).toContain(inject("baseUrl"));
  });

  test("a made-up address does not begin a new budget", async () => {
    const site = await shop();
    const attempt = (index: number) =>
      form(
        `/${site.slug}/login`,
        { email: `nobody${index}@example.com`, password: "wrong wrong" },
        { "x-signin-client-ip": `10.0.0.${index}`, "x-forwarded-for": `10.1.0.${index}`, "x-real-ip": `10.2.0.${index}` },
      );
    for (let volley = 0; volley < 100; volley += 10) {
      expect(tally(await together(Array.from({ length: 10 }, (_, index) => attempt(volley + index))))).toEqual({ 401: 10 });
    }
    expect((await send(attempt(200))).status).toBe(429);
  });
});

describe("every answer of a hosted page", () => {
  test("says what must not be done with it, whatever it is", async () => {
    const site = await shop();
    const requests = [
      bytes("GET", `/${site.slug}/login`, {}),
      bytes("HEAD", `/${site.slug}/login`, {}),
      form(`/${site.slug}/signup`, { email: `${unique("new")}@example.com`, password: PASSWORD }),
      form(`/${site.slug}/login`, { email: "jane@example.com", password: "x" }),
      form(`/${site.slug}/login`, {}),
      form(`/${site.slug}/login`, {}, { origin: "https://evil.example" }),
      form(`/${site.slug}/login`, {}, { "content-type": "application/json" }),
      bytes("PUT", `/${site.slug}/login`, {}),
      bytes("GET", "/nobody-here/login", {}),
      bytes("GET", "/nothing/here", {}),
      bytes("GET", "/%zz", {}),
      bytes("GET", `/${site.slug}/login`, { host: "evil.example" }),
      bytes("GET", "/dashboard/owner?token=own_x", {}),
    ];
    const answers = await together(requests);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 303, 401, 422, 403, 415, 405, 404, 404, 400, 421, 422]);
    for (const { headers, status } of answers) {
      expect({ status, ...headers }).toMatchObject({
        status,
        "cache-control": "no-store",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
        "cross-origin-resource-policy": "same-origin",
      });
      expect(Object.keys(headers)).not.toContain("x-powered-by");
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });
});

test("the gate on the server's log sees an error and a secret, and lets the rest pass", () => {
  const fine = ['{"level":30,"msg":"migration applied"}', "  http://localhost:1/dashboard/owner?token=own_x", ""];
  const wrong = [
    '{"level":50,"msg":"request failed"}',
    `{"level":20,"path":"/acme/reset-password?token=rst_${"x".repeat(48)}"}`,
    '{"level":30,"password":"correct horse battery"}',
  ];
  expect(logComplaints([...fine, ...wrong].join("\n"))).toEqual(wrong);
});
