// node bench/export.mjs [--users 200000] [--rounds 3] [--dir FOLDER]
// Rows a second out of one site, as a bundle and as CSV, beside PostgreSQL's own COPY of the same columns. See README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import pg from "pg";
import { root } from "./product.mjs";

const { values: options } = parseArgs({
  options: { users: { type: "string", default: "200000" }, rounds: { type: "string", default: "3" }, dir: { type: "string" } },
});
const USERS = Number(options.users);
const PHC = "$argon2id$v=19$m=19456,t=2,p=1$4deJzp54lC1xRZFXX9cl8Q$nUhv/SGWTM3nTkevG1wIH0R3Y0tZ8Cw0qYFzSfNnBp4";

const folder = options.dir ?? mkdtempSync(join(tmpdir(), "signin-export-"));
const product = await loadProduct({
  boot: "@/lib/db/boot",
  disconnect: "@/lib/db/client",
  siteOfSlug: "@/lib/db/resolve",
  exportBytes: "@/lib/core/portability/exports/export-bytes",
  siteUsersCsv: "@/lib/core/site-users/site-users-csv",
  writeFile: "@/lib/core/portability/files/write-file",
  readFile: "@/lib/core/portability/files/read-file",
  deleteFile: "@/lib/core/portability/files/delete-file",
  siteUserPassword: "@/lib/core/passwords/hash-password",
  seal: "@/lib/kernel/secrets",
});
const { database } = await product.boot({ DATA_DIR: folder, LOG_LEVEL: "warn" });
const client = new pg.Client({ connectionString: database.url });
await client.connect();
try {
  await fill();
  const site = await product.siteOfSlug("bench");
  const asked = (includeSecrets) => [site, { includeSecrets, recipient: null }, { rowsDone: 0, rowsTotal: null }];
  const JSON_COLUMNS = `id, uuid, external_id, email, email_verified_at, username, name, first_name, last_name, locale, metadata, private_metadata,
    blocked_at, last_sign_in_at, created_at, updated_at`;
  const SIDES = {
    "COPY json": () => copy(`COPY (SELECT row_to_json(t) FROM (SELECT ${JSON_COLUMNS} FROM site_users WHERE site_id = 1) t) TO STDOUT`),
    "bundle": () => drain(product.exportBytes(...asked(false))),
    "bundle with secrets": () => drain(product.exportBytes(...asked(true))),
    "bundle, stored": () => stored(site, product.exportBytes(...asked(false))),
    "COPY csv": () => copy(`COPY (SELECT ${JSON_COLUMNS} FROM site_users WHERE site_id = 1) TO STDOUT (FORMAT csv)`),
    "COPY csv, list order": () =>
      copy(
        `COPY (SELECT ${JSON_COLUMNS} FROM site_users WHERE account_id = 1001 AND site_id = 1 ORDER BY created_at DESC, id DESC) TO STDOUT (FORMAT csv)`,
      ),
    "csv": () => drain(product.siteUsersCsv(site, {})),
  };
  const rates = {};
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    for (const [name, side] of Object.entries(SIDES)) {
      const { seconds, growth } = await measured(side);
      // The first round warms up.
      if (round > 0) (rates[name] ??= []).push({ rate: USERS / seconds, growth });
    }
  }
  console.log(`${USERS.toLocaleString("en")} users, load average ${loadavg()[0].toFixed(1)}\n`);
  console.log("| What | rows/s (lowest–highest) | of COPY json | of COPY csv | of COPY csv in list order | Memory |\n| --- | --- | --- | --- | --- | --- |");
  const middle = (list) => list[list.length >> 1];
  const ratesOf = (name) => rates[name].map(({ rate }) => rate).toSorted((a, b) => a - b);
  for (const [name, rounds] of Object.entries(rates)) {
    const sorted = ratesOf(name);
    const share = (floor) => `${Math.round((100 * middle(sorted)) / middle(ratesOf(floor)))} %`;
    const csv = name.toLowerCase().includes("csv") ? [share("COPY csv"), share("COPY csv, list order")] : ["", ""];
    const most = Math.max(...rounds.map(({ growth }) => growth));
    const show = (rate) => Math.round(rate).toLocaleString("en");
    console.log(
      `| ${name} | ${show(middle(sorted))} (${show(sorted[0])}–${show(sorted.at(-1))}) | ${[share("COPY json"), ...csv].join(" | ")} | +${Math.round(most / 2 ** 20)} MiB |`,
    );
  }
  await throughput(site);
} finally {
  await client.end();
  await product.disconnect();
  await database.close();
  if (!options.dir) rmSync(folder, { recursive: true, force: true });
}

/** Seconds that something took, and how much more memory the process had at its worst. */
async function measured(side) {
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  const began = performance.now();
  await side();
  clearInterval(sampling);
  return { seconds: (performance.now() - began) / 1_000, growth: most - before };
}

async function drain(source) {
  let bytes = 0;
  for await (const chunk of source) bytes += chunk.length;
  return bytes;
}

async function stored(site, source) {
  const { fileId } = await product.writeFile(site, source);
  await product.deleteFile(site, fileId);
}

/** Bytes a second into and out of the store of files. */
async function throughput(site) {
  const megabytes = 256;
  async function* source() {
    for (let n = 0; n < megabytes; n += 1) yield Buffer.alloc(2 ** 20, n);
  }
  let began = performance.now();
  const { fileId } = await product.writeFile(site, source());
  const written = (megabytes * 1_000) / (performance.now() - began);
  began = performance.now();
  await drain(product.readFile(site, fileId));
  const read = (megabytes * 1_000) / (performance.now() - began);
  await product.deleteFile(site, fileId);
  console.log(`\nStored files: ${written.toFixed(0)} MiB/s written, ${read.toFixed(0)} MiB/s read`);
}

/** What COPY sends, thrown away as it comes. */
function copy(text) {
  return new Promise((done, fail) => {
    let failure;
    client.query({
      submit: (connection) => connection.query(text),
      handleCopyData: () => undefined,
      handleCommandComplete: () => undefined,
      handleError: (error) => fail(error),
      handleReadyForQuery: () => (failure ? fail(failure) : done()),
    });
  });
}

/** One site whose users have hashes that are sealed as the product seals them. */
async function fill() {
  if ((await client.query("SELECT FROM sites WHERE slug = 'bench'")).rowCount > 0) return;
  await client.query(`INSERT INTO accounts (id, name) VALUES (1001, 'Bench'); INSERT INTO slugs (slug) VALUES ('bench');
    INSERT INTO sites (id, account_id, name, slug, client_id, client_secret_sealed, client_secret_hash)
    VALUES (1, 1001, 'Bench', 'bench', 'pid_bench', '', '')`);
  await client.query("UPDATE sites SET client_secret_sealed = $1 WHERE id = 1", [product.seal("pst_bench", "sites.client_secret:1")]);
  const BATCH = 5_000;
  for (let from = 1; from <= USERS; from += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, USERS - from + 1) }, (_, at) => BigInt(from + at));
    const sealed = ids.map((id) => Buffer.from(product.seal(PHC, product.siteUserPassword({ accountId: 1001n }, id))));
    await client.query(
      `INSERT INTO site_users (id, account_id, site_id, email, email_canonical, name, email_verified_at, password_sealed, last_sign_in_at, created_at)
       SELECT id, 1001, 1, 'jane.doe' || id || '@example.com', 'jane.doe' || id || '@example.com', 'Jane Doe ' || id, now(), sealed, now(),
         now() - interval '2 years' + id * interval '1 minute'
       FROM unnest($1::bigint[], $2::bytea[]) u (id, sealed)`,
      [ids.map(String), sealed],
    );
  }
  await client.query("VACUUM ANALYZE site_users");
}

/** Functions of the product by name, bundled as its server is: what is measured is what runs. */
async function loadProduct(modules) {
  const outfile = join(root, `.build/bench-export-${process.pid}.mjs`);
  const contents = Object.entries(modules)
    .map(([name, from]) => `export { ${name} } from ${JSON.stringify(from)};`)
    .join("\n");
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    jsx: "automatic",
    logLevel: "error",
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}
