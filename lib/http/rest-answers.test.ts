import { afterEach, describe, expect, test, vi } from "vitest";
import * as environment from "@/lib/kernel/env";
import { newToken } from "@/lib/kernel/secrets";
import { call } from "@/lib/testing/call-route";
import { makeTenant, makeToken, makeUser } from "@/lib/testing/make-tenant";

describe("a single resource", () => {
  test("has an ETag, and who has it already is told so, until it changes", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const [session] = await tenant.context.db.callbackToken
      .findMany({ where: {}, select: { id: true } })
      .then(async (rows) => (rows.length > 0 ? rows : [{ id: await makeToken(tenant, user) }]));
    for (const path of [`/api/sites/${tenant.site.slug}`, `/api/site_users/${user.id}`, `/api/site_user_sessions/${session?.id}`]) {
      const read = (etag?: string) => call("GET", path, { token: tenant.apiToken, headers: etag ? { "if-none-match": etag } : {} });
      const etag = (await read()).headers.get("etag") ?? "";
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const response = await read(known);
        expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([304, etag, ""]);
      }
      expect((await read('"other"')).status).toBe(200);
    }
    const before = (await call("GET", `/api/site_users/${user.id}`, { token: tenant.apiToken })).headers.get("etag") ?? "";
    await call("PATCH", `/api/site_users/${user.id}`, { token: tenant.apiToken, json: { site_user: { name: "New" } } });
    const after = await call("GET", `/api/site_users/${user.id}`, { token: tenant.apiToken, headers: { "if-none-match": before } });
    expect(after.status).toBe(200);
  });
});

describe("the budget of a credential", () => {
  afterEach(() => vi.restoreAllMocks());
  const limits = ({ headers }: Response) =>
    ["limit", "remaining", "reset"].map((name) => headers.get(`ratelimit-${name}`)).map((text) => text && Number(text));

  test("is told in every answer, counts refusals too, and ends in 429 for this credential only", async () => {
    const real = environment.env();
    vi.spyOn(environment, "env").mockReturnValue({ ...real, API_REQUESTS_PER_MINUTE: 3 });
    vi.spyOn(Date, "now").mockReturnValue(60_000 * 30_000_000 + 15_000);
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const read = (path: string, token = tenant.apiToken) => call("GET", path, { token });
    expect(limits(await read("/api/sites"))).toEqual([3, 2, 45]);
    expect(limits(await read("/api/site_users/1"))).toEqual([3, 1, 45]);
    expect(limits(await read("/api/site_users?page=x"))).toEqual([3, 0, 45]);
    const full = await read("/api/sites");
    expect([full.status, full.headers.get("retry-after"), await full.json()]).toEqual([
      429,
      "45",
      { error: "Too Many Requests", messages: ["Too many requests; try again later"] },
    ]);
    expect((await read("/api/sites", other.apiToken)).status).toBe(200);
    vi.spyOn(Date, "now").mockReturnValue(60_000 * 30_000_001);
    expect(limits(await read("/api/sites"))).toEqual([3, 2, 60]);
  });

  test("is not told to who has no credential, and nothing is kept of them", async () => {
    expect(limits(await call("GET", "/api/sites", { token: newToken("gma_") }))).toEqual([null, null, null]);
    expect(limits(await call("GET", "/api/health"))).toEqual([null, null, null]);
  });
});
