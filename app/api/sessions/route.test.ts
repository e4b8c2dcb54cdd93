import { describe, expect, test } from "vitest";
import { endSession } from "@/lib/core/sessions/end-session";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, basic, makeSession, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";
import { expectRefusals } from "@/lib/testing/unchanged";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const list = (tenant: Tenant, query = "") => answer(call("GET", `/api/sessions${query}`, { token: tenant.apiToken }));
const ids = (found: { body: unknown }) => (found.body as { sessions: { id: number }[] }).sessions.map(({ id }) => id);

describe("GET /api/sessions", () => {
  describe("200", () => {
    test("lists the account's sessions whole, newest first, and nobody else's", async () => {
      const tenant = await makeTenant();
      const second = await addSite(tenant);
      const other = await makeTenant();
      await makeSession(other, await makeUser(other));
      const [jane, joe] = [await makeUser(tenant), await makeUser(second)];
      const [live, ended] = [await makeSession(tenant, jane), await makeSession(second, joe, "fastauth")];
      await endSession(second.context, ended.session);
      const session = {
        id: expect.any(Number),
        ip: "192.0.2.1",
        user_agent: expect.stringContaining("Firefox"),
        created_at: TIME,
        renewed_at: TIME,
        expires_at: TIME,
      };
      expect(await list(tenant)).toEqual({
        status: 200,
        body: {
          sessions: [
            {
              ...session,
              site_id: Number(second.site.id),
              site_user_id: Number(joe.id),
              dialect: "fastauth",
              ended_at: TIME,
              state: "ended",
            },
            {
              ...session,
              site_id: Number(tenant.site.id),
              site_user_id: Number(jane.id),
              dialect: "fastgen",
              ended_at: null,
              state: "live",
            },
          ],
          pagination: { page: 1, per_page: 25, total_pages: 1, total_count: 2, total_is: "exact", next_cursor: null },
        },
      });
      const told = JSON.stringify((await list(tenant)).body);
      for (const secret of [live.refresh?.text ?? "", live.access.text, live.session.handle]) expect(told).not.toContain(secret);
    });

    test("filters by site, by user, by whether they go on, and by all of them", async () => {
      const tenant = await makeTenant();
      const second = await addSite(tenant);
      const [jane, joe] = [await makeUser(tenant), await makeUser(second)];
      const begun = [await makeSession(tenant, jane), await makeSession(tenant, jane), await makeSession(second, joe)];
      const [expired, live, ended] = begun.map(({ session }) => Number(session.id));
      await sql("UPDATE sessions SET expires_at = now() WHERE id = $1", [expired]);
      await sql("UPDATE sessions SET ended_at = now() WHERE id = $1", [ended]);
      const expected = {
        "?": [ended, live, expired],
        [`?site_id=${tenant.site.id}`]: [live, expired],
        [`?site_user_id=${joe.id}`]: [ended],
        [`?site_id=${second.site.id}&site_user_id=${jane.id}`]: [],
        "?live=true": [live],
        "?live=false": [ended, expired],
        [`?live=0&site_id=${tenant.site.id}`]: [expired],
        "?sort=created_at": [expired, live, ended],
      };
      for (const [query, found] of Object.entries(expected)) expect([query, ids(await list(tenant, query))]).toEqual([query, found]);
      expect((await list(tenant, "?live=false")).body).toMatchObject({ sessions: [{ state: "ended" }, { state: "expired" }] });
    });

    test("pages, with a Link that keeps the filter", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      for (let count = 0; count < 3; count++) await makeSession(tenant, user);
      const response = await call("GET", "/api/sessions?live=1&per_page=2", { token: tenant.apiToken });
      expect(response.headers.get("link")).toContain('</api/sessions?live=1&per_page=2&page=2>; rel="next"');
      expect(ids(await answer(Promise.resolve(response)))).toHaveLength(2);
    });
  });

  describe("400", () => {
    test("filters of the wrong type", async () => {
      const tenant = await makeTenant();
      await expectRefusals(
        [
          ["site_id=x", badRequest("Site ID must be a positive integer")],
          ["site_user_id=0", badRequest("Site user ID must be a positive integer")],
          ["live=yes", badRequest("Live must be true or false")],
          ["cursor=x", badRequest("Cursor is not valid for this list")],
        ],
        (query) => list(tenant, `?${query}`),
      );
    });
  });

  describe("401", () => {
    test("without a token, and with a site's own credentials", async () => {
      const tenant = await makeTenant();
      for (const headers of [{}, basic(tenant)]) expect(await answer(call("GET", "/api/sessions", { headers }))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site or user, and none, are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      const user = await makeUser(other);
      for (const query of [`site_id=${other.site.id}`, `site_user_id=${user.id}`, "site_id=1", "site_user_id=1"])
        expect(await list(tenant, `?${query}`)).toEqual(notFound);
    });
  });
});
