import { afterEach, expect, test, vi } from "vitest";
import { filledPath, send } from "./send";

afterEach(() => vi.unstubAllGlobals());

test("what is filled in stands in the path and in the query, and cannot leave its place", () => {
  expect(filledPath("/api/sites/{id}", { id: "my-app" }, { page: "2", search: "" })).toBe("/api/sites/my-app?page=2");
  expect(filledPath("/api/sites/{id}", { id: "../x?y#z" }, { search: "a&b=c" })).toBe("/api/sites/..%2Fx%3Fy%23z?search=a%26b%3Dc");
  expect(filledPath("/api/sites/{id}/restore", {}, {})).toBe("/api/sites/{id}/restore");
});

test("the token is in one header and nowhere else; no cookie goes along and no redirect is followed", async () => {
  const fetched = vi.fn(async (..._: [string, RequestInit]) => new Response('{"site":1}', { status: 201, statusText: "Created" }));
  vi.stubGlobal("fetch", fetched);
  const outcome = await send({
    method: "POST",
    path: "/api/sites",
    token: "gma_x",
    headers: { "Idempotency-Key": "k1", Other: "" },
    body: "{}",
  });
  expect(outcome).toEqual({ status: 201, statusText: "Created", tookMs: expect.any(Number), body: '{\n  "site": 1\n}' });
  expect(fetched.mock.calls).toEqual([
    [
      "/api/sites",
      {
        method: "POST",
        body: "{}",
        headers: { "Idempotency-Key": "k1", authorization: "Bearer gma_x", "content-type": "application/json" },
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
      },
    ],
  ]);
});

test("without a token or a body there is no header for them; what is no JSON is shown as it is", async () => {
  const fetched = vi.fn(async (..._: [string, RequestInit]) => new Response("plain"));
  vi.stubGlobal("fetch", fetched);
  expect((await send({ method: "GET", path: "/api/health", token: "", headers: {}, body: null })).body).toBe("plain");
  expect(fetched.mock.calls[0]?.[1].headers).toEqual({});
});
