// Starting, seeding and stopping the built product.
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, get } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { crc32 } from "node:zlib";
import pg from "pg";

/** The checkout whose build is measured. */
export const root = resolve(process.env.BENCH_ROOT ?? join(import.meta.dirname, ".."));

export const freePort = () =>
  new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

/** True once the health route answers 200. */
const healthy = (port) =>
  new Promise((answer) => {
    const request = get({ port, host: "127.0.0.1", path: "/api/health", agent: false }, (response) => {
      response.resume();
      answer(response.statusCode === 200);
    });
    request.on("error", () => answer(false));
  });

/** Starts the server and waits for its first 200 of /api/health. `startedMs` is how long that took, from the spawn on. */
export async function startProduct({ root: cwd = root, dataDir, port, nodeArgs = [], command = [".build/main.js"] }) {
  const env = { ...process.env, NODE_ENV: "production", PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: "warn", APP_URL: "" };
  // All of the load comes from one address.
  env.CONNECTIONS_PER_ADDRESS = "0";
  for (const name of ["APP_URL", "DATABASE_URL", "SIGNIN_KEYS", "RESEND_API_KEY", "SMTP_URL"]) delete env[name];
  const began = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, ...command], { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  let ended = false;
  const end = new Promise((done) => child.once("exit", () => done((ended = true))));
  while (!(await healthy(port))) {
    if (ended || performance.now() - began > 60_000) throw new Error(`The product did not start:\n${said.slice(-5_000)}`);
    await pause(4);
  }
  const startedMs = performance.now() - began;
  return {
    pid: child.pid,
    port,
    startedMs,
    said: () => said,
    async stop() {
      child.kill("SIGTERM");
      await Promise.race([end, pause(30_000)]);
      if (!ended) child.kill("SIGKILL");
    },
  };
}

export const databaseUrlOf = (dataDir) => readFileSync(join(dataDir, "database-url"), "utf8").trim();

/** Every process below a process. */
export function descendants(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {}
  }
  const found = [];
  for (const [child] of parents) {
    for (let at = child; at; at = parents.get(at)) if (at === pid && child !== pid) found.push(child);
  }
  return found;
}

/** The postmaster of a data folder: the first line of its pid file. */
export const postmasterOf = (dataDir) => Number(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);

/** Proportional share of memory in MB. */
export function pssMb(pids) {
  const sum = pids.reduce((total, pid) => {
    try {
      return total + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]);
    } catch {
      return total;
    }
  }, 0);
  return sum / 1024;
}

/** CPU microseconds burnt so far by processes that are alive. */
export function cpuUs(pids) {
  return pids.reduce((total, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return total + (Number(fields[11]) + Number(fields[12])) * 10_000;
    } catch {
      return total;
    }
  }, 0);
}

/** A token of the product's own shape: prefix, then 32 random bytes and their CRC-32 in base64url. */
export function newToken(prefix) {
  const random = randomBytes(32);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(random));
  return prefix + Buffer.concat([random, sum]).toString("base64url");
}

export const sha256 = (text) => createHash("sha256").update(text).digest();

const randomId = () => Number(randomBytes(8).readBigUInt64BE() >> 11n) || 1;

/** An account with three sites and its users, made through the product's own doors; then callback tokens in bulk, which it has no door for. */
export async function seedProduct({ root: cwd = root, port, dataDir, users, tokens, folder }) {
  const args = [".build/signin.js", "account", "create", "--email", `bench-${Date.now()}@example.com`, "--password", "a long operator password", "--json"];
  const made = execFileSync(process.execPath, args, { cwd, env: { ...process.env, DATA_DIR: dataDir, NODE_ENV: "production" }, encoding: "utf8" });
  const account = JSON.parse(made);
  const bearer = account.api_token;
  const call = async (path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const made3 = [];
  for (const name of ["Bench one", "Bench two", "Bench three"]) {
    made3.push((await call("/api/sites", { site: { name, success_uri: "https://app.example/callback", home_uri: "https://app.example/" } })).site);
  }
  const [site] = made3;
  const ids = [];
  for (const { email, password } of users) {
    ids.push((await call("/api/site_users", { site_id: site.id, site_user: { email, password, name: "Bench User" } })).site_user.id);
  }
  const file = join(folder, "tokens-product");
  const records = await bulkTokens(databaseUrlOf(dataDir), {
    file,
    count: tokens,
    text: `INSERT INTO callback_tokens (id, account_id, site_id, site_user_id, token_hash, last4, expires_at)
      SELECT t.id, ${account.account_id}, ${site.id}, t.user_id, t.hash, t.last4, now() + interval '1 day'
      FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::text[]) AS t(id, user_id, hash, last4)`,
    users: ids,
  });
  return { bearer, site, tokensFile: file, recordIds: records };
}

/** Inserts tokens in bulk and writes them to a file; answers the ids of a thousand others that are never spent. */
export async function bulkTokens(url, { file, count, text, users }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const kept = [];
  const written = [];
  for (let left = count + 1_000; left > 0; left -= 5_000) {
    const batch = Array.from({ length: Math.min(left, 5_000) }, () => ({ id: randomId(), token: newToken("tkn_") }));
    await client.query(text, [
      batch.map(({ id }) => id),
      batch.map((_, at) => users[at % users.length]),
      batch.map(({ token }) => sha256(token)),
      batch.map(({ token }) => token.slice(-4)),
    ]);
    for (const { id, token } of batch) kept.length < 1_000 ? kept.push(id) : written.push(token);
  }
  await client.end();
  writeFileSync(file, written.join("\n"));
  return kept;
}
