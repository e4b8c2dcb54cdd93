// node bench/ab.mjs BEFORE AFTER row… [--rounds 5] [--seconds 4]   two builds of the product against each other, each with its own database
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpuUs, databaseUrlOf, descendants, freePort, postmasterOf, seedProduct, startProduct } from "./product.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "4" }, rounds: { type: "string", default: "5" }, connections: { type: "string", default: "16" } },
});
const [before, after, ...rows] = positionals;
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), "signin-ab-"));
const users = Array.from({ length: 16 }, (_, at) => ({ email: `user${at}@example.com`, password: `correct horse battery ${at}` }));
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

async function side(root, name) {
  const dataDir = join(folder, name);
  const file = join(folder, `tokens-${name}`);
  const { mkdirSync } = await import("node:fs");
  mkdirSync(file);
  const product = await startProduct({ root, dataDir, port: await freePort() });
  const tokens = rows.includes("exchange") ? (rounds + 1) * seconds * 9_000 : 0;
  const ours = await seedProduct({ root, port: product.port, dataDir, users, tokens, folder: file });
  const path = `/${ours.site.slug}/login`;
  const pm = postmasterOf(dataDir);
  const jobs = {
    signin: { connections: 8, scenario: "formLogin", data: { path, users, callback: "https://app.example/callback" } },
    exchange: { scenario: "exchange", data: { tokens: ours.tokensFile, bearer: ours.bearer } },
    record: { scenario: "record", data: { path: "/api/site_user_sessions/", ids: ours.recordIds, bearer: ours.bearer } },
    sites: { scenario: "sites", data: { path: "/api/sites", bearer: ours.bearer, count: 3 } },
    page: { scenario: "page", data: { path, contains: ["<form"] } },
    missing: { scenario: "missing", data: { path: "/api/nothing-here" } },
    health: { scenario: "health", data: {} },
  };
  jobs.mixed = { ...jobs.record, background: { ...jobs.signin, port: product.port } };
  return { name, product, pm, dataDir, jobs };
}

const sides = [await side(before, "before"), await side(after, "after")];
const load = fork(join(import.meta.dirname, "load.mjs"));
const ask = (job) =>
  new Promise((done) => {
    load.once("message", ({ result }) => done(result));
    load.send({ id: 1, job });
  });
console.log(`load ${loadavg()[0].toFixed(2)}`);
for (const row of rows) {
  const results = { before: [], after: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const { name, product, pm, jobs } of round % 2 ? sides.toReversed() : sides) {
      const { background, ...main } = { connections: Number(values.connections), ...jobs[row], port: product.port };
      await pause(200);
      const database = [pm, ...descendants(pm)];
      const start = [cpuUs([product.pid]), cpuUs(database)];
      const result = await ask({ seconds, main, background });
      const each = (us) => us / (result.right + result.wrong);
      result.server = each(cpuUs([product.pid]) - start[0]);
      result.database = each(cpuUs(database) - start[1]);
      if (result.wrong || result.dry) console.log(`${row} ${name} wrong ${result.wrong} dry ${result.dry} ${result.samples[0] ?? ""}`);
      if (round > 0) results[name].push(result);
    }
  }
  const of = (name, key) => median(results[name].map((result) => result[key]));
  const line = (key, digits = 0) => `${of("before", key).toFixed(digits)} -> ${of("after", key).toFixed(digits)}`;
  console.log(
    `${row.padEnd(9)} ${line("rate")}/s (${((of("after", "rate") / of("before", "rate") - 1) * 100).toFixed(0)} %)   server µs ${line("server")}   database µs ${line("database")}   p50 ${line("p50", 1)}  p99 ${line("p99", 1)}   load ${loadavg()[0].toFixed(1)}`,
  );
}
load.kill();
for (const { product } of sides) await product.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
