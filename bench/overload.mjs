// node bench/overload.mjs: ten times the sign-ins that one site can be served, while another site's users sign in and everything else goes on.
//
// Prints what part of its peak the flooded site still gets, how fast the rest is refused, and how long everybody else waits. Run by hand on
// a quiet machine, against a build of now (`npm run build`). The figures belong into bench/README.md, with the machine and the date.
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, seedProduct, startProduct } from "./product.mjs";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const PASSWORD = "a password for the bench";
const USERS = 50;

const agent = new Agent({ keepAlive: true });

/** Sends one request and answers its status and how long it took. */
function send(port, { method = "GET", path, headers = {}, body = "" }) {
  const began = performance.now();
  return new Promise((done) => {
    const sent = request({ agent, host: "127.0.0.1", port, path, method, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
    const end = (status) => done({ status, began, ms: performance.now() - began });
    sent.on("error", () => end(0));
    sent.on("response", (response) => response.resume().on("end", () => end(response.statusCode)));
    sent.end(body);
  });
}

/** Sends `perSecond` requests, whatever comes back, and answers them all. */
async function flood(perSecond, make) {
  const answers = [];
  const end = performance.now() + SECONDS * 1_000;
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
  const { bearer, site } = await seedProduct({ port, dataDir, users, tokens: 100, folder });
  const { sites } = await (await fetch(`http://127.0.0.1:${port}/api/sites`, { headers: { authorization: `Bearer ${bearer}` } })).json();
  const quiet = sites.find(({ id }) => id !== site.id);
  const json = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  const user = JSON.stringify({ site_id: quiet.id, site_user: { email: "quiet@example.com", password: PASSWORD } });
  await send(port, { method: "POST", path: "/api/site_users", headers: json, body: user });

  const form = { "content-type": "application/x-www-form-urlencoded" };
  const signIn = (slug, email) =>
    send(port, { method: "POST", path: `/${slug}/login`, headers: form, body: new URLSearchParams({ email, password: PASSWORD }).toString() });
  const signInThere = () => signIn(quiet.slug, "quiet@example.com");
  let next = 0;
  const signInHere = () => signIn(site.slug, `bench-${next++ % USERS}@example.com`);

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

  const [flooded, other, page, api] = await Promise.all([
    flood(peak * 10, signInHere),
    flood(2, signInThere),
    flood(10, () => send(port, { path: `/${quiet.slug}/login` })),
    flood(10, () => send(port, { path: "/api/sites", headers: { authorization: `Bearer ${bearer}` } })),
  ]);
  const calm = performance.now();
  while ((await signInHere()).status !== 303) await pause(50);
  const shed = flooded.filter(({ status }) => status === 503);
  // In its first second a flood connects: Node takes one new connection each time that it looks at all of them.
  const later = shed.filter(({ began }) => began > flooded[0].began + 1_000);
  console.log(`peak of one site            ${peak.toFixed(0)}/s`);
  console.log(`ten times that: served      ${((count(flooded, 303) / SECONDS / peak) * 100).toFixed(0)} % of the peak`);
  console.log(`  refused by 503            ${shed.length} of ${flooded.length}, p99 after ${told(at(shed, 0.99))}; of those after its first second ${told(at(later, 0.99))}`);
  console.log(`  anything else             ${flooded.length - shed.length - count(flooded, 303)}`);
  console.log(`another site's sign-ins     ${count(other, 303)} of ${other.length}, p95 ${told(at(other, 0.95))}, p99 ${told(at(other, 0.99))}`);
  console.log(`  and with nobody beside    p95 ${told(at(alone, 0.95))}, ${(at(other, 0.95) / at(alone, 0.95)).toFixed(1)} x`);
  console.log(`another site's page         ${count(page, 200)} of ${page.length}, p99 ${told(at(page, 0.99))}`);
  console.log(`the API                     ${count(api, 200)} of ${api.length}, p99 ${told(at(api, 0.99))}`);
  console.log(`served again after          ${told(performance.now() - calm)}`);
} finally {
  await product.stop();
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}
