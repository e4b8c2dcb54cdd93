import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hashToken } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { connections } from "./client";
import { noteTokenUse } from "./token-use";

const hash = ({ apiToken }: Tenant) => hashToken("gma_", apiToken) as Uint8Array;
const lastUsed = async (tenant: Tenant) => {
  const [row] = await sql<{ at: Date | null }>("SELECT last_used_at AS at FROM api_tokens WHERE token_hash = $1", [hash(tenant)]);
  return row?.at ?? null;
};
const forget = () => {
  delete (globalThis as { [slot: symbol]: unknown })[Symbol.for("signin-fast.token-use")];
};
const notes = (spy: { mock: { calls: unknown[][] } }) =>
  spy.mock.calls.filter(([statement]) => (statement as { name?: string }).name === "note-token-use").length;

beforeEach(forget);
afterEach(() => vi.restoreAllMocks());

test("a use is noted to the minute", async () => {
  const tenant = await makeTenant();
  forget();
  await answer(call("GET", "/api/sites", { token: tenant.apiToken }));
  const at = await vi.waitFor(async () => (await lastUsed(tenant)) ?? Promise.reject(new Error("not noted yet")));
  expect([at.getUTCSeconds(), at.getUTCMilliseconds()]).toEqual([0, 0]);
  expect(Math.abs(Date.now() - at.getTime())).toBeLessThan(120_000);
});

test("the exchange of a callback token is a use", async () => {
  const tenant = await makeTenant();
  const token = await makeToken(tenant, await makeUser(tenant));
  forget();
  await sql("UPDATE api_tokens SET last_used_at = NULL WHERE token_hash = $1", [hash(tenant)]);
  const { status } = await answer(call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken }));
  expect(status).toBe(200);
  await vi.waitFor(async () => expect(await lastUsed(tenant)).not.toBeNull());
});

test("one statement for each token and minute, however often it is used", async () => {
  const [one, other] = [await makeTenant(), await makeTenant()];
  forget();
  vi.spyOn(Date, "now").mockReturnValue(Date.parse("2030-01-01T00:00:30Z"));
  const spy = vi.spyOn(connections().system, "query");
  for (let use = 0; use < 50; use++) for (const tenant of [one, other]) noteTokenUse(hash(tenant));
  expect(notes(spy)).toBe(2);
  vi.mocked(Date.now).mockReturnValue(Date.parse("2030-01-01T00:01:00Z"));
  for (let use = 0; use < 50; use++) noteTokenUse(hash(one));
  expect(notes(spy)).toBe(3);
});

test("what cannot be noted neither delays nor fails the request", async () => {
  const tenant = await makeTenant();
  forget();
  const { system: pool } = connections();
  const real = pool.query.bind(pool) as (...words: unknown[]) => unknown;
  vi.spyOn(pool, "query").mockImplementation(((...words: unknown[]) =>
    (words[0] as { name?: string }).name === "note-token-use" ? new Promise(() => undefined) : real(...words)) as never);
  expect((await answer(call("GET", "/api/sites", { token: tenant.apiToken }))).status).toBe(200);
  forget();
  vi.mocked(pool.query).mockImplementation(((...words: unknown[]) =>
    (words[0] as { name?: string }).name === "note-token-use" ? Promise.reject(new Error("away")) : real(...words)) as never);
  expect((await answer(call("GET", "/api/sites", { token: tenant.apiToken }))).status).toBe(200);
});

test("a token that is revoked or unknown is not noted", async () => {
  const tenant = await makeTenant();
  forget();
  await sql("UPDATE api_tokens SET revoked_at = now(), last_used_at = NULL WHERE token_hash = $1", [hash(tenant)]);
  const spy = vi.spyOn(connections().system, "query");
  expect((await answer(call("GET", "/api/sites", { token: tenant.apiToken }))).status).toBe(401);
  expect(notes(spy)).toBe(0);
});
