// node bench/overload.mjs: ten times the sign-ins that one site can be served, while another customer's users sign in and everything else goes on.
//
// Prints what part of its peak the flooded site still gets, how fast the rest is refused, and how long everybody else waits. Run by hand on
// a quiet machine, against a build of now (`npm run build`). The figures belong into bench/README.md, with the machine and the date.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Connection } from "./connection.mjs";
import { cpuUs, descendants, freePort, seedProduct, startProduct } from "./product.mjs";
import { formLogin, request } from "./scenarios.mjs";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const PASSWORD = "a password for the bench";
const USERS = 50;

/** Each request goes over a connection that nobody else uses meanwhile, as browsers' do; those that are free again are used again. */
const free = [];

/** Sends one request and answers its status, when it began and how long it took. */
function send(port, bytes) {
  const began = performance.now();
  const connection = free.pop() ?? new Connection(port);
  return new Promise((done) => {
    connection.send(bytes, (status) => {
      free.push(connection);
      done({ status, began, ms: performance.now() - began });
    });
  });
}

/** Sends `perSecond` requests, whatever comes back, and answers them all. */
async function flood(perSecond, make, seconds = SECONDS) {
  const answers = [];
  const end = performance.now() + seconds * 1_000;
  let owed = 0;
  for (let last = performance.now(); performance.now() < end; ) {
    await pause(5);
    const now = performance.now();
    owed += ((now - last) / 1_000) * perSecond;
    last = now;
    for (; owed >= 1; owed -= 1) answers.push(make());
  }
  return Promise.all(answers);
}

const at = (answers, part) => answers.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor((answers.length - 1) * part)] ?? Number.NaN;
const told = (ms) => `${ms.toFixed(0)} ms`;
const count = (answers, status) => answers.filter((answer) => answer.status === status).length;

const folder = mkdtempSync(join(tmpdir(), "signin-overload-"));
const dataDir = join(folder, "data");
const product = await startProduct({ dataDir, port: await freePort() });
try {
  const { port } = product;
  const users = Array.from({ length: USERS }, (_, index) => ({ email: `bench-${index}@example.com`, password: PASSWORD }));
  const ours = await seedProduct({ port, dataDir, users, tokens: 0, folder });
  const theirs = await seedProduct({ port, dataDir, users: users.slice(0, 1), tokens: 0, folder });

  const signIns = ({ slug }, known) => {
    const { next } = formLogin({ port, path: `/${slug}/login`, users: known });
    return () => send(port, next().bytes);
  };
  const signInThere = signIns(theirs.site, users.slice(0, 1));
  const signInHere = signIns(ours.site, users);
  const login = request(port, "GET", `/${theirs.site.slug}/login`);
  const list = request(port, "GET", "/api/sites", { authorization: `Bearer ${theirs.bearer}` });

  // The pages are loaded behind the start, and code is compiled when it runs: neither is what is measured.
  await pause(5_000);
  for (let warm = 0; warm < 2 * USERS; warm++) await signInHere();
  let served = 0;
  const end = performance.now() + SECONDS * 1_000;
  const worker = async () => {
    while (performance.now() < end) if ((await signInHere()).status === 303) served += 1;
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const peak = served / SECONDS;
  const alone = await flood(2, signInThere);

  // Nor is the first flood of a process: it is told for itself, and the one that is measured comes over new connections again.
  const first = (await flood(peak * 10, signInHere, 2)).filter(({ status }) => status === 503);
  for (const connection of free.splice(0)) connection.end();
  await pause(3_000);

  const database = descendants(product.pid);
  const before = [cpuUs([product.pid]), cpuUs(database), process.cpuUsage()];
  const [flooded, other, page, api] = await Promise.all([
    flood(peak * 10, signInHere),
    flood(2, signInThere),
    flood(10, () => send(port, login)),
    flood(10, () => send(port, list)),
  ]);
  const { user, system } = process.cpuUsage(before[2]);
  const used = [cpuUs([product.pid]) - before[0], cpuUs(database) - before[1], user + system].map((us) => (us / 1e6).toFixed(1));
  const calm = performance.now();
  while ((await signInHere()).status !== 303) await pause(50);
  const again = performance.now() - calm;
  // Of those who waited when it ended the next two seconds serve as many as a fifth more: that is no more than can be served.
  const inTime = flooded.filter(({ status, began, ms }) => status === 303 && began + ms <= flooded[0].began + SECONDS * 1_000).length;
  const shed = flooded.filter(({ status }) => status === 503);
  // In its first second a flood connects: Node takes one new connection each time that it looks at all of them.
  const later = shed.filter(({ began }) => began > flooded[0].began + 1_000);
  console.log(`peak of one site            ${peak.toFixed(0)}/s`);
  console.log(`ten times that: served      ${((inTime / SECONDS / peak) * 100).toFixed(0)} % of the peak while it lasts`);
  console.log(`  refused by 503            ${shed.length} of ${flooded.length}, p99 after ${told(at(shed, 0.99))}; of those after its first second ${told(at(later, 0.99))}`);
  console.log(`  of a process's first flood p99 ${told(at(first, 0.99))}`);
  console.log(`  anything else             ${flooded.length - shed.length - count(flooded, 303)}`);
  console.log(`another customer's sign-ins ${count(other, 303)} of ${other.length}, p50 ${told(at(other, 0.5))}, p95 ${told(at(other, 0.95))}`);
  console.log(`  and with nobody beside    p50 ${told(at(alone, 0.5))}, p95 ${told(at(alone, 0.95))}, ${(at(other, 0.95) / at(alone, 0.95)).toFixed(1)} x`);
  console.log(`a page of theirs            ${count(page, 200)} of ${page.length}, p99 ${told(at(page, 0.99))}`);
  console.log(`the API                     ${count(api, 200)} of ${api.length}, p99 ${told(at(api, 0.99))}`);
  console.log(`served again after          ${told(again)}`);
  console.log(`seconds of processors       ${used[0]} product, ${used[1]} database, ${used[2]} generator; ${free.length} connections`);
} finally {
  for (const connection of free) connection.end();
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}
