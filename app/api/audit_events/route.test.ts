import { describe, expect, test } from "vitest";
import { recordEvent } from "@/lib/core/audit/record-event";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";

const list = (tenant: Tenant, query = "") => answer(call("GET", `/api/audit_events${query}`, { token: tenant.apiToken }));
const types = async (tenant: Tenant, query: string) =>
  ((await list(tenant, query)).body as { audit_events: { type: string }[] }).audit_events.map(({ type }) => type);

/** A customer with two sites, and an event of each kind. */
async function furnished() {
  const tenant = await makeTenant();
  const second = await addSite(tenant);
  const user = await makeUser(tenant);
  await recordEvent(tenant.context.db, {
    type: "site_user.sign_in_failed",
    outcome: "failure",
    siteUserId: user.id,
    data: { method: "password" },
  });
  await recordEvent(second.context.db, { type: "site.updated", data: { fields: ["=name"] } });
  await recordEvent(tenant.account.db, { type: "api_token.created" });
  return { tenant, second, user };
}

describe("GET /api/audit_events", () => {
  describe("200", () => {
    test("one event whole, newest first, and nobody else's", async () => {
      const { tenant, user } = await furnished();
      const other = await makeTenant();
      const { status, body } = await list(tenant, "?type=site_user.sign_in_failed");
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          audit_events: [
            {
              id: expect.any(Number),
              site_id: Number(tenant.site.id),
              type: "site_user.sign_in_failed",
              outcome: "failure",
              created_at: expect.stringMatching(/Z$/),
              actor: { kind: "visitor", id: null },
              site_user_id: Number(user.id),
              pseudonym: null,
              ip: null,
              browser: null,
              data: { method: "password" },
            },
          ],
          pagination: { page: 1, per_page: 25, total_pages: 1, total_count: 1, total_is: "exact", next_cursor: null },
        },
      });
      expect(await types(tenant, "")).toEqual([
        "api_token.created",
        "site.updated",
        "site_user.sign_in_failed",
        "site.created",
        "site.created",
      ]);
      expect(await types(other, "")).toEqual(["site.created"]);
      for (const filter of [`site_user_id=${user.id}`]) expect(await types(other, `?${filter}`)).toEqual([]);
    });

    test("each filter, and cursors from one end to the other", async () => {
      const { tenant, second, user } = await furnished();
      const of = (query: string) => types(tenant, `?${query}`);
      expect(await of(`site_id=${second.site.id}`)).toEqual(["site.updated", "site.created"]);
      expect(await of(`site_user_id=${user.id}`)).toEqual(["site_user.sign_in_failed"]);
      expect(await of("outcome=failure")).toEqual(["site_user.sign_in_failed"]);
      expect(await of("actor_kind=api_token")).toEqual(["api_token.created", "site.created", "site.created"]);
      expect(await of(`actor_id=${tenant.account.scope.by.id}`)).toEqual(["api_token.created", "site.created", "site.created"]);
      expect(await of("created_before=2020-01-01T00:00:00Z")).toEqual([]);
      expect((await of("created_after=2020-01-01T00:00:00Z&sort=created_at")).at(-1)).toBe("api_token.created");
      const walked: unknown[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const { body } = await list(tenant, `?per_page=2${cursor && `&cursor=${cursor}`}`);
        const part = body as { audit_events: { id: number }[]; pagination: { next_cursor: string | null } };
        walked.push(...part.audit_events.map(({ id }) => id));
        cursor = part.pagination.next_cursor;
      }
      expect([walked.length, new Set(walked).size]).toEqual([5, 5]);
    });
  });

  describe("400", () => {
    test("what is no filter", async () => {
      const { apiToken } = await makeTenant();
      for (const query of ["type=made.up", "outcome=perhaps", "actor_kind=nobody", "site_id=x", "created_after=yesterday", "cursor=x"])
        expect(await answer(call("GET", `/api/audit_events?${query}`, { token: apiToken }))).toEqual(badRequest(expect.any(String)));
    });
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [{ apiToken }, other] = [await makeTenant(), await makeTenant()];
      for (const id of [other.site.id, 1n])
        expect(await answer(call("GET", `/api/audit_events?site_id=${id}`, { token: apiToken }))).toEqual(notFound);
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("GET", "/api/audit_events"))).toEqual(unauthorized);
    });
  });
});
