// node bench/run.mjs [rows…]   rows: signin exchange record mixed dialects page face start lag   (all when none is named)
// The figures of the product's budgets, side by side in one run on one machine. See README.md.
import { execFileSync, fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { hash } from "@node-rs/argon2";
import pg from "pg";
import { nextPage } from "./next-page.mjs";
import { bulkTokens, cpuUs, databaseUrlOf, descendants, freePort, newToken, postmasterOf, pssMb, root, seedProduct, sha256, startProduct } from "./product.mjs";
import { printTable } from "./table.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, seconds: { type: "string", default: "4" }, json: { type: "string" }, verbose: { type: "boolean", short: "v" } },
});
const ROUNDS = Number(options.rounds);
const SECONDS = Number(options.seconds);
const ROWS = ["signin", "exchange", "record", "mixed", "dialects", "page", "face", "start", "lag"];
const wanted = positionals.length > 0 ? positionals : ROWS;
for (const name of wanted) if (!ROWS.includes(name)) throw new Error(`There is no row ${name}; there are ${ROWS.join(" ")}`);

const folder = mkdtempSync(join(tmpdir(), "signin-bench-"));
const dataDir = join(folder, "data");
const cleanups = [];
const peers = {};
const say = (text) => console.error(`[${new Date().toISOString().slice(11, 19)}] ${text}`);
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const users = Array.from({ length: 64 }, (_, at) => ({ email: `user${at}@example.com`, password: `correct horse battery ${at}` }));
const FLOOR_TABLES = `
  CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, password text NOT NULL);
  CREATE TABLE api_tokens (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, token_hash bytea NOT NULL UNIQUE, account_id bigint NOT NULL);
  CREATE TABLE sites (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id bigint NOT NULL, name text NOT NULL, slug text NOT NULL UNIQUE,
    success_uri text, client_id text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON sites (account_id);
  CREATE TABLE tokens (id bigint PRIMARY KEY DEFAULT (random() * 9e15)::bigint, account_id bigint NOT NULL DEFAULT 1, site_user_id bigint NOT NULL REFERENCES users,
    token_hash bytea NOT NULL UNIQUE, last4 text, created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL, used_at timestamptz);`;
const results = { date: new Date().toISOString().slice(0, 10), cores: cpus().length, cpu: cpus()[0].model, node: process.version, loadBefore: loadavg()[0], rows: {} };

try {
  await main();
} finally {
  for (const cleanup of cleanups.reverse()) await Promise.resolve(cleanup()).catch((error) => console.error(error));
  rmSync(folder, { recursive: true, force: true });
}
process.exit(process.exitCode ?? 0);

async function main() {
  say(`building ${root}, if stale`);
  execFileSync(process.execPath, ["bin/start.mjs", "--build-only"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  say(`load ${loadavg()[0].toFixed(2)}`);
  if (["signin", "exchange", "record", "mixed", "dialects", "page", "face"].some((row) => wanted.includes(row))) await throughput();
  if (wanted.includes("start")) await row("start", startRow);
  if (wanted.includes("lag")) await row("lag", lagRow);
  results.loadAfter = loadavg()[0];
  if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 2));
  printTable(results);
}

/** Measures a row. One that fails is told, and does not take the others with it. */
async function row(name, measure) {
  try {
    results.rows[name] = await measure();
  } catch (error) {
    say(`${name}: ${error.message}`);
    process.exitCode = 1;
  }
}

async function throughput() {
  // Enough single-use tokens for the fastest side in every round.
  const slices = (ROUNDS + 1) * SECONDS;
  const needs = (row) => wanted.includes(row);
  const supply = needs("exchange") ? { product: slices * 9_000, floor: slices * 14_000, oidc: slices * 1_800 } : { product: 0, floor: 0, oidc: 0 };
  const product = await startProduct({ dataDir, port: await freePort() });
  cleanups.push(() => product.stop());
  const superUrl = databaseUrlOf(dataDir);
  const postmaster = postmasterOf(dataDir);
  say(`seeding ours (${supply.product} tokens)`);
  const ours = await seedProduct({ port: product.port, dataDir, users, tokens: supply.product, folder });
  const load = generator();
  const measured = (sides) => interleaved(load, postmaster, sides);

  const floor = await peer("floor", superUrl);
  await floor.client.query(FLOOR_TABLES);
  say(`seeding the floor (${supply.floor} tokens)`);
  const floorSeed = await seedFloor(floor, supply.floor);
  await start(floor);
  const betterAuth = ["signin", "record", "mixed", "dialects"].some(needs) ? await start(await peer("better-auth", superUrl)) : null;
  const { cookies } = betterAuth ? await betterAuth.ask({ users }) : {};
  for (const { client } of [floor, ...(betterAuth ? [betterAuth] : [])]) await client.query("VACUUM ANALYZE");
  await vacuum(superUrl);

  const login = {
    ours: { pid: product.pid, port: product.port, connections: 8, scenario: "formLogin", data: { path: `/${ours.site.slug}/login`, users, callback: "https://app.example/callback" } },
    floor: { pid: floor.pid, port: floor.port, connections: 8, scenario: "formLogin", data: { path: "/login", users, callback: "https://app.example/callback" } },
    "better-auth": betterAuth && { pid: betterAuth.pid, port: betterAuth.port, connections: 8, scenario: "betterAuthLogin", data: { users } },
  };
  const record = {
    ours: { ...login.ours, connections: 16, scenario: "record", data: { path: "/api/site_user_sessions/", ids: ours.recordIds, bearer: ours.bearer } },
    floor: { ...login.floor, connections: 16, scenario: "record", data: { path: "/record/", ids: floorSeed.recordIds, bearer: floorSeed.bearer } },
    "better-auth": betterAuth && { ...login["better-auth"], connections: 16, scenario: "betterAuthSession", data: { cookies } },
  };
  const sites = {
    ours: { ...record.ours, scenario: "sites", data: { path: "/api/sites", bearer: ours.bearer, count: 3 } },
    floor: { ...record.floor, scenario: "sites", data: { path: "/sites", bearer: floorSeed.bearer, count: 3 } },
    "better-auth": record["better-auth"],
  };
  if (needs("signin")) results.rows.signin = await measured(login);
  if (needs("record")) {
    results.rows.record = await measured(record);
    results.rows.sites = await measured(sites);
  }
  if (needs("mixed")) {
    const mixed = Object.fromEntries(Object.keys(record).map((side) => [side, { ...record[side], background: login[side] }]));
    results.rows.mixed = await measured(mixed);
  }
  if (needs("dialects")) await dialectRows({ measured, product, ours, peers: { login, record } });
  // Their pools would leave the other peers too few connections.
  await peers["better-auth"]?.();
  if (needs("exchange")) {
    const oidc = await start(await peer("oidc-provider", superUrl));
    say(`issuing ${supply.oidc} codes at oidc-provider`);
    const issued = await oidc.ask({ count: supply.oidc });
    const file = join(folder, "codes");
    writeFileSync(file, issued.codes.join("\n"));
    await oidc.client.query("VACUUM ANALYZE");
    results.rows.exchange = await measured({
      ours: { ...record.ours, scenario: "exchange", data: { tokens: ours.tokensFile, bearer: ours.bearer } },
      floor: { ...record.floor, scenario: "floorExchange", data: { tokens: floorSeed.tokensFile } },
      "oidc-provider": {
        pid: oidc.pid,
        port: oidc.port,
        connections: 16,
        scenario: "codeExchange",
        data: { tokens: file, client: issued.client_id, secret: issued.client_secret, redirect: issued.redirect_uri },
      },
    });
  }
  if (needs("face")) results.rows.face = await faceRow({ product, ours });
  for (const stop of Object.values(peers)) await stop();
  if (needs("page")) await row("page", () => pageRow({ measured, product, ours, superUrl }));
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** Sign-ins through each dialect, renewals and "who am I", beside the peer that has the same. */
async function dialectRows({ measured, product, ours, peers: { login, record } }) {
  const base = `/${ours.site.slug}`;
  const send = async (path, body, headers) => {
    const response = await fetch(`http://127.0.0.1:${product.port}${path}`, {
      method: body ? "POST" : "PATCH",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body ?? { site: { settings: { email_verification: "off" } } }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const owner = { authorization: `Bearer ${ours.bearer}` };
  await send(`/api/sites/${ours.site.id}`, null, owner);
  const { api_key: key } = await send(`/api/sites/${ours.site.id}/fasteditor_key`, {}, owner);
  const signIn = (scenario) => ({ pid: product.pid, port: product.port, connections: 8, scenario, data: { base, users, key } });
  const peer = login["better-auth"];
  for (const name of ["fastgen", "fastauth", "fastschema", "fasteditor"]) {
    results.rows[`signin ${name}`] = await measured({ ours: signIn(`${name}Login`), hosted: login.ours, "better-auth": peer });
  }
  const [tokens, mine] = [[], []];
  // A round leaves as many chains behind as there are connections.
  for (let at = 0; at < (ROUNDS + 2) * 16; at++) {
    const { email, password } = users[at % users.length];
    tokens.push((await send(`${base}/auth/login`, { email, password })).refresh_token);
    mine.push({ email, token: (await send(`${base}/api/auth/local/login`, { login: email, password })).token });
  }
  const sixteen = { pid: product.pid, port: product.port, connections: 16 };
  results.rows.refresh = await measured({
    ours: { ...sixteen, scenario: "refresh", data: { path: `${base}/auth/refresh`, tokens } },
    "better-auth": record["better-auth"],
  });
  results.rows.me = await measured({
    ours: { ...sixteen, scenario: "me", data: { path: `${base}/api/auth/me`, tokens: mine } },
    "better-auth": record["better-auth"],
  });
}

async function pageRow({ measured, product, ours, superUrl }) {
  const path = `/${ours.site.slug}/login`;
  say("building the same page as a Next page");
  const next = await nextPage({ root, folder: join(folder, "next-page"), databaseUrl: superUrl, port: await freePort() });
  cleanups.push(() => next.stop());
  const contains = ["<form", 'type="password"', ours.site.name, "</html>"];
  const rates = await measured({
    ours: { pid: product.pid, port: product.port, connections: 16, scenario: "page", data: { path, contains } },
    "Next page": { pid: next.pid, port: next.port, connections: 16, scenario: "page", data: { path: `/${ours.site.slug}/login`, contains } },
  });
  return { ...rates, wire: { ours: await weigh(product.port, path), "Next page": await weigh(next.port, path) } };
}

/** What the widget weighs, and a page of the dashboard: bytes, and the time to its first byte, one request after the other. */
async function faceRow({ product, ours }) {
  const path = "/dashboard/login";
  const timeOf = async () => {
    const began = performance.now();
    const response = await fetch(`http://localhost:${product.port}${path}`);
    const firstByte = performance.now() - began;
    await response.arrayBuffer();
    return firstByte;
  };
  for (let round = 0; round < 20; round++) await timeOf();
  const times = [];
  for (let round = 0; round < 100; round++) times.push(await timeOf());
  const sorted = times.toSorted((a, b) => a - b);
  const script = await (await fetch(`http://localhost:${product.port}/${ours.site.slug}/embed.js`)).text();
  return {
    widget: { bytes: Buffer.byteLength(script), gzip: gzipSync(script, { level: 9 }).byteLength },
    dashboard: { ...(await weigh(product.port, path)), p50: median(times), p95: sorted[94] },
  };
}

/** What a browser transfers for a page: the document as it comes, head included, and each script it names. */
async function weigh(port, path) {
  const { get } = await import("node:http");
  const fetchRaw = (target) =>
    new Promise((done, failed) => {
      const request = get({ port, host: "localhost", path: target, agent: false, headers: { "accept-encoding": "gzip, deflate, br", accept: "*/*" } }, (response) => {
        const { socket } = response;
        response.resume();
        response.on("end", () => done({ status: response.statusCode, bytes: socket.bytesRead }));
      });
      request.on("error", failed);
    });
  const html = await (await fetch(`http://localhost:${port}${path}`)).text();
  const sheets = [...html.matchAll(/<link\b[^>]*rel="stylesheet"[^>]*>/g)].map(([tag]) => /\bhref="([^"]+)"/.exec(tag)?.[1]).filter(Boolean);
  const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes);
  const sources = scripts.map((attributes) => /\bsrc="([^"]+)"/.exec(attributes)?.[1]).filter(Boolean);
  const blocking = scripts.filter((attributes) => !/\b(async|defer|type="module"|type="application\/(ld\+)?json")/.test(attributes));
  const document = await fetchRaw(path);
  let styleBytes = 0;
  for (const sheet of new Set(sheets)) styleBytes += (await fetchRaw(sheet.replaceAll("&amp;", "&"))).bytes;
  let scriptBytes = 0;
  for (const source of new Set(sources)) scriptBytes += (await fetchRaw(source.replaceAll("&amp;", "&"))).bytes;
  return { document: document.bytes + styleBytes, html: Buffer.byteLength(html), scriptBytes, scripts: scripts.length, blocking: blocking.length };
}

async function startRow() {
  const first = [];
  const warm = [];
  const launcher = [];
  let memory;
  for (let round = 0; round < 5; round++) {
    const fresh = join(folder, `start-${round}`);
    for (const [list, options] of [[first, {}], [warm, {}], [launcher, { command: ["bin/start.mjs"] }]]) {
      const product = await startProduct({ dataDir: fresh, port: await freePort(), ...options });
      list.push(product.startedMs);
      if (list === warm && round === 0) {
        await pause(10_000);
        const postmaster = postmasterOf(fresh);
        const database = [postmaster, ...descendants(postmaster)];
        memory = { node: pssMb([product.pid]), postgres: pssMb(database), processes: database.length + 1 };
      }
      await product.stop();
      await pause(300);
    }
    rmSync(fresh, { recursive: true, force: true });
  }
  return { first: median(first), warm: median(warm), launcher: median(launcher), all: { first, warm, launcher }, memory };
}

async function lagRow() {
  const data = join(folder, "lag-data");
  const product = await startProduct({ dataDir: data, port: await freePort(), nodeArgs: ["--import", join(import.meta.dirname, "lag.mjs")] });
  cleanups.push(() => product.stop());
  const ours = await seedProduct({ port: product.port, dataDir: data, users, tokens: 0, folder });
  const load = generator();
  const login = { port: product.port, data: { path: `/${ours.site.slug}/login`, users, callback: "https://app.example/callback" } };
  await load({ seconds: 3, main: { ...login, scenario: "formLogin", connections: 8 } });
  const readLag = async () => {
    const told = () => product.said().split("event-loop-lag ").length;
    const before = told();
    process.kill(product.pid, "SIGUSR2");
    while (told() === before) await pause(20);
    return JSON.parse(product.said().split("event-loop-lag ").at(-1).split("\n")[0]);
  };
  const rounds = { atCapacity: [], flood: [], capacity: [], shed: [], goodput: [], generatorLag: [] };
  for (let round = 0; round < Math.max(3, ROUNDS); round++) {
    await readLag();
    const calm = await load({ seconds: SECONDS, main: { ...login, scenario: "formLogin", connections: 64 } });
    rounds.capacity.push(calm.rate);
    rounds.atCapacity.push(await readLag());
    const flood = await load({ seconds: SECONDS, main: { ...login, scenario: "formFlood", rate: Math.round(median(rounds.capacity) * 10) } });
    rounds.flood.push(await readLag());
    rounds.shed.push(flood.byStatus[503] ?? { count: 0, p50: 0, p99: 0, max: 0 });
    rounds.goodput.push((flood.byStatus[303]?.rate ?? 0) / calm.rate);
    rounds.generatorLag.push(flood.lagMs);
    rounds.served = flood.byStatus[303];
    rounds.wrong = (rounds.wrong ?? 0) + calm.wrong + flood.wrong;
    if (flood.wrong > 0) say(`wrong: ${JSON.stringify(flood.statuses)} ${flood.samples[0]}`);
    await pause(2_500);
  }
  const middle = (list, name) => median(list.map((item) => item[name]));
  return {
    capacity: median(rounds.capacity),
    atCapacity: { p99: middle(rounds.atCapacity, "p99"), max: middle(rounds.atCapacity, "max") },
    flood: { p99: middle(rounds.flood, "p99"), max: middle(rounds.flood, "max") },
    shed: { count: middle(rounds.shed, "count"), p50: middle(rounds.shed, "p50"), p99: middle(rounds.shed, "p99"), max: middle(rounds.shed, "max") },
    goodput: median(rounds.goodput),
    generatorLagMs: median(rounds.generatorLag),
    served: rounds.served,
    wrong: rounds.wrong,
    rounds,
  };
}

/** Rounds of A B C, then C B A: each side for some seconds alone, the others idle. The first round warms up and does not count. */
async function interleaved(load, postmaster, sides) {
  const names = Object.keys(sides).filter((name) => sides[name]);
  const rounds = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of round % 2 ? names.toReversed() : names) {
      const { pid, background, ...main } = sides[name];
      await pause(250);
      const database = [postmaster, ...descendants(postmaster)];
      const before = { server: cpuUs([pid, ...descendants(pid).filter((each) => !database.includes(each))]), database: cpuUs(database) };
      const result = await load({ seconds: SECONDS, main, background });
      const after = { server: cpuUs([pid, ...descendants(pid).filter((each) => !database.includes(each))]), database: cpuUs(database) };
      const each = (us) => Math.round(us / Math.max(1, result.right + result.wrong));
      result.us = { server: each(after.server - before.server), database: each(after.database - before.database), generator: each(result.cpuUs) };
      if (result.wrong > 0) say(`${name}: ${result.wrong} wrong answers, first: ${result.samples[0]}`);
      if (result.dry) say(`${name}: ran out of tokens`);
      if (options.verbose) say(`${main.scenario} ${round} ${name} ${result.rate.toFixed(0)}/s p99 ${result.p99?.toFixed(1)} ${JSON.stringify(result.us)}`);
      if (round > 0) rounds[name].push(result);
    }
  }
  return {
    sides: Object.fromEntries(
      names.map((name) => {
        const list = rounds[name];
        const of = (read) => median(list.map(read));
        return [
          name,
          {
            rate: of(({ rate }) => rate),
            min: Math.min(...list.map(({ rate }) => rate)),
            max: Math.max(...list.map(({ rate }) => rate)),
            p50: of(({ p50 }) => p50),
            p99: of(({ p99 }) => p99),
            wrong: list.reduce((sum, { wrong, background }) => sum + wrong + (background?.wrong ?? 0), 0),
            dry: list.some(({ dry }) => dry),
            us: { server: of(({ us }) => us.server), database: of(({ us }) => us.database), generator: of(({ us }) => us.generator) },
            background: list[0].background ? of(({ background }) => background.rate) : null,
          },
        ];
      }),
    ),
  };
}

function generator() {
  const child = fork(join(import.meta.dirname, "load.mjs"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  cleanups.push(() => child.kill());
  let id = 0;
  return (job) =>
    new Promise((done, failed) => {
      const mine = ++id;
      child.once("exit", () => failed(new Error("The generator ended")));
      child.on("message", function listen(message) {
        if (message.id !== mine) return;
        child.off("message", listen);
        child.removeAllListeners("exit");
        done(message.result);
      });
      child.send({ id: mine, job });
    });
}

/** A peer's database on the product's own server, and its process, not yet started. */
async function peer(name, url) {
  const database = `bench_${name.replace("-", "_")}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const { rows } = await admin.query("SELECT current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync");
  if (rows[0].commit !== "on" || rows[0].fsync !== "on") throw new Error("synchronous_commit or fsync is off: the figures would not compare");
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.end();
  const address = new URL(url);
  address.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  cleanups.push(() => client.end());
  return { name, url: address.href, client };
}

async function start(given) {
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: "production", DATABASE_URL: given.url, PORT: String(port) };
  const child = fork(join(import.meta.dirname, "peers", `${given.name}.mjs`), { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const stop = async () => {
    child.kill();
    await new Promise((done) => (child.exitCode === null && child.signalCode === null ? child.once("exit", done) : done()));
  };
  cleanups.push(stop);
  peers[given.name] = stop;
  const answer = () =>
    new Promise((done, failed) => {
      child.once("message", done);
      child.once("exit", () => failed(new Error(`${given.name} ended`)));
    });
  await answer();
  return Object.assign(given, {
    port,
    pid: child.pid,
    ask(question) {
      child.send(question);
      return answer();
    },
  });
}

async function seedFloor({ url, client }, tokens) {
  const ids = [];
  for (const { email, password } of users) {
    const { rows } = await client.query("INSERT INTO users (email, password) VALUES ($1, $2) RETURNING id", [
      email,
      await hash(password, { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
    ]);
    ids.push(rows[0].id);
  }
  const bearer = newToken("gma_");
  await client.query("INSERT INTO api_tokens (token_hash, account_id) VALUES ($1, 1)", [sha256(bearer)]);
  for (const at of [1, 2, 3]) {
    await client.query("INSERT INTO sites (account_id, name, slug, success_uri, client_id) VALUES (1, $1, $2, 'https://app.example/callback', $3)", [`Bench ${at}`, `bench-${at}`, newToken("pid_")]);
  }
  const file = join(folder, "tokens-floor");
  const recordIds = await bulkTokens(url, {
    file,
    count: tokens,
    text: `INSERT INTO tokens (id, site_user_id, token_hash, last4, expires_at)
      SELECT t.id, t.user_id, t.hash, t.last4, now() + interval '1 day' FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::text[]) AS t(id, user_id, hash, last4)`,
    users: ids,
  });
  return { bearer, recordIds, tokensFile: file };
}

async function vacuum(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("VACUUM ANALYZE");
  await client.query("CHECKPOINT").catch(() => undefined);
  await client.end();
}
