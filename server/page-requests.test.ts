import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rawRequest, startServer } from "@/lib/testing/raw-http";

let server: Awaited<ReturnType<typeof startServer>>;
/** What the framework answers with. */
let status = 200;
let calls = 0;
beforeAll(async () => {
  server = await startServer(async (_, response) => {
    calls += 1;
    response.statusCode = status;
    response.end("the framework's");
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  status = 200;
  calls = 0;
});

const ACTION = { "next-action": "x" };
const send = (method: string, headers: Record<string, string> = {}, body = "[]", path = "/dashboard/login") =>
  server.send(rawRequest(method, path, { host: server.host, ...headers }, body));

test.each([
  ["POST", {}],
  ["POST", { "content-type": "multipart/form-data" }],
  ["PUT", ACTION],
  ["PATCH", {}],
  ["DELETE", {}],
  ["OPTIONS", {}],
] as [string, Record<string, string>][])("%s with %j is nothing that a page takes", async (method, headers) => {
  for (const path of ["/", "/docs", "/dashboard/login"]) {
    const answer = await send(method, headers, "x", path);
    expect([answer.status, answer.headers.allow, answer.headers.connection]).toEqual([405, "GET, HEAD", "close"]);
    expect(answer.body).toContain("This page takes no form");
  }
  expect(calls).toBe(0);
});

test("looking, an action, and operators' sign-in arrive", async () => {
  expect((await send("GET", {}, "")).status).toBe(200);
  expect((await send("POST", ACTION)).status).toBe(200);
  expect((await send("POST", ACTION, "x".repeat(65_536))).status).toBe(200);
  expect((await send("POST", {}, "x".repeat(70_000), "/api/auth/signout")).status).toBe(200);
  expect(calls).toBe(4);
});

test("an action's body that is too large, or of no declared length, is refused unread", async () => {
  const head = `POST /dashboard/login HTTP/1.1\r\nHost: ${server.host}\r\nNext-Action: x\r\n`;
  const large = await server.send(`${head}Content-Length: 65537\r\n\r\nx`);
  expect([large.status, large.headers.connection]).toEqual([413, "close"]);
  const chunked = await server.send(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n`);
  expect([chunked.status, chunked.headers.connection]).toEqual([400, "close"]);
  expect(calls).toBe(0);
});

test("a 500 of an action is a 400; of anything else it stays one", async () => {
  status = 500;
  const kept = `POST /dashboard/login HTTP/1.1\r\nHost: ${server.host}\r\nNext-Action: x\r\nContent-Length: 2\r\n\r\n[]`;
  const answer = await server.send(kept);
  expect([answer.status, answer.headers.connection]).toEqual([400, "close"]);
  expect((await send("GET", {}, "")).status).toBe(500);
  expect((await send("POST", {}, "x", "/api/auth/signout")).status).toBe(500);
  status = 303;
  expect((await send("POST", ACTION)).status).toBe(303);
});
