import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sha256 } from "@/lib/kernel/secrets";
import type { Call } from "@/lib/outgoing/dial";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { freshIp, type Seen, send, tally } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

/** How long the dialer waits for an answer. */
const patience = vi.hoisted(() => ({ ms: 10_000 }));
vi.mock("@/lib/outgoing/dial", async (original) => {
  const real = await original<typeof import("@/lib/outgoing/dial")>();
  return { ...real, dial: (call: Call) => real.dial(call, { totalMs: patience.ms }) };
});

const COULD_NOT = "We could not create this account; sign in or reset your password";
const BUSY = "The service is busy or starting; try again in a moment";

let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  hook = await startHook();
});
afterAll(() => hook.stop());
beforeEach(() => {
  allowLoopback();
  hook.received.length = 0;
  patience.ms = 10_000;
  hook.answer = answering(201, { id: unique("theirs") });
});

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const signupEndpoint = { url: `http://localhost:${hook.port}/users`, apiKey: "the-key" };
  const tenant = await makeTenant({ signupEndpoint, ...site });
  return { tenant, path: `/${tenant.site.slug}/signup`, form: { email: `${unique("New")}@example.com`, password: PASSWORD } };
}

const usersOf = (tenant: Tenant) =>
  sql("SELECT email, name, external_id, email_verified_at FROM site_users WHERE site_id = $1 ORDER BY created_at", [tenant.site.id]);
const told = () => hook.received.map(({ body }) => JSON.parse(body));

describe("a site with a user system of its own", () => {
  test("it is told of a new user, and its id becomes the user's external id", async () => {
    const { tenant, path, form } = await setUp();
    hook.answer = answering(201, { id: "33d29b8f-91f7", userName: "somebody@else.example", firstName: "Eve" });
    const headers = { "accept-language": "nl-BE,nl;q=0.9,en;q=0.8" };
    expect((await send(path, { ...form, name: " Jane  van der Doe " }, headers)).status).toBe(303);
    expect(hook.received).toEqual([
      {
        method: "POST",
        path: "/users",
        headers: expect.objectContaining({ "x-api-key": "the-key", "content-type": "application/json", accept: "application/json" }),
        body: JSON.stringify({ userName: form.email, password: PASSWORD, firstName: "Jane", lastName: "van der Doe", language: "nl" }),
      },
    ]);
    expect(await usersOf(tenant)).toEqual([
      { email: form.email, name: "Jane  van der Doe", external_id: "33d29b8f-91f7", email_verified_at: null },
    ]);
  });

  test.each([
    [{}, {}, { language: "en" }],
    [{ name: "Jane" }, { "accept-language": "de" }, { firstName: "Jane", language: "de" }],
    [{ name: "Jane Doe" }, { "accept-language": "*" }, { firstName: "Jane", lastName: "Doe", language: "en" }],
    [{}, { "accept-language": "EN-gb;q=0.5" }, { language: "en" }],
    [{}, { "accept-language": '"><script>' }, { language: "en" }],
  ])("what a visitor did not say is left out: %j %j", async (more, headers: Record<string, string>, expected) => {
    const { path, form } = await setUp();
    await send(path, { ...form, ...more }, headers);
    expect(told()).toEqual([{ userName: form.email, password: PASSWORD, ...expected }]);
  });

  test("without a key none is sent; a number is an id as well", async () => {
    const { tenant, path, form } = await setUp({ signupEndpoint: { url: `http://localhost:${hook.port}/` } });
    hook.answer = answering(201, { id: 42 });
    await send(path, form);
    expect(hook.received[0]?.headers).not.toHaveProperty("x-api-key");
    expect(await usersOf(tenant)).toMatchObject([{ external_id: "42" }]);
  });

  test("what is wrong with a form is said before anybody is asked", async () => {
    const { path, form } = await setUp();
    await send(path, { ...form, password: "short" });
    await send(path, { ...form, email: "x" });
    expect(hook.received).toEqual([]);
  });

  test("the setting that let an address be saved no longer does: nobody is called", async () => {
    const { tenant, path, form } = await setUp();
    allowLoopback(false);
    expect(await send(path, form)).toMatchObject({ status: 503, alert: BUSY });
    expect(await usersOf(tenant)).toEqual([]);
    expect(hook.received).toEqual([]);
  });

  test("from one address it is asked a hundred times in ten minutes, from others still", async () => {
    const { tenant, path, form } = await setUp();
    const ip = freshIp();
    await send(path, form, { "x-signin-client-ip": ip });
    const others = sha256(`sign-up address:${ip}`);
    await sql("UPDATE attempts SET count = 100 WHERE site_id = $1 AND key <> $2", [tenant.site.id, others]);
    const again = { ...form, email: `${unique("b")}@example.com` };
    const closed = await send(path, again, { "x-signin-client-ip": ip });
    expect([closed.status, closed.headers.get("retry-after"), hook.received.length]).toEqual([429, "600", 1]);
    hook.answer = answering(201, { id: unique("another") });
    expect((await send(path, again, { "x-signin-client-ip": freshIp() })).status).toBe(303);
  });

  test("one id at two sites is two users", async () => {
    hook.answer = answering(201, { id: "one" });
    for (const { tenant, path, form } of [await setUp(), await setUp()]) {
      expect((await send(path, form)).status).toBe(303);
      expect(await usersOf(tenant)).toMatchObject([{ external_id: "one" }]);
    }
  });

  test("required verification: a known address is asked about like an unknown one, and gets the same answer", async () => {
    const { tenant, path, form } = await setUp({ emailVerification: "required" });
    const { email } = await makeUser(tenant);
    const masked = ({ status, html, location }: Seen, typed: string) => ({
      status,
      location,
      html: html.replaceAll(typed, "x@example.com"),
    });
    const unknown = masked(await send(path, form), form.email);
    expect(unknown.status).toBe(200);
    expect(masked(await send(path, { ...form, email }), email)).toEqual(unknown);
    expect(told().map(({ userName }) => userName)).toEqual([form.email, email]);
    expect(await usersOf(tenant)).toMatchObject([{ email, external_id: null }, { email: form.email }]);
  });
});

describe("a refusal", () => {
  test.each([
    ["This address is taken.", "This address is taken."],
    ["<script>alert(1)</script> & <b>more</b>", "<script>alert(1)</script> & <b>more</b>"],
    ["two\r\nlines\tand\u0000more", "two lines and more"],
    ["turned \u202eround\u2066 and \u200binvisible", "turned round and invisible"],
    ["x".repeat(5_000), "x".repeat(300)],
    ["😀".repeat(400), "😀".repeat(300)],
  ])("its words are shown to the visitor, as text: %j", async (message, shown) => {
    const { tenant, path, form } = await setUp();
    hook.answer = answering(409, { message, code: "X" });
    const page = await send(path, { ...form, name: "Jane" });
    expect(page).toMatchObject({ status: 422, alert: shown, wrong: [], location: null });
    expect(page.fields).toMatchObject({ email: form.email, name: "Jane", password: "" });
    expect(page.html).not.toMatch(/<script>alert|<b>more/);
    expect(await usersOf(tenant)).toEqual([]);
    expect(await mailsTo(tenant, form.email.toLowerCase())).toEqual([]);
  });
});

/** Answers of systems that are broken, or lie: what the visitor gets for each. */
const raw =
  (...bytes: (string | Buffer)[]): typeof hook.answer =>
  ({ socket }) => {
    for (const part of bytes) socket?.write(part);
    socket?.end();
  };
const body = (status: number, text: string | Buffer, headers: Record<string, string> = {}): typeof hook.answer => {
  return (response) => void response.writeHead(status, headers).end(text);
};
const busy = { status: 503, alert: BUSY };
const could = { status: 422, alert: COULD_NOT };

const LIES: [string, typeof hook.answer, { status: number; alert: string }][] = [
  ["no id", answering(201, { firstName: "Jane" }), busy],
  ["a null id", answering(201, { id: null }), busy],
  ["an empty id", answering(201, { id: "" }), busy],
  ["a blank id", answering(201, { id: "  " }), busy],
  ["a true id", answering(201, { id: true }), busy],
  ["an object for an id", answering(201, { id: { $ne: null } }), busy],
  ["a list for an id", answering(201, { id: ["x"] }), busy],
  ["half a number", answering(201, { id: 1.5 }), busy],
  ["a number that is not exact", body(201, '{"id":12345678901234567890}'), busy],
  ["an endless number", body(201, '{"id":1e400}'), busy],
  ["an id of 256 characters", answering(201, { id: "x".repeat(256) }), busy],
  ["an id of a megabyte", answering(201, { id: "x".repeat(1_048_576) }), busy],
  ["an id with NUL", answering(201, { id: "a\u0000b" }), busy],
  ["an id with a line break", answering(201, { id: "a\nb" }), busy],
  ["an id that turns the reading direction", answering(201, { id: "a\u202eb" }), busy],
  ["an id with half a character", body(201, '{"id":"a\\ud800"}'), busy],
  ["an id in a prototype", body(201, '{"__proto__":{"id":"x"},"constructor":{"prototype":{"id":"x"}}}'), busy],
  ["an id one level down", answering(201, { user: { id: "x" } }), busy],
  ["an Id", answering(201, { Id: "x", ID: "x" }), busy],
  ["a list", answering(201, [{ id: "x" }]), busy],
  ["a text", answering(201, "x"), busy],
  ["a number", answering(201, 5), busy],
  ["null", answering(201, null), busy],
  ["nothing", body(201, ""), busy],
  ["HTML", body(201, "<!doctype html><title>Created</title>", { "content-type": "text/html" }), busy],
  ["half of its JSON", body(201, '{"id":"x"'), busy],
  ["JSON and more", body(201, '{"id":"x"} {}'), busy],
  ["JavaScript", body(201, "{id:'x'}"), busy],
  ["a deep nest", body(201, "[".repeat(60_000)), busy],
  ["UTF-16", body(201, Buffer.from('{"id":"x"}', "utf16le")), busy],
  ["an id behind 64 KiB of blanks", body(201, `${" ".repeat(65_536)}{"id":"x"}`), busy],
  ["a packed id", body(201, gzipSync('{"id":"x"}'), { "content-encoding": "gzip" }), busy],
  ["200", answering(200, { id: "x" }), busy],
  ["202", answering(202, { id: "x" }), busy],
  ["204", body(204, ""), busy],
  ["307 to itself", body(307, "", { location: "/users" }), busy],
  ["no HTTP", raw("hello\r\n\r\n"), busy],
  ["a closed connection", raw(), busy],
  ["half an answer", raw('HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"id":"x"}'), busy],
  ["silence", () => undefined, busy],
  ["500", body(500, "Internal Server Error"), could],
  ["500 with a stack", answering(500, { error: "TypeError", stack: "at x.js:1" }), could],
  ["502 in HTML", body(502, "<h1>Bad Gateway</h1>"), could],
  ["400 and nothing", body(400, ""), could],
  ["400 without words", answering(400, { code: "EXISTS" }), could],
  ["400 with blank words", answering(400, { message: " \n " }), could],
  ["400 with a number for words", answering(400, { message: 5 }), could],
  ["400 with an object for words", answering(400, { message: { text: "x" } }), could],
  ["400 with a list", answering(400, ["x"]), could],
  ["404 with an id", answering(404, { id: "x" }), could],
];

describe("an answer that cannot be believed", () => {
  let lied: Awaited<ReturnType<typeof setUp>>;
  beforeAll(async () => {
    allowLoopback();
    lied = await setUp();
  });

  test.each(LIES)("%s", async (lie, answer, expected) => {
    if (lie === "silence") patience.ms = 300;
    const { tenant, path, form } = lied;
    hook.answer = answer;
    const { status, alert, location, fields } = await send(path, form);
    expect({ status, alert, location, email: fields.email }).toEqual({ ...expected, location: null, email: form.email });
    expect(await usersOf(tenant)).toEqual([]);
    expect(hook.received).toHaveLength(1);
    expect(({} as { id?: string }).id).toBeUndefined();
  });

  test("the id of another user of the site makes nobody, and changes nobody", async () => {
    const { tenant, path, form } = await setUp();
    hook.answer = answering(201, { id: "taken" });
    await send(path, { ...form, name: "First" });
    const before = await usersOf(tenant);
    expect(await send(path, { ...form, email: `${unique("b")}@example.com` })).toMatchObject(could);
    expect(await usersOf(tenant)).toEqual(before);
    expect(before).toHaveLength(1);
  });
});

describe("a slow system", () => {
  test("holds eight of its own forms and nobody else's; more are refused at once", async () => {
    const [slow, other] = [await setUp(), await setUp({ signupEndpoint: null })];
    const answers: (() => void)[] = [];
    hook.answer = (response, received) => void answers.push(() => answering(201, { id: unique("x") })(response, received));
    const sign = (index: number) => send(slow.path, { ...slow.form, email: `${unique(`j${index}`)}@example.com` });
    const forms = Array.from({ length: 12 }, (_, index) => sign(index));
    await vi.waitFor(() => expect(answers).toHaveLength(8), 15_000);
    for (let form = 0; form < 10; form++) {
      expect((await send(other.path, { ...other.form, email: `${unique("o")}@example.com` })).status).toBe(303);
    }
    for (const answer of answers) answer();
    expect(tally(await Promise.all(forms))).toEqual({ 303: 8, 503: 4 });
    expect(await usersOf(slow.tenant)).toHaveLength(8);
    const again = sign(12);
    await vi.waitFor(() => expect(answers).toHaveLength(9), 15_000);
    answers[8]?.();
    expect((await again).status).toBe(303);
  });
});
