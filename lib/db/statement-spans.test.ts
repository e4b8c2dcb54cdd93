import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  ParentBasedSampler,
  SamplingDecision,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { keepSpansFrom, traced } from "@/lib/kernel/trace";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { query, queryAfter, queryPlanned } from "./query";
import { inSnapshot } from "./snapshot";

const exporter = new InMemorySpanExporter();
/** Keeps every trace, but for one of that name. */
const root = {
  shouldSample: (_context: unknown, _traceId: unknown, name: string) => ({
    decision: name === "not kept" ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
  }),
};
let tenant: Tenant;

beforeAll(async () => {
  tenant = await makeTenant();
  const sampler = new ParentBasedSampler({ root });
  trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => {
  trace.disable();
  context.disable();
});
beforeEach(() => exporter.reset());

/** The statements of some work, in the order in which they ended. */
async function statementsOf(work: () => Promise<unknown>, around = "work") {
  await traced(around, work);
  return exporter.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT);
}

test("a statement of Prisma is named by what it does and to which table; its values, and a scope's, are nowhere", async () => {
  const { db, scope } = tenant.context;
  const statements = await statementsOf(() =>
    db.$transaction(async (within) => {
      await within.site.findFirst({ where: { name: "canary" }, select: { id: true } });
      await within.mail.updateMany({ where: { subject: "canary" }, data: { subject: "another canary" } });
    }),
  );
  const [work] = exporter.getFinishedSpans().filter(({ kind }) => kind === SpanKind.INTERNAL);
  expect(statements.map(({ name }) => name)).toEqual(["BEGIN", "SELECT sites", "UPDATE mails", "COMMIT"]);
  expect(statements[1]?.attributes).toEqual({
    "db.system.name": "postgresql",
    "db.operation.name": "SELECT",
    "db.query.summary": "SELECT sites",
  });
  expect(new Set(statements.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(new Set([work?.spanContext().spanId]));
  const written = JSON.stringify(statements.map(({ name, attributes, events, status }) => [name, attributes, events, status]));
  for (const value of ["canary", String(scope.accountId)]) expect(written).not.toContain(value);
});

test("ours by their names, and what has none and is about no table of ours by its operation", async () => {
  const { scope } = tenant.context;
  const one = { name: "canary-lock", text: "SELECT pg_advisory_xact_lock($1)", values: [1] };
  const statements = await statementsOf(async () => {
    await queryPlanned(scope, "SELECT 'FROM canary' FROM sites s WHERE s.name = 'canary'", []);
    await queryPlanned("system", "SHOW work_mem", []);
    await queryAfter(scope, one, "count-of-work", "SELECT 1 FROM sites", []);
    const read = inSnapshot(scope, async function* ({ rows, copy }) {
      yield* rows("SELECT id FROM site_users", []);
      yield* copy("COPY (SELECT 'canary') TO STDOUT (FORMAT csv)", [], [false]);
    });
    for await (const _ of read);
  });
  expect(statements.map(({ name }) => name)).toEqual(
    ["SELECT sites", "OTHER", "BEGIN", "canary-lock", "count-of-work", "COMMIT"].concat([
      "BEGIN",
      "SELECT",
      "DECLARE site_users",
      "FETCH",
      "SELECT",
      "COPY",
      "ROLLBACK",
    ]),
  );
});

test("one that fails tells its SQLSTATE and nothing of its words; a COPY too", async () => {
  const { scope } = tenant.context;
  const statements = await statementsOf(async () => {
    await expect(queryPlanned(scope, "SELECT 'canary'::int", [])).rejects.toThrow("canary");
    const read = inSnapshot(scope, ({ copy }) => copy("COPY (SELECT 'canary'::int) TO STDOUT", [], [false]));
    await expect(read.next()).rejects.toThrow("canary");
  });
  const failed = statements.filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed.map(({ name, status, attributes, events }) => [name, status, attributes["error.type"], events])).toEqual(
    ["SELECT", "COPY"].map((name) => [name, { code: SpanStatusCode.ERROR }, "22P02", []]),
  );
});

test("who waits for a connection has their statement in their own trace", async () => {
  const works = Array.from({ length: 60 }, (_, at) => `work-${at}`);
  await Promise.all(works.map((name) => traced(name, () => query(tenant.context.scope, name, "SELECT pg_sleep(0.001)", []))));
  const ended = exporter.getFinishedSpans();
  const roots = new Map(ended.filter(({ kind }) => kind === SpanKind.INTERNAL).map((span) => [span.spanContext().spanId, span.name]));
  const statements = ended.filter(({ kind }) => kind === SpanKind.CLIENT);
  expect(statements).toHaveLength(60);
  expect(statements.map(({ parentSpanContext }) => roots.get(parentSpanContext?.spanId ?? ""))).toEqual(statements.map(({ name }) => name));
});

test("what belongs to no span, or to one that is not kept, asks for no tracer", async () => {
  const { scope, db } = tenant.context;
  const asked = vi.spyOn(trace, "getTracer");
  const work = () => Promise.all([query(scope, "count-sites", "SELECT 1 FROM sites", []), db.site.count()]);
  await work();
  expect(asked).not.toHaveBeenCalled();
  await statementsOf(work, "not kept");
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
  expect(exporter.getFinishedSpans()).toEqual([]);
});

test("a library that is kept from making spans makes none, and a statement inside its work belongs to what is around", async () => {
  keepSpansFrom("talkative");
  const statements = await statementsOf(() =>
    trace.getTracer("talkative").startActiveSpan("/canary", () => query(tenant.context.scope, "count-sites", "SELECT 1 FROM sites", [])),
  );
  const [statement, work] = exporter.getFinishedSpans();
  expect(statements).toEqual([statement]);
  expect([statement?.name, work?.name, statement?.parentSpanContext?.spanId]).toEqual(["count-sites", "work", work?.spanContext().spanId]);
});
