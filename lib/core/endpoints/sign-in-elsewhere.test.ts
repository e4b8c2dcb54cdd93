import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "@/lib/outgoing/dial";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { freshIp, type Seen, send, tally } from "@/lib/testing/hosted-pages";
import { mailsTo } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";

/** How long the dialer waits for an answer. */
const patience = vi.hoisted(() => ({ ms: 10_000 }));
vi.mock("@/lib/outgoing/dial", async (original) => {
  const real = await original<typeof import("@/lib/outgoing/dial")>();
  return { ...real, dial: (call: Call) => real.dial(call, { totalMs: patience.ms }) };
});

const WRONG = "Wrong e-mail or password";
/** What the old system keeps; it has no rules for passwords. */
const OLD_PASSWORD = "hunter2";

let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  hook = await startHook();
});
afterAll(() => hook.stop());
beforeEach(() => {
  allowLoopback();
  hook.received.length = 0;
  patience.ms = 10_000;
  hook.answer = (response, received) => {
    const { password, userName } = JSON.parse(received.body);
    const right = password === OLD_PASSWORD;
    answering(right ? 201 : 401, right ? { id: `old-${userName}`, firstName: "Jane", lastName: "Doe" } : { message: "No." })(
      response,
      received,
    );
  };
});

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const signInEndpoint = { url: `http://localhost:${hook.port}/login`, apiKey: "the-key" };
  const tenant = await makeTenant({ signInEndpoint, ...site });
  const email = `${unique("Old")}@example.com`;
  const signIn = (password = OLD_PASSWORD, as = email) =>
    send(`/${tenant.site.slug}/login`, { email: as, password }, { "x-signin-client-ip": freshIp() });
  return { tenant, email, signIn };
}

const usersOf = (tenant: Tenant) =>
  sql<{ id: string; email: string; password_sealed: Buffer }>(
    `SELECT id, email, name, first_name, last_name, external_id, email_verified_at, blocked_at, password_sealed
     FROM site_users WHERE site_id = $1 ORDER BY created_at`,
    [tenant.site.id],
  );
const refused = expect.objectContaining({ status: 401, alert: WRONG, location: null });

describe("the first sign-in of somebody unknown", () => {
  test("is asked about once; then they are ours, with the password they know", async () => {
    const { tenant, email, signIn } = await setUp();
    const { status, location } = await signIn();
    expect({ status, callback: location?.split("?")[0] }).toEqual({ status: 303, callback: "https://acme.example/auth/callback" });
    expect(hook.received).toEqual([
      {
        method: "POST",
        path: "/login",
        headers: expect.objectContaining({ "x-api-key": "the-key", "content-type": "application/json" }),
        body: JSON.stringify({ userName: email, password: OLD_PASSWORD, language: "en" }),
      },
    ]);
    expect(await usersOf(tenant)).toEqual([
      {
        id: expect.any(String),
        email,
        name: "Jane Doe",
        first_name: "Jane",
        last_name: "Doe",
        external_id: `old-${email}`,
        email_verified_at: null,
        blocked_at: null,
        password_sealed: expect.any(Buffer),
      },
    ]);
    expect((await signIn()).status).toBe(303);
    expect(await signIn("another")).toEqual(refused);
    expect((await signIn(OLD_PASSWORD, email.toUpperCase())).status).toBe(303);
    expect(hook.received).toHaveLength(1);
    // What came is about the second browser, and not about a new user.
    expect((await mailsTo(tenant, email.toLowerCase())).map(({ subject }) => subject)).toEqual(["New sign-in to your account at Acme"]);
  });

  test("closed sign-ups do not close it", async () => {
    const { signIn } = await setUp({ signUps: false });
    expect((await signIn()).status).toBe(303);
  });

  test("where an address has to be proved, knowing the password does not prove it", async () => {
    const { tenant, email, signIn } = await setUp({ emailVerification: "required" });
    expect(await signIn()).toMatchObject({ status: 200, location: null });
    expect(await usersOf(tenant)).toMatchObject([{ email, email_verified_at: null }]);
    expect((await mailsTo(tenant, email.toLowerCase())).map(({ code }) => code)).toEqual([expect.stringMatching(/^\d{6}$/)]);
  });

  test("several at once make one user", async () => {
    const { tenant, signIn } = await setUp();
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn()));
    expect(tally(answers)).toEqual({ 303: 6 });
    expect(await usersOf(tenant)).toHaveLength(1);
  });

  test("a site without such an endpoint asks nobody", async () => {
    const { tenant, signIn } = await setUp({ signInEndpoint: null });
    expect(await signIn()).toEqual(refused);
    expect(hook.received).toEqual([]);
    expect(await usersOf(tenant)).toEqual([]);
  });
});

describe("nobody is taken over", () => {
  test("whom the old system does not know either; its words are not shown", async () => {
    const { tenant, signIn } = await setUp();
    const page = await signIn("wrong");
    expect(page).toEqual(refused);
    expect(page.html).not.toContain("No.");
    expect(await usersOf(tenant)).toEqual([]);
  });

  test("who is here already: nobody asks about them, and nothing of them changes", async () => {
    const { tenant, signIn } = await setUp();
    const { id, email } = await makeUser(tenant);
    const before = await usersOf(tenant);
    expect(await signIn(OLD_PASSWORD, email)).toEqual(refused);
    await sql("UPDATE site_users SET blocked_at = created_at WHERE id = $1", [id]);
    expect(await signIn(OLD_PASSWORD, email)).toEqual(refused);
    expect(await signIn(PASSWORD, email)).toEqual(refused);
    expect(hook.received).toEqual([]);
    expect(await usersOf(tenant)).toEqual(before.map((user) => ({ ...user, blocked_at: expect.any(Date) })));
  });

  test.each([
    ["who came here with another password meanwhile", PASSWORD, "", 401],
    ["who came here with the same one meanwhile is simply signed in", OLD_PASSWORD, "", 303],
    ["who came and was blocked meanwhile", OLD_PASSWORD, "UPDATE site_users SET blocked_at = created_at WHERE site_id = $1", 401],
  ])("%s", async (_, password, then, status) => {
    const { tenant, email, signIn } = await setUp();
    const old = hook.answer;
    hook.answer = async (response, received) => {
      hook.answer = old;
      await send(`/${tenant.site.slug}/signup`, { email, password: password.padEnd(8, "!"), name: "Mine" });
      if (password === OLD_PASSWORD) await setPassword(tenant);
      if (then) await sql(then, [tenant.site.id]);
      old(response, received);
    };
    expect((await signIn()).status).toBe(status);
    expect(await usersOf(tenant)).toMatchObject([{ email, name: "Mine", external_id: null }]);
  });

  test("whose id is another user's", async () => {
    const { tenant, signIn } = await setUp();
    hook.answer = answering(201, { id: "one" });
    expect((await signIn()).status).toBe(303);
    const before = await usersOf(tenant);
    expect(await signIn(OLD_PASSWORD, `${unique("b")}@example.com`)).toEqual(refused);
    expect(await usersOf(tenant)).toEqual(before);
  });

  test.each<[string, typeof hook.answer]>([
    ["200 with an id", answering(200, { id: "x" })],
    ["201 without one", answering(201, {})],
    ["201 in HTML", (response) => void response.writeHead(201).end("<p>Welcome</p>")],
    ["500", answering(500, { message: "oh" })],
    ["a redirect", (response) => void response.writeHead(307, { location: "/" }).end()],
    ["silence", () => undefined],
    ["a closed connection", ({ socket }) => void socket?.destroy()],
  ])("by an answer that cannot be believed: %s", async (lie, answer) => {
    if (lie === "silence") patience.ms = 300;
    const { tenant, signIn } = await setUp();
    hook.answer = answer;
    expect(await signIn()).toEqual(refused);
    expect(hook.received).toHaveLength(1);
    expect(await usersOf(tenant)).toEqual([]);
  });

  test("a name that is no name is left out", async () => {
    const { tenant, signIn } = await setUp();
    hook.answer = answering(201, { id: "one", firstName: { a: 1 }, lastName: "Doe\u202e" });
    expect((await signIn()).status).toBe(303);
    expect(await usersOf(tenant)).toMatchObject([{ name: null, first_name: null, last_name: null, external_id: "one" }]);
  });
});

describe("guessing", () => {
  test("ten failures close an address, as they do for one that is known; then nobody is asked", async () => {
    const { signIn } = await setUp();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) statuses.push((await signIn("wrong")).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    expect((await signIn()).status).toBe(429);
    expect(hook.received).toHaveLength(10);
  });

  test("a volley asks ten times at most, and its right guess is worth nothing once the address is closed", async () => {
    const { tenant, signIn } = await setUp();
    const answers = await Promise.all([...Array(30).fill("wrong"), OLD_PASSWORD].map((password) => signIn(password)));
    expect(tally(answers)[303]).toBeUndefined();
    expect(hook.received.length).toBeLessThanOrEqual(10);
    expect(await sql("SELECT 1 FROM callback_tokens WHERE site_id = $1", [tenant.site.id])).toEqual([]);
  });

  test("unknown to both and known here are one answer", async () => {
    const { tenant, email, signIn } = await setUp();
    const { email: known } = await makeUser(tenant);
    const masked = ({ status, html, headers }: Seen, typed: string) => ({
      status,
      html: html.replaceAll(typed, "x@example.com"),
      headers: [...headers].map(([name, value]) => [name, value.replace(/flw_[\w-]+/, "flw_")]),
    });
    expect(masked(await signIn("wrong"), email)).toEqual(masked(await signIn("wrong", known), known));
  });
});

test("a slow system holds nobody up but its own newcomers", async () => {
  const { tenant, signIn } = await setUp();
  const { email } = await makeUser(tenant);
  const waiting: (() => void)[] = [];
  const old = hook.answer;
  hook.answer = (response, received) => void waiting.push(() => old(response, received));
  const newcomers = Array.from({ length: 12 }, (_, index) => signIn(OLD_PASSWORD, `${unique(`n${index}`)}@example.com`));
  await vi.waitFor(() => expect(waiting).toHaveLength(8), 15_000);
  const users = await Promise.all(Array.from({ length: 10 }, () => signIn(PASSWORD, email)));
  expect(tally(users)).toEqual({ 303: 10 });
  for (const answer of waiting) answer();
  expect(tally(await Promise.all(newcomers))).toEqual({ 303: 8, 401: 4 });
});

/** Gives the one user of a site the old password. */
async function setPassword(tenant: Tenant): Promise<void> {
  const [user] = await usersOf(tenant);
  const sealed = await hashPassword(OLD_PASSWORD, siteUserPassword(tenant.context.scope, BigInt(user?.id ?? 0)));
  await sql("UPDATE site_users SET password_sealed = $2 WHERE site_id = $1", [tenant.site.id, sealed]);
}
