// How fast users come in from a file, and what that does to those who sign in meanwhile.
//   node bench/import.mjs [ROWS] [--plain]     default: 100,000 rows with bcrypt hashes; --plain: without
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execFileSync } from "node:child_process";
import { freePort, root, startProduct } from "./product.mjs";

const rows = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 100_000);
const withHashes = !process.argv.includes("--plain");
const PASSWORD = "correct horse battery";

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

const dataDir = await mkdtemp(join(tmpdir(), "signin-bench-import-"));
const product = await startProduct({ dataDir, port: await freePort() });
const base = `http://localhost:${product.port}`;
try {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(product.port), LOG_LEVEL: "error" };
  const words = ["account", "create", "--email", "bench@example.com", "--password", PASSWORD, "--json"];
  const cli = execFileSync(process.execPath, [join(root, ".build/signin.js"), ...words], { cwd: root, env, encoding: "utf8" });
  const headers = { authorization: `Bearer ${JSON.parse(cli).api_token}` };
  const api = async (method, path, body, type = "application/json") => {
    const response = await fetch(base + path, { method, headers: { ...headers, ...(body && { "content-type": type }) }, body, duplex: "half" });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { site } = await api("POST", "/api/sites", JSON.stringify({ site: { name: "Bench", success_uri: `${base}/robots.txt` } }));
  await api("POST", "/api/site_users", JSON.stringify({ site_id: site.id, site_user: { email: "jane@example.com", password: PASSWORD } }));

  const signIn = async () => {
    const began = performance.now();
    const body = new URLSearchParams({ email: "jane@example.com", password: PASSWORD });
    const { status } = await fetch(`${base}/${site.slug}/login`, { method: "POST", body, redirect: "manual" });
    if (status !== 303) throw new Error(`A sign-in answered ${status}`);
    return performance.now() - began;
  };
  const p95 = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)];
  const alone = [];
  for (let index = 0; index < 60; index += 1) alone.push(await signIn());

  const load = loadavg()[0].toFixed(1);
  const sent = performance.now();
  const file = ReadableStream.from(csv()).pipeThrough(new TextEncoderStream());
  const { import: begun } = await api("POST", `/api/imports?site_id=${site.id}`, file, "text/csv");
  const stored = performance.now();
  const beside = [];
  let seen = begun;
  while (seen.status === "pending" || seen.status === "running") {
    beside.push(await signIn());
    await pause(100);
    ({ import: seen } = await api("GET", `/api/imports/${begun.id}`));
  }
  const worked = (new Date(seen.finished_at) - new Date(seen.started_at)) / 1_000;
  const tookS = Math.max(worked, (performance.now() - stored) / 1_000 - 0.2);
  console.log(`${availableParallelism()} cores, load average before ${load}; ${rows} rows ${withHashes ? "with bcrypt hashes" : "without hashes"}`);
  console.log(`sent and stored in ${((stored - sent) / 1_000).toFixed(1)} s; ${JSON.stringify(seen.counts)}`);
  console.log(`imported at ${Math.round(rows / tookS)} rows/s; sign-ins meanwhile: p95 ${p95(beside).toFixed(0)} ms, alone ${p95(alone).toFixed(0)} ms`);
} finally {
  await product.stop();
  await rm(dataDir, { recursive: true, force: true });
}
