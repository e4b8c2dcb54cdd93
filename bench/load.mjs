// The load generator: a process of its own, driven over IPC by run.mjs.
//
// One request is in flight on a connection; every answer is parsed and judged.
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { Connection } from "./connection.mjs";
import * as scenarios from "./scenarios.mjs";

/** Keeps `connections` busy until `until`. */
function closedLoop({ scenario, data, port, connections }, until) {
  const { next, right } = prepared(scenario, data, port);
  const tally = { right: 0, wrong: 0, samples: [], statuses: {}, latencies: [], dry: false };
  const work = Array.from({ length: connections }, () => {
    const connection = new Connection(port);
    return new Promise((finished) => {
      const turn = () => {
        const started = performance.now();
        if (started >= until) return finished(connection.end());
        const request = next();
        if (request === null) {
          tally.dry = true;
          return finished(connection.end());
        }
        connection.send(request.bytes, (status, head, body) => {
          const ended = performance.now();
          if (ended <= until) judge(tally, right, request, status, head, body, ended - started);
          turn();
        });
      };
      turn();
    });
  });
  return Promise.all(work).then(() => tally);
}

/** Sends `rate` requests a second whatever comes back, each on a free connection. */
function openLoop({ scenario, data, port, rate }, until) {
  const { next, right } = prepared(scenario, data, port);
  const tally = { right: 0, wrong: 0, samples: [], statuses: {}, latencies: [], dry: false, byStatus: {}, inTime: {} };
  const free = [];
  const all = [];
  let pending = 0;
  let sent = 0;
  const begin = performance.now();
  return new Promise((finished) => {
    const maybeEnd = () => pending === 0 && performance.now() >= until && (all.forEach((connection) => connection.end()), finished(tally));
    const timer = setInterval(() => {
      const now = performance.now();
      if (now >= until) {
        clearInterval(timer);
        return maybeEnd();
      }
      for (const due = ((now - begin) / 1000) * rate; sent < due; sent++) {
        const request = next();
        const connection = free.pop() ?? new Connection(port);
        if (!connection.counted) {
          connection.counted = true;
          all.push(connection);
        }
        pending += 1;
        const started = performance.now();
        connection.send(request.bytes, (status, head, body) => {
          const took = performance.now() - started;
          judge(tally, right, request, status, head, body, took);
          (tally.byStatus[status] ??= []).push(took);
          if (started + took <= until) tally.inTime[status] = (tally.inTime[status] ?? 0) + 1;
          pending -= 1;
          free.push(connection);
          maybeEnd();
        });
      }
    }, 2);
  });
}

function judge(tally, right, request, status, head, body, took) {
  tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
  let ok = false;
  try {
    ok = right(status, head, body, request);
  } catch {}
  if (ok) {
    tally.right += 1;
    tally.latencies.push(took);
  } else {
    tally.wrong += 1;
    if (tally.samples.length < 3) tally.samples.push(`${status} ${head.slice(0, 300)} ${body.slice(0, 300)}`);
  }
}

const kept = new Map();

/** A scenario keeps its place between rounds: what may be used only once is never sent twice. */
function prepared(name, data, port) {
  const key = `${name} ${port}`;
  if (!kept.has(key)) kept.set(key, scenarios[name]({ ...data, port }));
  return kept.get(key);
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? null;

function summary(tally, seconds) {
  const sorted = tally.latencies.sort((a, b) => a - b);
  const byStatus = Object.fromEntries(
    Object.entries(tally.byStatus ?? {}).map(([status, times]) => {
      times.sort((a, b) => a - b);
      return [status, { count: times.length, rate: (tally.inTime[status] ?? 0) / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: times.at(-1) }];
    }),
  );
  const { right, wrong, samples, statuses, dry } = tally;
  return { rate: right / seconds, right, wrong, samples, statuses, dry, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), byStatus };
}

/** How late the generator itself is: a latency that is no more than this says nothing about the server. */
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

process.on("message", async ({ id, job }) => {
  delay.reset();
  const until = performance.now() + job.seconds * 1000;
  const before = process.cpuUsage();
  const run = (part) => (part.rate ? openLoop(part, until) : closedLoop(part, until));
  const [tally, background] = await Promise.all([run(job.main), job.background && run(job.background)]);
  const { user, system } = process.cpuUsage(before);
  process.send({
    id,
    result: { ...summary(tally, job.seconds), cpuUs: user + system, lagMs: delay.percentile(99) / 1e6 - 5, background: background ? summary(background, job.seconds) : null },
  });
});
process.on("disconnect", () => process.exit(0));
