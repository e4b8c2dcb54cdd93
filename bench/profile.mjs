// node bench/profile.mjs signin|exchange|record|sites|page [--seconds 8]   the hottest frames of our own server under one row's load
import { fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpuUs, freePort, seedProduct, startProduct } from "./product.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seconds: { type: "string", default: "8" }, top: { type: "string", default: "45" } } });
const row = positionals[0] ?? "record";
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), "signin-profile-"));
const dataDir = join(folder, "data");
const users = Array.from({ length: 8 }, (_, at) => ({ email: `user${at}@example.com`, password: `correct horse battery ${at}` }));
const product = await startProduct({ dataDir, port: await freePort(), nodeArgs: ["--cpu-prof", "--cpu-prof-interval", "200", "--cpu-prof-dir", folder] });
const ours = await seedProduct({ port: product.port, dataDir, users, tokens: row === "exchange" ? (seconds + 3) * 8_000 : 0, folder });
const path = `/${ours.site.slug}/login`;
const job = {
  signin: { connections: 8, scenario: "formLogin", data: { path, users, callback: "https://app.example/callback" } },
  exchange: { connections: 16, scenario: "exchange", data: { tokens: ours.tokensFile, bearer: ours.bearer } },
  record: { connections: 16, scenario: "record", data: { path: "/api/site_user_sessions/", ids: ours.recordIds, bearer: ours.bearer } },
  sites: { connections: 16, scenario: "sites", data: { path: "/api/sites", bearer: ours.bearer, count: 3 } },
  page: { connections: 16, scenario: "page", data: { path, contains: ["<form"] } },
}[row];
const load = fork(join(import.meta.dirname, "load.mjs"));
const ask = (span) =>
  new Promise((done) => {
    load.once("message", ({ result }) => done(result));
    load.send({ id: 1, job: { seconds: span, main: { port: product.port, ...job } } });
  });
await ask(3);
const before = cpuUs([product.pid]);
const result = await ask(seconds);
const us = (cpuUs([product.pid]) - before) / (result.right + result.wrong);
load.kill();
await product.stop();
await pause(200);

const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(readFileSync(join(folder, file), "utf8"));
rmSync(folder, { recursive: true, force: true });
// Only the measured span: the last `seconds` before the stop.
const from = endTime - (seconds + 0.9) * 1e6;
const byId = new Map(nodes.map((node) => [node.id, node]));
for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node;
const self = new Map();
const total = new Map();
const packages = new Map();
let at = startTime;
let all = 0;
const add = (map, key, value) => map.set(key, (map.get(key) ?? 0) + value);
samples.forEach((id, index) => {
  at += timeDeltas[index];
  if (at < from) return;
  const spent = timeDeltas[index];
  const node = byId.get(id);
  const name = ({ callFrame: { functionName, url, lineNumber } }) => `${functionName || "(anonymous)"} ${url.replace(/.*\/node_modules\//, "").replace(/.*\/\.build\//, "")}:${lineNumber + 1}`;
  if (node.callFrame.functionName === "(idle)" || node.callFrame.functionName === "(program)") return add(self, node.callFrame.functionName, spent);
  all += spent;
  add(self, name(node), spent);
  const { url, functionName } = node.callFrame;
  add(packages, /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? (url.includes(".build") ? "our code" : url.startsWith("node:") ? url : functionName.startsWith("(") ? functionName : "native"), spent);
  const seen = new Set();
  for (let up = node; up; up = up.parent) {
    const key = name(up);
    if (!seen.has(key)) add(total, key, spent);
    seen.add(key);
  }
});
const print = (title, map, count) => {
  console.log(`\n${title}`);
  for (const [key, value] of [...map].sort((a, b) => b[1] - a[1]).slice(0, count)) console.log(`  ${((value / all) * 100).toFixed(1).padStart(5)} %  ${key}`);
};
console.log(`${row}: ${result.rate.toFixed(0)}/s, ${us.toFixed(0)} µs of server CPU a request (profiler included), wrong ${result.wrong} ${result.samples[0] ?? ""}`);
print("Packages, self time", packages, 25);
print("Self time", self, Number(values.top));
print("Total time", total, Number(values.top));
const ownFrames = new Map([...total].filter(([key]) => /(main|signin|chunk-\w+)\.js:|hono|pg-pool|pg\//.test(key)));
print("Total time, our code and the ways in and out", ownFrames, 60);
process.exit(0);
