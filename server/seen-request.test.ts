import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { logged } from "@/lib/testing/logged";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { logRequest, type SeenRequest } from "./seen-request";

/** What the health check does next. */
let check: () => Promise<void> = async () => undefined;
vi.mock("@/lib/core/health/check-health", () => ({ checkHealth: () => check() }));

const seen: SeenRequest[] = [];
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer(undefined, { witnesses: [(one) => seen.push(one), logRequest] });
});
afterAll(() => server.stop());

/** One request, what was answered, and what the log said. */
async function ask(path: string, headers: Record<string, string> = {}, method = "GET", body = "") {
  seen.length = 0;
  let answer: Awaited<ReturnType<typeof server.send>> | undefined;
  const lines = await logged("debug", async () => {
    answer = await server.send(rawRequest(method, path, { host: server.host, ...headers }, body));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
  });
  return { answer: answer as NonNullable<typeof answer>, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("one line tells the route, the method, the status, the time, the request's id and the client, and nothing else", async () => {
  const { answer, lines } = await ask("/api/site_user_sessions/tkn_secret?password=hunter2hunter2", { authorization: "Bearer gma_secret" });
  expect(lines).toEqual([
    {
      level: 30,
      time: expect.any(String),
      request_id: answer.headers["x-request-id"],
      method: "GET",
      route: "/api/site_user_sessions/[id]",
      status: 401,
      ms: expect.any(Number),
      client: "127.0.0.1",
      msg: "request",
    },
  ]);
  expect(answer.headers["x-request-id"]).toMatch(/^[\w-]{16}$/);
});

test.each([
  ["/dashboard", "/dashboard", 200],
  ["/_next/static/x.js", "/_next/static", 200],
  ["/nothing/at/all", "none", 404],
  ["/api/nothing/here", "/api/[...path]", 404],
  ["/some-customer/login", "/[site]/login", 404],
  ["/%zz", "none", 400],
  ["/_next/static/%zz", "none", 400],
])("%s is told as %s", async (path, route, status) => {
  const { answer } = await ask(path);
  expect(seen[0]).toMatchObject({ route, status });
  expect(answer.status).toBe(status);
});

test("who leaves before the answer is seen as well, with no status", async () => {
  seen.length = 0;
  let leave: (() => void) | undefined;
  check = () =>
    new Promise<void>((done) => {
      leave = done;
    });
  const socket = connect(server.port, "127.0.0.1");
  socket.write(rawRequest("GET", "/api/health", { host: server.host }));
  await vi.waitFor(() => expect(leave).toBeDefined());
  socket.destroy();
  await once(socket, "close");
  await vi.waitFor(() => expect(seen).toMatchObject([{ route: "/api/health", status: 0 }]));
  leave?.();
});

describe("what went wrong on our side", () => {
  test("names the request in the answer's header, in its body and in the log, and says nothing of the inside", async () => {
    check = async () => {
      throw new Error("connect postgresql://signin:canary@db.internal/x at /srv/app/secret.ts: invalid `prisma.site.findFirst()`");
    };
    const { answer, lines } = await ask("/api/health");
    const id = answer.headers["x-request-id"];
    expect(JSON.parse(answer.body)).toEqual({
      error: "Internal Server Error",
      messages: [`Something went wrong on our side (request ${id})`],
    });
    expect(lines).toMatchObject([
      { level: 50, request_id: id, path: "/api/health", error: "internal", msg: "request failed" },
      { level: 30, request_id: id, route: "/api/health", status: 500 },
    ]);
  });

  test("a stranger's own id is not taken", async () => {
    check = async () => undefined;
    const { answer, lines } = await ask("/api/health", { "x-request-id": "mine" });
    expect(answer.headers["x-request-id"]).not.toBe("mine");
    expect(lines[0]?.request_id).toBe(answer.headers["x-request-id"]);
  });
});

test("nothing that is sent begins a line of its own", async () => {
  check = async () => {
    throw new Error('broken\r\n{"level":60,"msg":"forged"}\n\u2028\u001b[31m');
  };
  const { lines } = await ask("/api/health", { "user-agent": 'x{"level":60}' });
  expect(lines.map(({ msg }) => msg)).toEqual(["request failed", "request"]);
  check = async () => undefined;
  const forged = encodeURIComponent('\r\n{"level":60,"msg":"forged"}');
  for (const path of [`/api/sites/${forged}`, `/${forged}/login`, `/api/${forged}`]) {
    const answers = await ask(path);
    expect(answers.lines.every(({ msg }) => msg !== "forged")).toBe(true);
    expect(answers.lines).toHaveLength(1);
  }
});
