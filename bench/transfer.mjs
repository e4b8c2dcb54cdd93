// How fast users come in from a file and go out as a bundle and as CSV, through the API of the built server, alone and beside sign-ins.
//   node bench/transfer.mjs [ROWS] [--plain] [--profile]     default: 100,000 rows with bcrypt hashes; --plain: without
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, root, startProduct } from "./product.mjs";

const rows = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 100_000);
const withHashes = !process.argv.includes("--plain");
const nodeArgs = process.argv.includes("--profile") ? ["--cpu-prof", "--cpu-prof-dir=/tmp/signin-bench-profile"] : [];
const PASSWORD = "correct horse battery";
/** So many alone, and at least as many beside: of fifty, the p95 is whoever was third to last. */
const SIGN_INS = 150;

/** A hash of the right form: nobody signs in with it here. */
const bcrypt = () => `$2b$10$${randomBytes(40).toString("base64").replaceAll("+", ".").replaceAll("=", "").slice(0, 53)}`;

function* csv() {
  yield "id,email,email_verified,first_name,last_name,created_at,password_hash,plan\n";
  for (let row = 0; row < rows; row += 1_000) {
    let part = "";
    for (let at = row; at < Math.min(row + 1_000, rows); at += 1)
      part += `u${at},user${at}@example${at % 97}.com,true,First${at},Last${at},2024-01-01T00:00:00Z,${withHashes ? bcrypt() : ""},pro\n`;
    yield part;
  }
}

const dataDir = await mkdtemp(join(tmpdir(), "signin-bench-transfer-"));
const product = await startProduct({ dataDir, port: await freePort(), nodeArgs });
const base = `http://localhost:${product.port}`;
try {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(product.port), LOG_LEVEL: "error" };
  const account = ["account", "create", "--email", "bench@example.com", "--password", PASSWORD, "--json"];
  const cli = execFileSync(process.execPath, [join(root, ".build/signin.js"), ...account], { cwd: root, env, encoding: "utf8" });
  const token = JSON.parse(cli).api_token;
  const api = async (method, path, body, type = "application/json") => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { "content-type": type }) };
    const response = await fetch(base + path, { method, headers, body, duplex: "half" });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const makeSite = async () => (await api("POST", "/api/sites", JSON.stringify({ site: { name: "Bench", success_uri: `${base}/robots.txt` } }))).site;

  // Who signs in does so at a site of their own: what is measured is the machine, not a lock on a row.
  const door = await makeSite();
  await api("POST", "/api/site_users", JSON.stringify({ site_id: door.id, site_user: { email: "jane@example.com", password: PASSWORD } }));
  const signIn = async () => {
    const began = performance.now();
    const body = new URLSearchParams({ email: "jane@example.com", password: PASSWORD });
    const { status } = await fetch(`${base}/${door.slug}/login`, { method: "POST", body, redirect: "manual" });
    if (status !== 303) throw new Error(`A sign-in answered ${status}`);
    return performance.now() - began;
  };

  /** Sign-ins one after the other until something is over. */
  const signInsUntil = async (isOver, times = []) => {
    while (!isOver()) times.push(await signIn());
    return times;
  };
  const signInsAlone = () => {
    let left = SIGN_INS;
    return signInsUntil(() => left-- === 0);
  };

  /** Something that takes seconds, by its own account, as often as it takes to see enough sign-ins; and what else happened meanwhile. */
  const measured = async (side, beside) => {
    const before = memoryMb(product.pid);
    let most = before;
    let isOver = false;
    const watching = setInterval(() => (most = Math.max(most, memoryMb(product.pid))), 50);
    const times = [];
    const signingIn = beside ? signInsUntil(() => isOver, times) : undefined;
    let [seconds, runs] = [0, 0];
    try {
      do {
        seconds += await side();
        runs += 1;
      } while (beside && times.length < SIGN_INS);
    } finally {
      isOver = true;
      clearInterval(watching);
    }
    await signingIn;
    return { rate: (runs * rows) / seconds, times, growthMb: most - before };
  };
  /** Seconds until a job is done, from the answer that it will be. */
  const finished = async (path, what) => {
    for (const began = performance.now(); ; await pause(100)) {
      const { [what]: seen } = await api("GET", path);
      if (seen.status === "done") return (performance.now() - began) / 1_000;
      if (seen.status === "failed") throw new Error(`${path}: ${seen.problem}`);
    }
  };
  const imported = (site) => async () => {
    const file = ReadableStream.from(csv()).pipeThrough(new TextEncoderStream());
    const { import: begun } = await api("POST", `/api/imports?site_id=${site.id}`, file, "text/csv");
    return finished(`/api/imports/${begun.id}`, "import");
  };
  const exported = (site, include_secrets) => async () => {
    const body = JSON.stringify({ export: { site_id: site.id, include_secrets } });
    const { export: begun } = await api("POST", "/api/exports", body);
    return finished(`/api/exports/${begun.id}`, "export");
  };
  /** A process that reads the table whenever it is told to: starting one would be counted as what the server costs. */
  const reading = `
    const ask = (path) => fetch("${base}" + path, { headers: { authorization: "Bearer ${token}" } });
    await (await ask("/api/health")).text();
    console.log("ready");
    for await (const path of process.stdin.setEncoding("utf8")) {
      const { status, body } = await ask(path.trim());
      for await (const _ of body);
      console.log(status);
    }`;
  const reader = spawn(process.execPath, ["--input-type=module", "-e", reading], { stdio: ["pipe", "pipe", "inherit"] });
  await once(reader.stdout, "data");
  const table = (site) => async () => {
    const began = performance.now();
    reader.stdin.write(`/api/site_users.csv?site_id=${site.id}\n`);
    const [status] = await once(reader.stdout, "data");
    if (Number(status) !== 200) throw new Error(`The table answered ${status}`);
    return (performance.now() - began) / 1_000;
  };

  const [alone, beside] = [await makeSite(), await makeSite()];
  const sides = [
    ["import", () => imported(alone), () => imported(beside)],
    ["bundle", () => exported(alone, false)],
    ["bundle with secrets", () => exported(alone, true)],
    ["CSV", () => table(alone)],
  ];
  await signInsAlone();
  console.log(`${availableParallelism()} cores; ${rows.toLocaleString("en")} rows ${withHashes ? "with bcrypt hashes" : "without hashes"}\n`);
  console.log("| What | rows/s, nobody beside | rows/s, sign-ins beside | sign-ins, p95 alone | p95 beside | | Memory | Load average |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const [name, side, again = side] of sides) {
    const quiet = await measured(side(), false);
    const before = await signInsAlone();
    const busy = await measured(again(), true);
    const reference = p95([...before, ...(await signInsAlone())]);
    const rate = (side) => Math.round(side.rate).toLocaleString("en");
    console.log(
      `| ${name} | ${rate(quiet)} | ${rate(busy)} | ${reference.toFixed(0)} ms | ${p95(busy.times).toFixed(0)} ms of ${busy.times.length} | ${(p95(busy.times) / reference).toFixed(1)} × | +${quiet.growthMb.toFixed(0)} MiB | ${loadavg()[0].toFixed(1)} |`,
    );
  }
  reader.stdin.end();
} finally {
  await product.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function p95(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)];
}

/** What a process has resident, in MiB. */
function memoryMb(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1_024;
}
