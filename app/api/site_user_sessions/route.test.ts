import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, basic, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { everyRow } from "@/lib/testing/sql";
import { expectRefusals } from "@/lib/testing/unchanged";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

type Listed = { site_user_sessions: { token: string; created_at: string; expires_at: string }[] };

const list = (tenant: Tenant, query = "") => answer(call("GET", `/api/site_user_sessions${query}`, { token: tenant.apiToken }));
const tokens = (found: { body: unknown }) => (found.body as Listed).site_user_sessions.map(({ token }) => token);
const masked = (token: string) => `tkn_…${token.slice(-4)}`;
const exchange = (tenant: Tenant, token: string) => call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken });

describe("GET /api/site_user_sessions", () => {
  describe("200", () => {
    test("lists the account's sessions whole, newest first, and nobody else's", async () => {
      const tenant = await makeTenant();
      const second = await addSite(tenant);
      const [jane, joe] = [await makeUser(tenant), await makeUser(second)];
      const other = await makeTenant();
      await makeToken(other, await makeUser(other));
      const [first, last] = [await makeToken(tenant, jane), await makeToken(second, joe)];
      await exchange(tenant, first);
      const session = { id: expect.any(Number), created_at: TIME, expires_at: TIME };
      expect(await list(tenant)).toEqual({
        status: 200,
        body: {
          site_user_sessions: [
            { ...session, site_id: Number(second.site.id), site_user_id: Number(joe.id), token: masked(last), used: false },
            { ...session, site_id: Number(tenant.site.id), site_user_id: Number(jane.id), token: masked(first), used: true },
          ],
          pagination: { page: 1, per_page: 25, total_pages: 1, total_count: 2, total_is: "exact", next_cursor: null },
        },
      });
    });

    test("no answer and no table shows a token that was issued", async () => {
      const tenant = await makeTenant();
      const token = await makeToken(tenant, await makeUser(tenant));
      const rows = JSON.stringify([await everyRow(), await list(tenant)]);
      expect(rows).not.toContain(token.slice(4, 20));
      expect(rows).not.toContain(Buffer.from(token).toString("hex"));
    });

    test("a session lives as many minutes as its site says", async () => {
      const tenant = await makeTenant({ callbackTokenMinutes: 10 });
      await makeToken(tenant, await makeUser(tenant));
      const [session] = ((await list(tenant)).body as Listed).site_user_sessions;
      expect(Date.parse(session?.expires_at ?? "") - Date.parse(session?.created_at ?? "")).toBe(600_000);
    });

    test("filters by site, by user, by use, and by all of them", async () => {
      const tenant = await makeTenant();
      const second = await addSite(tenant);
      const [jane, joe] = [await makeUser(tenant), await makeUser(second)];
      const [used, open, other] = [await makeToken(tenant, jane), await makeToken(tenant, jane), await makeToken(second, joe)];
      await exchange(tenant, used);
      const [all, janes, its, unused] = [[other, open, used], [open, used], [other], [other, open]].map((those) => those.map(masked));
      const expected = {
        "?": all,
        [`?site_id=${tenant.site.id}`]: janes,
        [`?site_id=${second.site.id}`]: its,
        [`?site_user_id=${jane.id}`]: janes,
        [`?site_user_id=${joe.id}`]: its,
        [`?site_id=${second.site.id}&site_user_id=${jane.id}`]: [],
        "?used=true": [masked(used)],
        "?used=1": [masked(used)],
        "?used=false": unused,
        "?used=0": unused,
        [`?used=false&site_id=${tenant.site.id}&site_user_id=${jane.id}`]: [masked(open)],
      };
      const found = Object.keys(expected).map(async (query) => [query, tokens(await list(tenant, query))]);
      expect(Object.fromEntries(await Promise.all(found))).toEqual(expected);
    });

    test("pages, with a Link that keeps the filter", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      const issued: string[] = [];
      for (let count = 0; count < 5; count++) issued.unshift(masked(await makeToken(tenant, user)));
      const response = await call("GET", "/api/site_user_sessions?used=0&per_page=2&page=2", { token: tenant.apiToken });
      expect(response.headers.get("link")).toBe(
        ["first", "prev", "next", "last"]
          .map((rel, index) => `</api/site_user_sessions?used=0&per_page=2&page=${[1, 1, 3, 3][index]}>; rel="${rel}"`)
          .join(", "),
      );
      const found = await answer(Promise.resolve(response));
      expect(tokens(found)).toEqual(issued.slice(2, 4));
      expect(found.body).toMatchObject({
        pagination: { page: 2, per_page: 2, total_pages: 3, total_count: 5, total_is: "exact", next_cursor: expect.any(String) },
      });
      expect((await list(tenant, "?per_page=1000")).body).toMatchObject({ pagination: { per_page: 100 } });
    });
  });

  describe("400", () => {
    test("filters of the wrong type, and a name said twice", async () => {
      const tenant = await makeTenant();
      const integer = "must be a positive integer";
      const noIds = ["0", "-1", "1.5", "1e9", "x", "", "%00", "tkn_x", "[]"];
      const noUses = ["", "TRUE", "True", "yes", "no", "2", "-1", "null", "01", "true%20", "%00", "on", "t", "[true]"];
      await expectRefusals(
        [
          ...noIds.map((id) => [`site_id=${id}`, badRequest(`Site ID ${integer}`)] as const),
          ...noIds.map((id) => [`site_user_id=${id}`, badRequest(`Site user ID ${integer}`)] as const),
          ...noUses.map((used) => [`used=${used}`, badRequest("Used must be true or false")] as const),
          ["used=1&used=0", badRequest("Used is given twice")],
          ["per_page=1e9", badRequest(`Per page ${integer}`)],
          ["page=-1", badRequest(`Page ${integer}`)],
        ],
        (query) => list(tenant, `?${query}`),
      );
    });
  });

  describe("401", () => {
    test("without a token, and with a site's own credentials", async () => {
      const response = await call("GET", "/api/site_user_sessions");
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await answer(Promise.resolve(response))).toEqual(unauthorized);
      expect(await answer(call("GET", "/api/site_user_sessions", { headers: basic(await makeTenant()) }))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("a site or a user that is not there and one that is somebody else's are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      const user = await makeUser(other);
      await makeToken(other, user);
      const mine = `site_id=${tenant.site.id}`;
      const queries = [other.site.id, 1, "9007199254740993", "9".repeat(400)].map((id) => `site_id=${id}`);
      queries.push(...[user.id, 1, "9007199254740993"].map((id) => `site_user_id=${id}`), `${mine}&site_user_id=${user.id}`);
      await expectRefusals(
        queries.map((query) => [query, notFound] as const),
        (query) => list(tenant, `?${query}`),
      );
    });
  });
});
