import { hashSync } from "bcryptjs";
import pg from "pg";
import { afterEach, describe, expect, test, vi } from "vitest";
import { siteUserPassword } from "@/lib/core/passwords/hash-password";
import { seal } from "@/lib/kernel/secrets";
import { call } from "@/lib/testing/call-route";
import { freshIp, makeBrowser, type Seen, send, tally } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { PARAMETERS } from "../passwords/hash-password";

/** Every Argon2 computation, by its parameters: what a request costs, without a stopwatch. */
const hashes = vi.hoisted(() => [] as unknown[]);

vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    hash(password: string, options: object) {
      hashes.push(options);
      return real.hash(password, options);
    },
    verify(phc: string, password: string) {
      const [, memoryCost, timeCost, parallelism] = /m=(\d+),t=(\d+),p=(\d+)/.exec(phc) ?? [];
      hashes.push({ algorithm: 2, memoryCost: Number(memoryCost), timeCost: Number(timeCost), parallelism: Number(parallelism) });
      return real.verify(phc, password);
    },
  };
});

afterEach(() => vi.restoreAllMocks());

/** What a request costs: its hashes, and its statements in their order. */
async function priced<T>(work: () => Promise<T>): Promise<{ result: T; hashes: unknown[]; statements: string[] }> {
  const statements: string[] = [];
  const query = vi.spyOn(pg.Client.prototype, "query");
  hashes.length = 0;
  const result = await work();
  for (const [given] of query.mock.calls as unknown as [string | { text: string }][])
    statements.push(typeof given === "string" ? given : given.text);
  query.mockRestore();
  return { result, hashes: [...hashes], statements };
}

/** An answer as a stranger sees it, with the address they typed masked. */
function masked({ status, html, headers, location }: Seen, typed: string) {
  const named = [...headers].map(([name, value]) => [name, value.replace(/flw_[\w-]{48}/, "flw_")]);
  return { status, location, headers: named, html: html.replaceAll(typed, "somebody@example.com") };
}

/** A site that does not look now and then, whoever comes, whether it is under attack. */
const makeSite = (site: Parameters<typeof makeTenant>[0] = {}) => makeTenant({ ...site, attackProtection: { challenge: "never" } });

/** The states an address can be in, as an attacker would like to tell them apart. */
const STATES: Record<string, (tenant: Tenant) => Promise<string>> = {
  unknown: async () => `${unique("jane")}@example.com`,
  known: async (tenant) => (await makeUser(tenant)).email,
  proved: async (tenant) => {
    const { id, email } = await makeUser(tenant);
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [id]);
    return email;
  },
  "without a password": async (tenant) => {
    const email = `${unique("jane")}@example.com`;
    await call("POST", "/api/site_users", { token: tenant.apiToken, json: { site_id: Number(tenant.site.id), site_user: { email } } });
    return email;
  },
  imported: async (tenant) => {
    const { id, email } = await makeUser(tenant);
    const sealed = seal(hashSync(PASSWORD, 4), siteUserPassword(tenant.context.scope, id));
    await sql("UPDATE site_users SET password_sealed = $2 WHERE id = $1", [id, sealed]);
    return email;
  },
  blocked: async (tenant) => {
    const { id, email } = await makeUser(tenant);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [id]);
    return email;
  },
  "imported and blocked": async (tenant) => {
    const email = await inState("imported", tenant);
    await sql("UPDATE site_users SET blocked_at = now() WHERE site_id = $1 AND email_canonical = $2", [tenant.site.id, email]);
    return email;
  },
  "known to another site": async () => (await makeUser(await makeTenant())).email,
};
const others = Object.keys(STATES).filter((state) => state !== "unknown");
const inState = (state: string, tenant: Tenant) => STATES[state]?.(tenant) ?? Promise.reject(new Error(state));

describe.each(["optional", "required"] as const)("verification %s", (emailVerification) => {
  test.each(["blocked", "imported and blocked"])(
    "login, %s: the right password and a wrong one are one answer at one price",
    async (state) => {
      const tenant = await makeSite({ emailVerification });
      const path = `/${tenant.site.slug}/login`;
      const attempt = async (password: string) => {
        const email = await inState(state, tenant);
        const { result, ...price } = await priced(() => send(path, { email, password, state: "s" }));
        return { answer: masked(result, email), ...price };
      };
      const wrong = await attempt("not the password");
      expect(wrong.answer.status).toBe(401);
      expect(await attempt(PASSWORD)).toEqual(wrong);
    },
  );

  test.each(others)("login with a wrong password: %s and unknown are one answer at one price", async (state) => {
    const tenant = await makeSite({ emailVerification });
    const path = `/${tenant.site.slug}/login`;
    const attempt = async (email: string) => {
      const { result, ...price } = await priced(() => send(path, { email, password: "not the password", state: "s" }));
      return { answer: masked(result, email), ...price };
    };
    const unknown = await attempt(await inState("unknown", tenant));
    expect(unknown.answer.status).toBe(401);
    expect(unknown.hashes).toEqual([PARAMETERS]);
    expect(await attempt(await inState(state, tenant))).toEqual(unknown);
  });

  test.each(others)("asking for a reset: %s and unknown are one answer at one price, without a hash", async (state) => {
    const tenant = await makeSite({ emailVerification });
    const attempt = async (email: string) => {
      const { result, ...price } = await priced(() => send(`/${tenant.site.slug}/reset-password`, { email, state: "s" }));
      return { answer: masked(result, email), ...price };
    };
    const unknown = await attempt(await inState("unknown", tenant));
    expect(unknown.answer.status).toBe(200);
    expect(unknown.hashes).toEqual([]);
    expect(await attempt(await inState(state, tenant))).toEqual(unknown);
  });

  test.each(others)("asking for the proof again: %s and unknown are one answer at one price", async (state) => {
    const tenant = await makeSite({ emailVerification });
    const attempt = async (email: string) => {
      const { result, ...price } = await priced(() => send(`/${tenant.site.slug}/verify-email`, { email }));
      return { answer: masked(result, email), ...price };
    };
    const unknown = await attempt(await inState("unknown", tenant));
    expect(unknown).toMatchObject({ answer: { status: 200 }, hashes: [] });
    expect(await attempt(await inState(state, tenant))).toEqual(unknown);
  });

  test.each(["reset-password", "verify-email"])(
    "a wrong code at /%s: an address with a live code and one without an account are one answer",
    async (page) => {
      const tenant = await makeSite({ emailVerification });
      const path = `/${tenant.site.slug}/${page}`;
      const { email: known } = await makeUser(tenant);
      await send(path, { email: known });
      const { code } = await newestMail(tenant, known);
      const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
      const attempt = async (email: string) => {
        const { result, ...price } = await priced(() => send(path, { email, code: wrong, password: "a brand new password" }));
        return { answer: masked(result, email), ...price };
      };
      const unknown = await attempt(await inState("unknown", tenant));
      expect(unknown).toMatchObject({ answer: { status: 422 }, hashes: [] });
      expect(await attempt(known)).toEqual(unknown);
    },
  );
});

describe("sign-up", () => {
  test.each(["known", "proved", "without a password"])("required: %s and unknown are one answer at one price", async (state) => {
    const tenant = await makeSite({ emailVerification: "required" });
    const attempt = async (email: string) => {
      const { result, ...price } = await priced(() =>
        send(`/${tenant.site.slug}/signup`, { email, password: PASSWORD, name: "Jane", state: "s" }),
      );
      return { answer: masked(result, email), ...price };
    };
    const unknown = await attempt(await inState("unknown", tenant));
    expect(unknown).toMatchObject({ answer: { status: 200 }, hashes: [PARAMETERS] });
    expect(await attempt(await inState(state, tenant))).toEqual(unknown);
  });

  test("optional: a known address costs one hash as well, and its answer does not depend on the password", async () => {
    const tenant = await makeSite();
    const { email } = await makeUser(tenant);
    const attempt = (password: string) => priced(async () => masked(await send(`/${tenant.site.slug}/signup`, { email, password }), email));
    const right = await attempt(PASSWORD);
    expect(right).toMatchObject({ result: { status: 422 }, hashes: [PARAMETERS] });
    expect(await attempt("another good password")).toEqual(right);
  });

  test("optional: an address that another site knows is a new one here", async () => {
    const tenant = await makeSite();
    const answer = await send(`/${tenant.site.slug}/signup`, { email: await inState("known to another site", tenant), password: PASSWORD });
    expect(answer.status).toBe(303);
  });

  test("what is refused costs no hash: wrong fields, closed sign-ups, somebody else's page", async () => {
    const [open, closed] = [await makeTenant(), await makeTenant({ signUps: false })];
    const form = { email: `${unique("x")}@example.com`, password: PASSWORD };
    for (const [tenant, fields, headers] of [
      [open, { ...form, email: "x" }, {}],
      [open, { ...form, password: "short" }, {}],
      [open, { ...form, password: "x".repeat(60_000) }, {}],
      [open, form, { origin: "https://evil.example" }],
      [closed, form, {}],
    ] as const) {
      expect((await priced(() => send(`/${tenant.site.slug}/signup`, fields, { ...headers }))).hashes).toEqual([]);
    }
  });
});

describe("other prices", () => {
  test("a closed budget costs no hash, for a known address and for an unknown one", async () => {
    const tenant = await makeSite();
    for (const state of ["known", "unknown"]) {
      const email = await inState(state, tenant);
      for (let attempt = 0; attempt < 10; attempt++) await send(`/${tenant.site.slug}/login`, { email, password: "not the password" });
      const { result, hashes } = await priced(() => send(`/${tenant.site.slug}/login`, { email, password: PASSWORD }));
      expect({ state, status: result.status, hashes }).toEqual({ state, status: 429, hashes: [] });
    }
  });

  test("the password of a link in another browser costs one hash, a dead link none", async () => {
    const tenant = await makeSite();
    const email = `${unique("jane")}@example.com`;
    await send(`/${tenant.site.slug}/signup`, { email, password: PASSWORD });
    const { token } = await newestMail(tenant, email);
    const path = `/${tenant.site.slug}/verify-email`;
    const other = makeBrowser();
    expect((await priced(() => other.post(path, { token, password: "not the password" }))).hashes).toEqual([PARAMETERS]);
    expect((await priced(() => other.post(path, { token, password: PASSWORD }))).hashes).toEqual([PARAMETERS]);
    expect((await priced(() => other.post(path, { token, password: PASSWORD }))).hashes).toEqual([]);
  });

  test("a reset link costs one hash, a dead one none", async () => {
    const tenant = await makeSite();
    const { email } = await makeUser(tenant);
    const path = `/${tenant.site.slug}/reset-password`;
    await send(path, { email });
    const { token } = await newestMail(tenant, email);
    expect((await priced(() => send(path, { token, password: "a brand new password" }))).hashes).toEqual([PARAMETERS]);
    expect((await priced(() => send(path, { token, password: "a brand new password" }))).hashes).toEqual([]);
  });
});

describe("budgets", () => {
  test("30 failures each: known, unknown and password-less addresses close at the same attempt and wait equally long", async () => {
    const tenant = await makeSite();
    const run = async (state: string) => {
      const email = await inState(state, tenant);
      const list: { status: number; waits: boolean }[] = [];
      for (let attempt = 0; attempt < 30; attempt++) {
        const { status, headers } = await send(
          `/${tenant.site.slug}/login`,
          { email, password: "not the password" },
          { "x-signin-client-ip": freshIp() },
        );
        list.push({ status, waits: Number(headers.get("retry-after")) > 590 });
      }
      return list;
    };
    const unknown = await run("unknown");
    expect(unknown).toEqual([...Array(10).fill({ status: 401, waits: false }), ...Array(20).fill({ status: 429, waits: true })]);
    expect(await run("known")).toEqual(unknown);
    expect(await run("without a password")).toEqual(unknown);
  });

  test("however an address is typed, it is one budget", async () => {
    const tenant = await makeSite();
    const { email } = await makeUser(tenant);
    const typed = (attempt: number) => [email, email.toUpperCase(), ` ${email}`, email.replace("example", "EXAMPLE")][attempt % 4] ?? "";
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      statuses.push((await send(`/${tenant.site.slug}/login`, { email: typed(attempt), password: "not the password" })).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });

  test("one site's failures close nothing at another site", async () => {
    const [one, two] = [await makeTenant(), await makeTenant()];
    const { email } = await makeUser(one);
    await makeUser(two, email);
    for (let attempt = 0; attempt < 11; attempt++) await send(`/${one.site.slug}/login`, { email, password: "not the password" });
    expect((await send(`/${one.site.slug}/login`, { email, password: PASSWORD })).status).toBe(429);
    expect((await send(`/${two.site.slug}/login`, { email, password: PASSWORD })).status).toBe(303);
  });

  test("a locked address can still be reset, and whoever has proved it is let in", async () => {
    const tenant = await makeSite();
    const { email } = await makeUser(tenant);
    for (let attempt = 0; attempt < 10; attempt++) await send(`/${tenant.site.slug}/login`, { email, password: "not the password" });
    await send(`/${tenant.site.slug}/reset-password`, { email });
    const { token } = await newestMail(tenant, email);
    expect((await send(`/${tenant.site.slug}/reset-password`, { token, password: "a brand new password" })).status).toBe(303);
    expect((await send(`/${tenant.site.slug}/login`, { email, password: "a brand new password" })).status).toBe(303);
  });

  // A volley is compared as it stands in the queue, but what is found after the budget has closed tells nobody anything.
  test.each(["optional", "required"])(
    "a volley of wrong passwords with the right one at its end, verification %s",
    async (emailVerification) => {
      const tenant = await makeSite({ emailVerification });
      const { email } = await makeUser(tenant);
      const path = `/${tenant.site.slug}/login`;
      const guesses = [...Array.from({ length: 60 }, (_, index) => `wrong password ${index}`), PASSWORD];
      const answers = await Promise.all(guesses.map((password) => send(path, { email, password }, { "x-signin-client-ip": freshIp() })));
      const { 401: refused = 0, 429: closed = 0, 503: shed = 0 } = tally(answers);
      expect(refused + closed + shed).toBe(61);
      const [first, last] = [answers[0], answers.at(-1)];
      if (last?.status === 401) expect(masked(last, email)).toEqual(masked(first as Seen, email));
    },
  );
});

test("a volley of passwords at a verification link in another browser: the right one at its end confirms nothing", async () => {
  const tenant = await makeSite();
  const email = `${unique("jane")}@example.com`;
  await send(`/${tenant.site.slug}/signup`, { email, password: PASSWORD });
  const { token } = await newestMail(tenant, email);
  const guesses = [...Array.from({ length: 60 }, (_, index) => `wrong password ${index}`), PASSWORD];
  const answers = await Promise.all(
    guesses.map((password) => makeBrowser().post(`/${tenant.site.slug}/verify-email`, { token, password })),
  );
  expect(tally(answers)[303]).toBeUndefined();
  expect(await sql("SELECT 1 FROM site_users WHERE site_id = $1 AND email_verified_at IS NOT NULL", [tenant.site.id])).toEqual([]);
});

test("the price list sees a difference where there is one", async () => {
  const tenant = await makeSite();
  const { email } = await makeUser(tenant);
  const attempt = (password: string) => priced(() => send(`/${tenant.site.slug}/login`, { email, password }));
  const [right, wrong] = [await attempt(PASSWORD), await attempt("not the password")];
  expect(right.statements).not.toEqual(wrong.statements);
  expect(right.statements.length).toBeGreaterThan(0);
  expect(right.hashes).toEqual([PARAMETERS]);
  const { hashes: none } = await priced(() => send(`/${tenant.site.slug}/login`, { email, password: "" }));
  expect(none).toEqual([]);
});
