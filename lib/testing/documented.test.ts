import { describe, expect, test } from "vitest";
import * as users from "@/app/api/site_users/[id]/route";
import type { OperationObject } from "@/lib/http/openapi/operation";
import { DOCUMENT, expectDocumented } from "./documented";

const told = DOCUMENT.paths["/api/site_users/{id}"]?.get;
const { site_user: SITE_USER } = exampleOf(told?.responses["200"]) as { site_user: object };

function exampleOf(response: OperationObject["responses"][string] | undefined): unknown {
  return response && "content" in response ? response.content["application/json"]?.example : undefined;
}

const answered = (body: unknown, status = 200) => expectDocumented(users, "GET", Response.json(body, { status }));

describe("an answer of the API is held against its document", () => {
  test("what is told passes", async () => {
    expect(told?.operationId).toBe("getSiteUser");
    await answered({ site_user: SITE_USER });
    await answered({ error: "Not Found", messages: ["Record not found"] }, 404);
  });

  test.each([
    ["a key that is not told", { site_user: { ...SITE_USER, password_digest: "x" } }],
    ["a key beside the record", { site_user: SITE_USER, account: 1 }],
    ["a key that is missing", { site_user: { ...SITE_USER, name: undefined } }],
    ["a value of another type", { site_user: { ...SITE_USER, id: "4821" } }],
    ["a time in another form", { site_user: { ...SITE_USER, created_at: "2026-01-31T12:00:00.000Z" } }],
    ["null where there is always something", { site_user: { ...SITE_USER, email: null } }],
  ])("%s does not", async (_, body) => {
    await expect(answered(body)).rejects.toThrow("GET /api/site_users/{id} 200");
  });

  test("nor does a status that is not told, or a refusal of another form", async () => {
    await expect(answered({ site_user: SITE_USER }, 201)).rejects.toThrow("is not documented to answer 201");
    await expect(answered({ error: "Conflict", messages: ["x"] }, 409)).rejects.toThrow("is not documented to answer 409");
    await expect(answered({ error: "Not Found" }, 404)).rejects.toThrow("'messages'");
    await expect(answered({ error: "Not Found", messages: [] }, 404)).rejects.toThrow("messages");
    await expect(answered({ error: "Not Found", messages: ["x"], detail: "y" }, 404)).rejects.toThrow("additional properties");
  });

  test("a method that the address does not take is refused in the API's own form", async () => {
    const refusal = Response.json({ error: "Method Not Allowed", messages: ["x"] }, { status: 405 });
    await expectDocumented(users, "POST", refusal);
    await expect(expectDocumented(users, "POST", Response.json("no", { status: 405 }))).rejects.toThrow("must be object");
  });
});
