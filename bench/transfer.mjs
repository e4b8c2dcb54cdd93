// How fast users come in from a file and go out as a bundle and as CSV, through the API of the built server, alone and beside sign-ins.
//   node bench/transfer.mjs [ROWS] [--plain] [--profile]     default: 100,000 rows with bcrypt hashes; --plain: without
import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort, root, startProduct } from "./product.mjs";

const rows = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 100_000);
const withHashes = !process.argv.includes("--plain");
const nodeArgs = process.argv.includes("--profile") ? ["--cpu-prof", "--cpu-prof-dir=/tmp/signin-bench-profile"] : [];
const PASSWORD = "correct horse battery";
const SIGN_INS_ALONE = 150;

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
  const words = ["account", "create", "--email", "bench@example.com", "--password", PASSWORD, "--json"];
  const cli = execFileSync(process.execPath, [join(root, ".build/signin.js"), ...words], { cwd: root, env, encoding: "utf8" });
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
  const signInsUntil = async (isOver) => {
    const times = [];
    while (!isOver()) times.push(await signIn());
    return times;
  };
  const signInsAlone = () => {
    let left = SIGN_INS_ALONE;
    return signInsUntil(() => left-- === 0);
  };

  /** Something that takes `seconds`, by its own account, and what else happened meanwhile. */
  const measured = async (side, beside) => {
    const before = memoryMb(product.pid);
    let most = before;
    let isOver = false;
    const watching = setInterval(() => (most = Math.max(most, memoryMb(product.pid))), 50);
    const signingIn = beside ? signInsUntil(() => isOver) : [];
    const seconds = await side().finally(() => {
      isOver = true;
      clearInterval(watching);
    });
    return { seconds, times: await signingIn, growthMb: most - before };
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
  const table = (site) => async () => {
    const began = performance.now();
    const words = `const { body } = await fetch("${base}/api/site_users.csv?site_id=${site.id}", { headers: { authorization: "Bearer ${token}" } }); for await (const _ of body);`;
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", words]);
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
    const rate = ({ seconds }) => Math.round(rows / seconds).toLocaleString("en");
    console.log(
      `| ${name} | ${rate(quiet)} | ${rate(busy)} | ${reference.toFixed(0)} ms | ${p95(busy.times).toFixed(0)} ms of ${busy.times.length} | ${(p95(busy.times) / reference).toFixed(1)} × | +${quiet.growthMb.toFixed(0)} MiB | ${loadavg()[0].toFixed(1)} |`,
    );
  }
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
