import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tasks } from "@/lib/jobs/worker";
import { dial } from "@/lib/outgoing/dial";
import { makeTenant, makeUser, PASSWORD } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";

const exporter = new InMemorySpanExporter();
let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  server = await startServer(async (_, response) => void response.destroy());
});

afterAll(async () => {
  await server.stop();
  trace.disable();
  context.disable();
});

beforeEach(() => exporter.reset());

const told = ({ name, kind, attributes, status, events }: ReadableSpan) => ({
  name,
  kind,
  attributes,
  status: status.code,
  events: events.map((event) => event.name),
});
const spans = () => exporter.getFinishedSpans();

describe("with an SDK in the process", () => {
  test("a request is a span by its pattern, and the hash and the statements that it asks for lie inside", async () => {
    const tenant = await makeTenant();
    const { email } = await makeUser(tenant);
    const { slug } = tenant.site;
    exporter.reset();
    const body = new URLSearchParams({ email, password: PASSWORD }).toString();
    const form = { host: server.host, origin: `http://${server.host}`, "content-type": "application/x-www-form-urlencoded" };
    const answer = await server.send(rawRequest("POST", `/${slug}/login`, form, body));
    expect(answer.status).toBe(303);
    const [hash, request, ...more] = spans().filter(({ kind }) => kind !== SpanKind.CLIENT);
    expect(more).toEqual([]);
    expect(told(hash as ReadableSpan)).toEqual({
      name: "password.hash",
      kind: SpanKind.INTERNAL,
      attributes: {},
      status: SpanStatusCode.UNSET,
      events: ["turn"],
    });
    expect(told(request as ReadableSpan)).toEqual({
      name: "POST /[site]/login",
      kind: SpanKind.SERVER,
      attributes: {
        "http.request.method": "POST",
        "http.route": "/[site]/login",
        "http.response.status_code": 303,
        "signin.request_id": answer.headers["x-request-id"],
      },
      status: SpanStatusCode.UNSET,
      events: [],
    });
    const statements = spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    expect(statements.map(({ name }) => name)).toEqual(["site-by-slug", "is-under-attack", "find-for-sign-in-email", "insert-session"]);
    const parents = [hash, ...statements].map((span) => span?.parentSpanContext?.spanId);
    expect(new Set(parents)).toEqual(new Set([request?.spanContext().spanId]));
    const token = new URL(answer.headers.location ?? "").searchParams.get("token") ?? "";
    expect(token).toMatch(/^tkn_/);
    for (const secret of [token, email, PASSWORD, slug]) expect(written()).not.toContain(secret);
  });

  test.each([
    ["what is nowhere", "GET", "/no/where/tkn_canary?token=tkn_canary", { "http.response.status_code": 404 }, SpanStatusCode.UNSET],
    ["a method of others", "PROPFIND", "/api/sites/canary", { "http.request.method": "_OTHER" }, SpanStatusCode.UNSET],
    ["an answer that never came", "GET", "/dashboard", { "error.type": "client_gone" }, SpanStatusCode.ERROR],
  ])("%s is told without its path", async (_, method, path, attributes, status) => {
    await server.send(rawRequest(method, path, { host: server.host })).catch(() => undefined);
    const known = spans().map(told);
    expect(known).toMatchObject([{ attributes, status }]);
    expect(written()).not.toContain("canary");
  });

  test("a stranger's trace is not gone on with", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await server.send(rawRequest("GET", "/api/health/live", { host: server.host, traceparent }));
    expect(spans()).toHaveLength(1);
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
    expect(written()).not.toContain("0af7651916cd43dd8448eb211c80319c");
  });

  test("a job and a call to a customer are spans, and a fault is one word", async () => {
    await expect(Promise.resolve(tasks["run-import"]?.("no payload", { job: { id: "1" } } as never))).rejects.toThrow();
    await dial({ url: "http://169.254.1.1/canary", method: "GET" });
    expect(spans().map(told)).toEqual([
      {
        name: "job run-import",
        kind: SpanKind.CONSUMER,
        attributes: { "error.type": "TypeError" },
        status: SpanStatusCode.ERROR,
        events: [],
      },
      {
        name: "outgoing GET",
        kind: SpanKind.CLIENT,
        attributes: { "http.request.method": "GET", "error.type": "address_refused" },
        status: SpanStatusCode.ERROR,
        events: [],
      },
    ]);
    expect(written()).not.toContain("canary");
  });
});

/** Whatever an exporter would be given of all spans. */
const written = () =>
  JSON.stringify(spans().map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links })));
