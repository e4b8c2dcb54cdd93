import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { call } from "@/lib/testing/call-route";
import { freshIp, tally } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";
import { fastschema } from ".";
import { kindOf } from "./session";

// What is sent here is looked at before anything is hashed; hundreds of real hashes would show nothing more.
vi.mock("@node-rs/argon2", async () => {
  const { createHash } = await import("node:crypto");
  const fast = (password: string) => createHash("sha256").update(password).digest("base64").slice(0, 43);
  return {
    hash: async (password: string) => `$argon2id$v=19$m=19456,t=2,p=1$${"s".repeat(22)}$${fast(password)}`,
    verify: async (phc: string, password: string) => phc.endsWith(fast(password)),
  };
});

/** What a field may hold that nobody thought of. */
const SHAPES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  2 ** 53,
  "",
  " ",
  "\t\n",
  "0",
  "null",
  "a",
  "a@",
  "@",
  "a@b",
  "jane@example.com\0",
  "jane@example.com\r\nBcc: x@example.com",
  "\ud800",
  "\u202ejane",
  "é".repeat(40),
  "x".repeat(257),
  "x".repeat(1_025),
  "x".repeat(20_000),
  "' OR 1=1 --",
  "{{7*7}}",
  "../../etc/passwd",
  "__proto__",
  [],
  [null],
  ["jane@example.com"],
  [[[[]]]],
  {},
  { not: "" },
  { contains: "@" },
  { $ne: null },
  { toString: "x" },
  { constructor: { prototype: {} } },
  { length: 5, 0: "a" },
];

const GOOD = { login: "jane", email: "jane@example.com", password: PASSWORD, token: "vfy_x", refresh_token: "rft_x", session_id: "dev_x" };
const FIELDS = [...Object.keys(GOOD), "first_name", "confirm_password", "code", "otp"];

let tenant: Tenant;
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  tenant = await makeTenant();
  server = await startServer();
});
afterAll(() => server.stop());

const post = (path: string, json: unknown) =>
  call("POST", `/${tenant.site.slug}/api${path}`, { json, headers: { "x-signin-client-ip": freshIp() } });

const FAILURE = {
  code: expect.stringMatching(/^4\d\d$/),
  message: expect.any(String),
  data: { error: expect.stringMatching(/^[a-z_]+$/) },
};

/** Sends a body that means nothing and holds the answer against what the address says of itself. */
async function expectRefusalOrSuccess(path: string, statuses: readonly number[], body: unknown): Promise<void> {
  const response = await post(path, body);
  const answer = (await response.json()) as Record<string, unknown>;
  const sent = JSON.stringify(body).slice(0, 200);
  expect([path, sent, [...statuses, 429].includes(response.status)]).toEqual([path, sent, true]);
  if (response.status === 200) expect(answer.error).toBeUndefined();
  else expect(answer).toMatchObject({ ...FAILURE, error: FAILURE });
}

describe("a body that nobody thought of", () => {
  const routes = fastschema.routes.filter(({ method, path }) => method === "POST" && !path.includes("{"));
  test.each(routes.map(({ path, statuses }) => [path, statuses] as const))("is answered in words at %s", async (path, statuses) => {
    for (const shape of SHAPES) {
      if (shape !== null) await expectRefusalOrSuccess(path, statuses, shape);
      for (const field of FIELDS) {
        // What this address does not read is the same as nothing.
        if (!readBy(path).includes(field)) continue;
        await expectRefusalOrSuccess(path, statuses, { ...GOOD, [field]: shape });
      }
    }
    const { [readBy(path)[0] ?? ""]: _, ...rest } = GOOD as Record<string, unknown>;
    await expectRefusalOrSuccess(path, statuses, rest);
  });

  const READ: Readonly<Record<string, readonly string[]>> = {
    "/auth/local/login": ["login", "password"],
    "/auth/local/register": ["email", "login", "password", "confirm_password", "first_name"],
    "/auth/local/activate": ["token"],
    "/auth/local/activate/send": ["token", "email"],
    "/auth/local/recover": ["email"],
    "/auth/local/recover/check": ["token"],
    "/auth/local/recover/reset": ["token", "password", "confirm_password"],
    "/auth/token/refresh": ["refresh_token"],
    "/auth/logout": ["refresh_token"],
    "/auth/otp/request": ["email"],
    "/auth/otp/verify": ["session_id", "otp", "email", "code"],
  };
  const readBy = (path: string) => READ[path] ?? [];

  test("is not among those that change what somebody is", async () => {
    const email = `${unique("jane")}@example.com`;
    const flags = {
      activated: true,
      active: true,
      email_verified: true,
      roles: ["admin"],
      role_ids: [1],
      id: 1,
      provider: "github",
      created_at: "2000-01-01",
    };
    expect((await post("/auth/local/register", { ...flags, email, password: PASSWORD })).status).toBe(200);
    const rows = await sql("SELECT email_verified_at, metadata, private_metadata FROM site_users WHERE email = $1", [email]);
    expect(rows).toEqual([{ email_verified_at: null, metadata: {}, private_metadata: {} }]);
    const refused = await post("/auth/local/login", { login: email, password: PASSWORD });
    expect(await refused.json()).toMatchObject({ data: { error: "user_inactive" } });
  });
});

describe("nobody learns whether an address has an account", () => {
  const cases: [path: string, body: (email: string) => object][] = [
    ["/auth/local/login", (email) => ({ login: email, password: "wrong password" })],
    ["/auth/local/recover", (email) => ({ email })],
    ["/auth/local/activate/send", (email) => ({ email })],
  ];
  test.each(cases)("at %s", async (path, body) => {
    const seen = async (email: string) => {
      const response = await post(path, body(email));
      return { status: response.status, headers: [...response.headers], text: (await response.text()).replaceAll(email, "{email}") };
    };
    const states = ["", "email_verified_at = now()", "blocked_at = now()", "password_sealed = NULL"];
    const unknown = await seen(`${unique("jane")}@example.com`);
    for (const state of states) {
      const { id, email } = await makeUser(tenant);
      if (state) await sql(`UPDATE site_users SET ${state} WHERE id = $1`, [id]);
      expect(await seen(email)).toEqual(unknown);
    }
  });
});

describe("of many at once", () => {
  const request = (path: string, body: object, headers: Record<string, string> = {}) =>
    rawRequest(
      "POST",
      `/${tenant.site.slug}/api${path}`,
      { host: server.host, "content-type": "application/json", ...headers },
      JSON.stringify(body),
    );
  const race = (count: number, make: (index: number) => string) => server.race(Array.from({ length: count }, (_, index) => make(index)));

  async function session() {
    const { id } = await makeUser(tenant);
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [id]);
    const outcome = { kind: "signed_in", siteUserId: id, proof: { passwordSealed: null, budgets: [], secondFactor: false } } as const;
    const begun = await beginSession(tenant.context, outcome, kindOf(tenant.context), { ip: "192.0.2.1", userAgent: null });
    return { id, access: begun.access.text, refresh: begun.refresh?.text ?? "" };
  }

  test("64 refreshes of one token have one successor", async () => {
    const { refresh } = await session();
    const answers = await race(64, () => request("/auth/token/refresh", { refresh_token: refresh }));
    expect(tally(answers)).toEqual({ 200: 64 });
    expect(new Set(answers.map(({ body }) => JSON.parse(body).refresh_token)).size).toBe(1);
  });

  test("a refresh and a sign-out leave nobody signed in", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, access, refresh } = await session();
      const answers = await race(2, (index) =>
        index === round % 2
          ? request("/auth/token/refresh", { refresh_token: refresh })
          : request("/auth/logout", {}, { authorization: `Bearer ${access}` }),
      );
      expect(answers.every(({ status }) => [200, 401].includes(status))).toBe(true);
      expect(await sql("SELECT 1 FROM sessions WHERE site_user_id = $1 AND ended_at IS NULL", [id])).toEqual([]);
    }
  });

  test("one activates with a token, and one sets a password with it", async () => {
    const email = `${unique("jane")}@example.com`;
    await post("/auth/local/register", { email, password: PASSWORD });
    const activation = await newestMail(tenant, email);
    const activated = await race(24, () => request("/auth/local/activate", { token: activation.token }));
    expect(tally(activated)).toEqual({ 200: 1, 400: 23 });
    await post("/auth/local/recover", { email });
    const recovery = await newestMail(tenant, email);
    const reset = await race(8, (index) =>
      request("/auth/local/recover/reset", { token: recovery.token, password: `new password ${index}` }),
    );
    expect(tally(reset)).toEqual({ 200: 1, 400: 7 });
  });

  test("one registers an address", async () => {
    const email = `${unique("jane")}@example.com`;
    const answers = await race(8, () => request("/auth/local/register", { email, password: PASSWORD }));
    expect(tally(answers)).toEqual({ 200: 1, 400: 7 });
  });
});
