import { describe, expect, test } from "vitest";
import { recordEvent } from "@/lib/core/audit/record-event";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";

const PATH = "/api/audit_events.csv";

describe("GET /api/audit_events.csv", () => {
  describe("200", () => {
    test("the table of what is looked for, and that somebody took it is an event", async () => {
      const tenant = await makeTenant();
      const { id } = await makeUser(tenant);
      await recordEvent(tenant.context.db, {
        type: "site_user.sign_in_failed",
        outcome: "failure",
        siteUserId: id,
        data: { method: "=1+1" },
      });
      const text = await (await call("GET", `${PATH}?outcome=failure`, { token: tenant.apiToken })).text();
      const [header, line, end, ...more] = text.split("\r\n");
      expect(header).toBe("created_at,type,outcome,actor_kind,actor_id,site_id,site_user_id,pseudonym,ip,browser,data,id");
      const ids = `${tenant.site.id},${id}`;
      expect(line).toMatch(
        new RegExp(`^"\\d{4}-[^"]*","site_user.sign_in_failed",failure,visitor,,${ids},,,,"{""method"": ""=1\\+1""}",\\d+$`),
      );
      expect([end, more]).toEqual(["", []]);
      const taken = "SELECT data FROM audit_events WHERE account_id = $1 AND type = 'audit_log.downloaded'";
      expect(await sql(taken, [tenant.account.scope.accountId])).toEqual([{ data: { format: "csv" } }]);
    });
  });

  describe("400", () => {
    test("what is no filter", async () => {
      const { apiToken } = await makeTenant();
      expect(await answer(call("GET", `${PATH}?type=made.up`, { token: apiToken }))).toEqual(badRequest(expect.any(String)));
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      expect(await answer(call("GET", PATH))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [{ apiToken }, other] = [await makeTenant(), await makeTenant()];
      expect(await answer(call("GET", `${PATH}?site_id=${other.site.id}`, { token: apiToken }))).toEqual(notFound);
    });
  });
});
