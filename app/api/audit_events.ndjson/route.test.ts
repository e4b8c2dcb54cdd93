import { describe, expect, test } from "vitest";
import { recordEvent } from "@/lib/core/audit/record-event";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { badRequest, notFound, unauthorized } from "@/lib/testing/refusals";
import { sql } from "@/lib/testing/sql";

const PATH = "/api/audit_events.ndjson";

describe("GET /api/audit_events.ndjson", () => {
  describe("200", () => {
    test("a line for each event that is looked for, and that somebody took them is an event", async () => {
      const tenant = await makeTenant();
      const { id } = await makeUser(tenant);
      await recordEvent(tenant.context.db, {
        type: "site_user.sign_in_failed",
        outcome: "failure",
        siteUserId: id,
        data: { method: "=1+1" },
      });
      const text = await (await call("GET", `${PATH}?outcome=failure`, { token: tenant.apiToken })).text();
      expect(
        text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line)),
      ).toEqual([
        {
          created_at: expect.stringMatching(/^\d{4}-/),
          type: "site_user.sign_in_failed",
          outcome: "failure",
          actor_kind: "visitor",
          actor_id: null,
          site_id: Number(tenant.site.id),
          site_user_id: Number(id),
          pseudonym: null,
          ip: null,
          browser: null,
          data: { method: "=1+1" },
          id: expect.any(Number),
        },
      ]);
      const taken = "SELECT data FROM audit_events WHERE account_id = $1 AND type = 'audit_log.downloaded'";
      expect(await sql(taken, [tenant.account.scope.accountId])).toEqual([{ data: { format: "ndjson" } }]);
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
