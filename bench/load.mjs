// The load generator: a process of its own, driven over IPC by run.mjs.
//
// Raw keep-alive sockets and prepared bytes, because generator, server and database share two cores: whatever the generator burns is taken
// from the server, and most from the fastest one. One request is in flight on a connection; every answer is parsed and judged.
import { connect } from "node:net";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import * as scenarios from "./scenarios.mjs";

const END = Buffer.from("\r\n\r\n");

/** One keep-alive connection. `send` one request at a time; `done(status, head, body, bytes)` or `done(0)` when the connection broke. */
class Connection {
  constructor(port) {
    this.port = port;
    this.open();
  }
  open() {
    this.rest = null;
    this.head = null;
    const socket = connect({ port: this.port, host: "127.0.0.1", noDelay: true });
    this.socket = socket;
    socket.on("data", (data) => this.read(data));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (this.socket !== socket) return;
      this.socket = null;
      const done = this.done;
      this.done = null;
      done?.(0, "", "", 0);
    });
  }
  send(bytes, done) {
    if (!this.socket) this.open();
    this.done = done;
    this.size = 0;
    this.socket.write(bytes);
  }
  read(data) {
    this.size += data.length;
    const buffer = this.rest ? Buffer.concat([this.rest, data]) : data;
    this.rest = buffer;
    if (!this.head) {
      const at = buffer.indexOf(END);
      if (at < 0) return;
      const head = buffer.latin1Slice(0, at + 2).toLowerCase();
      const length = /\r\ncontent-length: (\d+)/.exec(head);
      this.status = Number(head.slice(9, 12));
      this.chunked = head.includes("\r\ntransfer-encoding: chunked");
      this.need = length ? Number(length[1]) : this.chunked ? Infinity : 0;
      this.close = head.includes("\r\nconnection: close");
      this.bodyAt = at + 4;
      this.head = buffer.latin1Slice(0, at + 2);
    }
    let body;
    if (this.need === Infinity) {
      body = unchunked(buffer, this.bodyAt);
      if (body === null) return;
    } else {
      if (buffer.length - this.bodyAt < this.need) return;
      body = buffer.utf8Slice(this.bodyAt, this.bodyAt + this.need);
    }
    const { head, done, status, size } = this;
    this.rest = null;
    this.head = null;
    this.done = null;
    if (this.close) {
      this.socket.destroy();
      this.socket = null;
    }
    done?.(status, head, body, size);
  }
  end() {
    const socket = this.socket;
    this.socket = null;
    socket?.destroy();
  }
}

function unchunked(buffer, at) {
  const parts = [];
  while (true) {
    const line = buffer.indexOf("\r\n", at);
    if (line < 0) return null;
    const size = Number.parseInt(buffer.latin1Slice(at, line), 16);
    const from = line + 2;
    if (size === 0) return buffer.length >= from + 2 ? Buffer.concat(parts).toString("utf8") : null;
    if (buffer.length < from + size + 2) return null;
    parts.push(buffer.subarray(from, from + size));
    at = from + size + 2;
  }
}

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
