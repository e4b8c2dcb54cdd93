import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noteMailFailure } from "@/lib/db/mail-failures";
import { FAILING_FROM } from "@/lib/kernel/mail-failures";
import { makeTenant } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { metricsEndpoint } from "./endpoint";
import { metricsRegistry } from "./registry";
import { BUCKETS_S, RequestFigures } from "./request-figures";
import { metricsHost, startMetrics } from "./start-metrics";

const TOKEN = "a-token-for-the-scraper";
const figures = new RequestFigures();
const registry = metricsRegistry(figures);
let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer(undefined, { witnesses: [figures.witness], metrics: metricsEndpoint(registry, TOKEN) });
});
afterAll(() => server.stop());

const scrape = (headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }, path = "/metrics", method = "GET") =>
  server.send(rawRequest(method, path, { host: "10.0.0.7", ...headers }));

/** The samples of a scrape by name and labels. */
function samples(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]));
}

describe("what is told", () => {
  test("requests by the pattern of their route and the class of their status, whatever was asked for", async () => {
    const { apiToken } = await makeTenant();
    for (const path of ["/api/sites/1?x=evil", "/api/sites/evil", "/api/sites/%0aevil"])
      await server.send(rawRequest("GET", path, { host: server.host, authorization: `Bearer ${apiToken}` }));
    for (const path of ["/evil", "/evil/evil", "/evil/login"]) await server.send(rawRequest("GET", path, { host: server.host }));
    const { status, headers, body } = await scrape();
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    const name = "signin_http_request_duration_seconds";
    const told = samples(body);
    expect(told.get(`${name}_count{route="/api/sites/[id]",status="4xx"}`)).toBe(3);
    expect(told.get(`${name}_bucket{route="/api/sites/[id]",status="4xx",le="+Inf"}`)).toBe(3);
    expect(told.get(`${name}_count{route="none",status="4xx"}`)).toBe(2);
    expect(told.get(`${name}_count{route="/[site]/login",status="4xx"}`)).toBe(1);
    expect(body).not.toContain("evil");
  });

  test("passwords, jobs, mails, connections, the event loop and the process", async () => {
    const names = new Set([...samples((await scrape()).body).keys()].map((sample) => sample.replace(/\{.*/, "")));
    for (const name of [
      "signin_password_queue_waiting",
      "signin_password_queue_running",
      "signin_passwords_refused_total",
      "signin_jobs",
      "signin_job_failures_total",
      "signin_mails_total",
      "signin_database_connections",
      "signin_database_waiting",
      "signin_stray_errors_total",
      "signin_draining",
      "nodejs_eventloop_lag_p99_seconds",
      "process_resident_memory_bytes",
    ])
      expect(names).toContain(name);
    expect(samples((await scrape()).body).get('signin_database_connections{pool="main",state="idle"}')).toBeGreaterThan(0);
  });

  test("sites and accounts whose mails keep failing, by why", async () => {
    const failing = async () => [...samples((await scrape()).body)].filter(([name]) => name.startsWith("signin_mails_failing"));
    expect(await failing()).toEqual([]);
    const { account, context } = await makeTenant();
    for (let n = 0; n < FAILING_FROM; n++) {
      await noteMailFailure(context.scope, "unreachable");
      await noteMailFailure(account.scope, "refused");
    }
    expect((await failing()).toSorted()).toEqual([
      ['signin_mails_failing{of="account",reason="refused"}', 1],
      ['signin_mails_failing{of="site",reason="unreachable"}', 1],
    ]);
  });

  test("durations in the class that they belong to, each end included", () => {
    const own = new RequestFigures();
    const at = (ms: number) => own.witness({ route: "/", method: "GET", status: 200, ms, requestId: "", client: "" });
    for (const ms of [0, 5, 5.1, 29_999, 60_000]) at(ms);
    const { values } = own.get();
    const buckets = values.filter(({ metricName }) => metricName.endsWith("_bucket")).map(({ value }) => value);
    expect(buckets).toEqual([2, ...new Array(BUCKETS_S.length - 2).fill(3), 4, 5]);
    expect(values.at(-1)).toMatchObject({ labels: { route: "/", status: "2xx" }, value: 5 });
  });
});

describe("who is told", () => {
  test.each([{}, { authorization: "Bearer wrong" }, { authorization: TOKEN }, { authorization: `Bearer ${TOKEN}x` }])(
    "nobody with %j",
    async (headers) => {
      const answer = await scrape(headers as Record<string, string>);
      expect([answer.status, answer.headers["www-authenticate"], answer.body]).toEqual([401, "Bearer", ""]);
    },
  );

  test("who asks by another method, or another address", async () => {
    const right = { authorization: `Bearer ${TOKEN}` };
    expect((await scrape(right, "/metrics", "POST")).status).toBe(405);
    for (const path of ["/metrics/", "/metrics?x=1", "/Metrics"]) expect([404, 421]).toContain((await scrape(right, path)).status);
  });

  test("nobody where it is not set up: nothing listens, and the address is none", async () => {
    expect(await startMetrics({ METRICS_PORT: undefined, METRICS_TOKEN: undefined })).toBeNull();
    const plain = await startServer();
    expect((await plain.send(rawRequest("GET", "/metrics", { host: plain.host }))).status).toBe(404);
    await plain.stop();
  });

  test("this machine only on a port of its own without a token", async () => {
    expect(metricsHost({ METRICS_TOKEN: undefined })).toBe("127.0.0.1");
    expect(metricsHost({ METRICS_TOKEN: TOKEN })).toBeUndefined();
    const metrics = await startMetrics({ METRICS_PORT: 0, METRICS_TOKEN: undefined });
    expect(metrics?.onOwnPort).toBeNull();
    const other = metrics?.elsewhere ?? createServer();
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const { port } = other.address() as AddressInfo;
    const status = await new Promise((answered) =>
      request({ port, path: "/metrics", agent: false }, (response) => answered(response.resume().statusCode)).end(),
    );
    expect(status).toBe(200);
    await new Promise((closed) => other.close(closed));
  });
});
