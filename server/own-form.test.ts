import { afterAll, beforeAll, expect, test } from "vitest";
import { rawRequest, startServer } from "@/lib/testing/raw-http";

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const post = (headers: Record<string, string>, path = "/dashboard/profile", method = "POST") =>
  server.send(rawRequest(method, path, { host: server.host, "content-type": "text/plain", "next-action": "x", ...headers }, "x"));

test.each([
  [{ origin: "https://evil.example" }],
  [{ origin: "null" }],
  [{ origin: "" }],
  [{ "sec-fetch-site": "cross-site" }],
  [{ "sec-fetch-site": "same-site" }],
] as Record<string, string>[][])("what another site sends to a page is refused before the framework sees it: %j", async (headers = {}) => {
  const before = server.visits.length;
  for (const path of ["/dashboard/profile", "/dashboard/login", "/api/auth/signout"]) expect((await post(headers, path)).status).toBe(403);
  expect(server.visits).toHaveLength(before);
});

test("what our own pages send arrives, and what shows nothing: that is for the action to judge", async () => {
  for (const headers of [{ origin: `http://${server.host}` }, { "sec-fetch-site": "same-origin" }, {}] as Record<string, string>[])
    expect((await post(headers)).status).toBe(200);
});

test("looking is free", async () => {
  expect((await server.send(rawRequest("GET", "/dashboard", { host: server.host, origin: "https://evil.example" }))).status).toBe(200);
});
