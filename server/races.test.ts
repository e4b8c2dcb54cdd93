import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sweepRows } from "@/lib/db/system-db";
import { env, setEnv } from "@/lib/kernel/env";
import { sha256 } from "@/lib/kernel/secrets";
import { makeTenant, makeToken, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { type RawAnswer, rawRequest, startServer } from "@/lib/testing/raw-http";
import { race } from "@/lib/testing/raw-sockets";
import { rowsOf, sql } from "@/lib/testing/sql";

vi.setConfig({ testTimeout: 60_000 });

// Hashing is not what races here: 64 real hashes would be shed with 503 on a machine that is busy, as they should be.
vi.mock("@node-rs/argon2", () => {
  const current = `$argon2id$v=19$m=19456,t=2,p=1$${"s".repeat(22)}$${"h".repeat(43)}`;
  return { hash: async () => current, verify: async () => true };
});

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const repeat = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const request = (method: string, path: string, headers: Record<string, string> = {}, body = "") =>
  rawRequest(method, path, { host: server.host, ...headers }, body);
const asAccount = ({ apiToken }: Tenant) => ({ authorization: `Bearer ${apiToken}` });
const json = (tenant: Tenant) => ({ ...asAccount(tenant), "content-type": "application/json" });

/** How often each status came. */
function tally(answers: readonly { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const messages = (answers: readonly RawAnswer[], status: number) => [
  ...new Set(answers.filter((answer) => answer.status === status).map(({ body }) => JSON.parse(body).messages[0] as string)),
];

describe("the race itself", () => {
  /** A server that answers none before all are there; then it lets each look first and write afterwards. */
  async function careless(count: number, answer: () => Promise<number>) {
    let arrived = 0;
    let open = () => {};
    const all = new Promise<void>((done) => {
      open = done;
    });
    const other = createServer(async (_, response) => {
      arrived += 1;
      if (arrived === count) open();
      await all;
      response.writeHead(await answer(), { connection: "close" }).end();
    });
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const { port } = other.address() as AddressInfo;
    const answers = await race(repeat(count, () => ({ port, bytes: rawRequest("POST", "/", { host: "localhost" }) })));
    await new Promise((closed) => other.close(closed));
    return answers;
  }

  test("has all 64 requests in flight at once, and finds a token that is looked at before it is spent", async () => {
    const tenant = await makeTenant();
    const hash = sha256(await makeToken(tenant, await makeUser(tenant)));
    const answers = await careless(64, async () => {
      const live = await sql("SELECT 1 FROM callback_tokens WHERE token_hash = $1 AND used_at IS NULL", [hash]);
      await sql("UPDATE callback_tokens SET used_at = now() WHERE token_hash = $1", [hash]);
      return live.length === 1 ? 200 : 422;
    });
    expect(answers).toHaveLength(64);
    expect(tally(answers)[200]).toBeGreaterThan(1);
  });
});

describe("one token", () => {
  test("exchanged by 64 at once: one is told who it was, 63 hear that it is used; twenty times over", async () => {
    const tenant = await makeTenant();
    const basic = Buffer.from(`${tenant.site.clientId}:${tenant.site.clientSecret}`).toString("base64");
    for (let round = 0; round < 20; round++) {
      const user = await makeUser(tenant);
      const token = await makeToken(tenant, user);
      const credential = (index: number) => (round % 2 && index % 2 ? { authorization: `Basic ${basic}` } : asAccount(tenant));
      const answers = await server.race(repeat(64, (index) => request("POST", `/api/site_user_sessions/${token}`, credential(index))));
      expect(tally(answers)).toEqual({ 200: 1, 422: 63 });
      expect(messages(answers, 422)).toEqual(["Token has already been used"]);
      expect(answers.filter(({ body }) => body.includes(user.email)).map(({ status }) => status)).toEqual([200]);
    }
  });

  test("exchanged and marked as used by 16 at once: at most one is told who it was, every mark stands", async () => {
    const tenant = await makeTenant();
    const winners = [];
    for (let round = 0; round < 10; round++) {
      const token = await makeToken(tenant, await makeUser(tenant));
      const path = `/api/site_user_sessions/${token}`;
      // Every other round the marks are written first.
      const marks = (index: number) => (index + round) % 2 === 0;
      const answers = await server.race(
        repeat(16, (index) => request("POST", marks(index) ? `${path}/mark_used` : path, asAccount(tenant))),
      );
      const exchanges = answers.filter((_, index) => !marks(index));
      expect(tally(answers.filter((_, index) => marks(index)))).toEqual({ 200: 8 });
      const { 200: told = 0, 422: refused = 0 } = tally(exchanges);
      expect([told <= 1, told + refused]).toEqual([true, 8]);
      winners.push(told);
      const late = await server.send(request("POST", path, asAccount(tenant)));
      expect([late.status, JSON.parse(late.body).messages]).toEqual([422, ["Token has already been used"]]);
    }
    expect(winners).toHaveLength(10);
  });

  test("a stranger's 32 attempts beside the owner's one: the owner is told", async () => {
    const [tenant, stranger] = [await makeTenant(), await makeTenant()];
    const token = await makeToken(tenant, await makeUser(tenant));
    const answers = await server.race(
      repeat(33, (index) => request("POST", `/api/site_user_sessions/${token}`, asAccount(index === 16 ? tenant : stranger))),
    );
    expect(tally(answers)).toEqual({ 200: 1, 404: 32 });
    expect(answers[16]?.status).toBe(200);
  });

  test("exchanged while its session is deleted: told once or not there, never half", async () => {
    const tenant = await makeTenant();
    for (let round = 0; round < 5; round++) {
      const token = await makeToken(tenant, await makeUser(tenant));
      const path = `/api/site_user_sessions/${token}`;
      const answers = await server.race(repeat(16, (index) => request(index % 2 ? "DELETE" : "POST", path, asAccount(tenant))));
      const deletes = answers.filter((_, index) => index % 2);
      expect(tally(deletes)).toEqual({ 200: 1, 404: 7 });
      const { 200: told = 0, 404: gone = 0, 422: used = 0 } = tally(answers.filter((_, index) => index % 2 === 0));
      expect([told <= 1, told + gone + used]).toEqual([true, 8]);
    }
  });
});

describe("one address", () => {
  test("signed up by 64 at once: one goes on with a token, 63 are refused, and there is one user", async () => {
    setEnv({ ...env(), SIGN_UPS_PER_ADDRESS: 64 });
    const { site } = await makeTenant();
    const form = new URLSearchParams({ email: "jane@example.com", password: "correct horse battery" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answers = await server.race(repeat(64, () => request("POST", `/${site.slug}/signup`, headers, form)));
    expect(tally(answers)).toEqual({ 303: 1, 422: 63 });
    expect(answers.find(({ status }) => status === 303)?.headers.location).toMatch(
      /^https:\/\/acme\.example\/auth\/callback\?token=tkn_[\w-]{48}$/,
    );
    expect(await rowsOf(`site_users WHERE site_id = ${site.id}`)).toBe(1);
    expect(await rowsOf(`callback_tokens WHERE site_id = ${site.id}`)).toBe(1);
  });

  test("created by 64 at once, in different spellings: one 201, 63 × taken, one user", async () => {
    const tenant = await makeTenant();
    const body = (index: number) =>
      JSON.stringify({ site_id: Number(tenant.site.id), site_user: { email: index % 2 ? "jane@example.com" : "JANE@Example.com" } });
    const answers = await server.race(repeat(64, (index) => request("POST", "/api/site_users", json(tenant), body(index))));
    expect(tally(answers)).toEqual({ 201: 1, 422: 63 });
    expect(messages(answers, 422)).toEqual(["Email has already been taken"]);
    expect(await rowsOf(`site_users WHERE site_id = ${tenant.site.id}`)).toBe(1);
  });

  test("taken over by 16 users at once: one has it", async () => {
    const tenant = await makeTenant();
    const users = await Promise.all(repeat(16, () => makeUser(tenant)));
    const body = JSON.stringify({ site_user: { email: "wanted@example.com" } });
    const answers = await server.race(users.map(({ id }) => request("PATCH", `/api/site_users/${id}`, json(tenant), body)));
    expect(tally(answers)).toEqual({ 200: 1, 422: 15 });
    expect(await rowsOf(`site_users WHERE site_id = ${tenant.site.id} AND email_canonical = 'wanted@example.com'`)).toBe(1);
  });
});

describe("one slug", () => {
  test("created by 64 at once from two accounts: one 201, 63 × taken, one site", async () => {
    const tenants = [await makeTenant(), await makeTenant()] as const;
    const slug = unique("wanted");
    const body = JSON.stringify({ site: { name: "Acme", slug } });
    const answers = await server.race(repeat(64, (index) => request("POST", "/api/sites", json(tenants[index % 2 ? 1 : 0]), body)));
    expect(tally(answers)).toEqual({ 201: 1, 422: 63 });
    expect(messages(answers, 422)).toEqual(["Slug has already been taken"]);
    expect([await rowsOf(`sites WHERE slug = '${slug}'`), await rowsOf(`slugs WHERE slug = '${slug}'`)]).toEqual([1, 1]);
  });

  test("deleted by 16 and wanted by 16 at once: deleted once, given out to nobody", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const body = JSON.stringify({ site: { name: "Acme", slug: tenant.site.slug } });
    const answers = await server.race(
      repeat(32, (index) =>
        index % 2
          ? request("POST", "/api/sites", json(other), body)
          : request("DELETE", `/api/sites/${tenant.site.slug}`, asAccount(tenant)),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 1, 404: 15, 422: 16 });
    expect(await rowsOf(`sites WHERE slug = '${tenant.site.slug}' AND deleted_at IS NULL`)).toBe(0);
  });
});

describe("a site that is deleted", () => {
  test("while users are created, changed and sign in: each is done or not there, and once it is purged nothing is left over", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const email = encodeURIComponent(user.email);
    const kinds = [
      (index: number) =>
        request(
          "POST",
          "/api/site_users",
          json(tenant),
          JSON.stringify({ site_id: Number(tenant.site.id), site_user: { email: `u${index}@example.com` } }),
        ),
      () => request("PATCH", `/api/site_users/${user.id}`, json(tenant), '{"site_user":{"name":"New"}}'),
      () =>
        request(
          "POST",
          `/${tenant.site.slug}/login`,
          { "content-type": "application/x-www-form-urlencoded" },
          `email=${email}&password=correct+horse+battery`,
        ),
      () => request("DELETE", `/api/sites/${tenant.site.id}`, asAccount(tenant)),
    ] as const;
    const answers = await server.race(repeat(32, (index) => (kinds[index % 4] ?? kinds[0])(index)));
    const by = (kind: number) => [...new Set(answers.filter((_, index) => index % 4 === kind).map(({ status }) => status))].toSorted();
    expect([201, 404]).toEqual(expect.arrayContaining(by(0)));
    expect([200, 404]).toEqual(expect.arrayContaining(by(1)));
    expect([303, 401, 404]).toEqual(expect.arrayContaining(by(2)));
    expect(tally(answers.filter((_, index) => index % 4 === 3))).toEqual({ 200: 1, 404: 7 });
    await sql("UPDATE sites SET deleted_at = now() - interval '8 days' WHERE id = $1", [tenant.site.id]);
    await sweepRows();
    for (const table of ["site_users", "callback_tokens", "mail_tokens", "attempts"]) {
      expect(await rowsOf(`${table} WHERE site_id = ${tenant.site.id}`)).toBe(0);
    }
  });
});
