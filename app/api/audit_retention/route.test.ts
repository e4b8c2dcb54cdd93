import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badJson, invalid, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

const PATH = "/api/audit_retention";
const get = ({ apiToken: token }: Tenant) => answer(call("GET", PATH, { token }));
const set = ({ apiToken: token }: Tenant, days: unknown) => answer(call("PATCH", PATH, { token, json: { audit_retention: { days } } }));
const kept = (days: number | null) => ({ status: 200, body: { audit_retention: { days } } });

/** Makes the token of a customer one that may do this and nothing else. */
const grant = ({ account }: Tenant, ...scopes: string[]) =>
  sql("UPDATE api_tokens SET scopes = $2 WHERE account_id = $1", [account.scope.accountId, scopes]);
const missing = (scope: string) => ({ status: 403, body: { error: "Forbidden", messages: [expect.stringContaining(scope)] } });

describe("GET /api/audit_retention", () => {
  test("200: a year, where nobody has said otherwise", async () => {
    expect(await get(await makeTenant())).toEqual(kept(365));
  });

  test("401: nobody", async () => expect(await answer(call("GET", PATH))).toEqual(unauthorized));

  test("403: a token that may not read the audit log", async () => {
    const tenant = await makeTenant();
    await grant(tenant, "sites:read");
    expect(await get(tenant)).toEqual(missing("audit:read"));
  });
});

describe("PATCH /api/audit_retention", () => {
  test("200: so many days, or for ever, for this account alone, and it is an event", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    for (const days of [30, 3_650, null, 90]) expect([await set(tenant, days), await get(tenant)]).toEqual([kept(days), kept(days)]);
    expect(await get(other)).toEqual(kept(365));
    const events = await sql<{ data: object }>(
      "SELECT data FROM audit_events WHERE account_id = $1 AND type = 'audit_log.retention_changed' AND actor_kind = 'api_token'",
      [tenant.account.scope.accountId],
    );
    expect(events.map(({ data }) => data)).toEqual(expect.arrayContaining([{ days: 30 }, { days: 3_650 }, { days: null }, { days: 90 }]));
  });

  test("422: no number of days, or one that is too small or too large; nothing changes", async () => {
    const tenant = await makeTenant();
    await changingNothing(async () => {
      expect(await set(tenant, 29)).toEqual(invalid("Days must be at least 30"));
      expect(await set(tenant, 3_651)).toEqual(invalid("Days must be at most 3650"));
      for (const days of ["90", 1.5, undefined, {}]) expect(await set(tenant, days)).toEqual(invalid("Days must be a number of days"));
    });
  });

  test("400: a body that is no JSON", async () => {
    const { apiToken: token } = await makeTenant();
    expect(await answer(call("PATCH", PATH, { token, headers: { "content-type": "application/json" }, body: "{" }))).toEqual(badJson);
  });

  test("401: nobody", async () =>
    expect(await answer(call("PATCH", PATH, { json: { audit_retention: { days: 90 } } }))).toEqual(unauthorized));

  test("403: a token that may only read, and one that reaches one site", async () => {
    const [tenant, kept] = [await makeTenant(), await makeTenant()];
    await grant(tenant, "audit:read");
    await sql("UPDATE api_tokens SET site_id = $2 WHERE account_id = $1", [kept.account.scope.accountId, kept.site.id]);
    await changingNothing(async () => {
      expect(await set(tenant, 90)).toEqual(missing("audit:write"));
      expect(await set(kept, 90)).toEqual({
        status: 403,
        body: { error: "Forbidden", messages: ["This API token reaches one site only"] },
      });
    });
  });
});
