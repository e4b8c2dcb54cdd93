import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { withoutDatabase } from "@/lib/testing/without-database";

describe("GET /api/health", () => {
  describe("200", () => {
    test("once the database answers, to anybody", async () => {
      expect(await answer(call("GET", "/api/health"))).toEqual({ status: 200, body: { status: "ok" } });
    });
  });

  describe("503", () => {
    test("while the database is away, with a time to try again and nothing about the inside; 200 when it is back", async () => {
      await withoutDatabase(async () => {
        const response = await call("GET", "/api/health");
        expect(response.headers.get("retry-after")).toBe("2");
        expect(await answer(Promise.resolve(response))).toEqual({
          status: 503,
          body: { error: "Service Unavailable", messages: ["The service is busy or starting; try again in a moment"] },
        });
      });
      expect((await call("GET", "/api/health")).status).toBe(200);
    });

    test("and so is everything that needs a credential: nobody is let in without being looked up", async () => {
      const { apiToken, site } = await makeTenant();
      await withoutDatabase(async () => {
        const requests = ["/api/sites", "/api/site_users", "/api/site_user_sessions", `/api/sites/${site.id}`, "/api/mails"].map((path) =>
          call("GET", path, { token: apiToken }),
        );
        requests.push(call("POST", "/api/sites", { token: apiToken, json: { site: { name: "Acme" } } }));
        requests.push(
          call("POST", "/api/site_user_sessions/tkn_x", { token: apiToken }),
          call("POST", "/api/site_user_sessions/tkn_x/mark_used", { token: apiToken }),
        );
        const answers = await Promise.all(requests.map((request) => answer(request)));
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
        expect(JSON.stringify(answers)).not.toMatch(/canary|127\.0\.0\.1|ECONN|prisma|postgres/i);
      });
    });
  });
});
