import { Agent, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { setDraining } from "@/lib/kernel/draining";
import { log } from "@/lib/kernel/log";
import { drain, takeDown } from "./drain";
import { createHttpServer } from "./http-server";

const slow = { ms: 20 };
vi.mock("@/lib/core/health/check-health", () => ({ checkHealth: () => new Promise((done) => setTimeout(done, slow.ms)) }));

afterEach(() => {
  setDraining(false);
  slow.ms = 20;
});

async function start() {
  const server = createHttpServer(async (_, response) => void response.end());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, port: (server.address() as AddressInfo).port };
}

type Outcome = { readonly status: number; readonly connection: string | undefined } | { readonly fault: string };

const get = (port: number, path: string, agent: Agent) =>
  new Promise<Outcome>((done) => {
    const asked = request({ port, host: "127.0.0.1", path, agent }, (response) => {
      response.resume().on("end", () => done({ status: response.statusCode ?? 0, connection: response.headers.connection }));
      response.on("error", (error: NodeJS.ErrnoException) => done({ fault: `cut off: ${error.code}` }));
    });
    asked.on("error", (error: NodeJS.ErrnoException) => done({ fault: error.code ?? error.message }));
    asked.end();
  });

/** Clients that ask again as soon as they are answered, until nobody takes their connection. */
async function load(port: number, clients: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const one = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (;;) {
      const outcome = await get(port, "/api/health", agent);
      outcomes.push(outcome);
      if ("fault" in outcome) break;
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: clients }, one));
  return outcomes;
}

describe("a server that is told to stop under load", () => {
  test("answers every request that it has begun; whoever comes later finds no server", async () => {
    const { server, port } = await start();
    const begun = countRequests(server);
    const loading = load(port, 32);
    while (begun() < 64) await turn();
    await drain(server, { delayMs: 100, patienceMs: 10_000 });
    const outcomes = await loading;
    expect(tally(outcomes)).toEqual({ answered: begun(), otherwise: 0, refused: 32 });
  });

  test("the load is one that finds a server that just goes away", async () => {
    const { server, port } = await start();
    const begun = countRequests(server);
    const loading = load(port, 8);
    while (begun() < 8) await turn();
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
    expect(tally(await loading).answered).toBeLessThan(begun());
  });

  test("says first that it is not ready, lives on, and sends its clients elsewhere", async () => {
    const { server, port } = await start();
    const draining = drain(server, { delayMs: 100, patienceMs: 10_000 });
    const agent = new Agent({ keepAlive: true });
    expect(await get(port, "/api/health/ready", agent)).toEqual({ status: 503, connection: "close" });
    expect(await get(port, "/api/health/live", agent)).toEqual({ status: 200, connection: "close" });
    agent.destroy();
    await draining;
  });

  test("gives up on what does not end", async () => {
    slow.ms = 60_000;
    const { server, port } = await start();
    const begun = countRequests(server);
    const agent = new Agent();
    const answer = get(port, "/api/health", agent);
    while (begun() < 1) await turn();
    await drain(server, { delayMs: 0, patienceMs: 50 });
    expect(await answer).toEqual({ fault: "ECONNRESET" });
    agent.destroy();
  });
});

describe("a process that is taken down", () => {
  const logged = () => vi.mocked(log.error).mock.calls.map(([fields, words]) => ({ ...(fields as object), words }));
  beforeEach(() => void vi.spyOn(log, "error").mockImplementation(() => undefined));
  afterEach(() => vi.restoreAllMocks());

  test("is, one step behind the other", async () => {
    const done: string[] = [];
    const step = (name: string, turns: number) => async () => {
      for (let count = 0; count < turns; count++) await turn();
      done.push(name);
    };
    expect(await takeDown({ jobs: step("jobs", 3), pages: step("pages", 0) }, 10_000)).toBe(true);
    expect(done).toEqual(["jobs", "pages"]);
    expect(logged()).toEqual([]);
  });

  test("is also where a step fails, and says so", async () => {
    const database = vi.fn(async () => undefined);
    const jobs = () => Promise.reject(new Error("no"));
    expect(await takeDown({ jobs, database }, 10_000)).toBe(false);
    expect(database).toHaveBeenCalledOnce();
    expect(logged()).toEqual([{ step: "jobs", detail: "Error: no", words: "did not end well" }]);
  });

  test("is given up where a step never ends, and says which", async () => {
    const never = () => new Promise<never>(() => undefined);
    expect(await takeDown({ pages: async () => undefined, jobs: never }, 10)).toBe(false);
    expect(logged()).toEqual([{ step: "jobs", words: "took too long to end" }]);
  });
});

function countRequests(server: Server): () => number {
  let count = 0;
  server.on("request", () => {
    count += 1;
  });
  return () => count;
}

const tally = (outcomes: readonly Outcome[]) => ({
  answered: outcomes.filter((outcome) => "status" in outcome && outcome.status === 200).length,
  otherwise: outcomes.filter((outcome) => "status" in outcome && outcome.status !== 200).length,
  refused: outcomes.filter((outcome) => "fault" in outcome).length,
});
