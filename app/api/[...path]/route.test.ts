import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";

const PATHS = [
  "/api/nothing",
  "/api/authority",
  "/api/sites/1/users",
  "/api/site_user_sessions/1/2/3",
  "/api/v1/sites",
  "/api/openapi.yaml",
  "/api/health/x",
];

describe.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("%s below /api where there is nothing", (method) => {
  describe("404", () => {
    test("in the API's own shape, with and without a token", async () => {
      const { apiToken } = await makeTenant();
      for (const path of PATHS) {
        for (const token of [{}, { token: apiToken }]) {
          const response = await call(method, path, token);
          expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
          expect(await answer(Promise.resolve(response))).toEqual({
            status: 404,
            body: { error: "Not Found", messages: ["There is no such address in this API"] },
          });
        }
      }
    });
  });
});
