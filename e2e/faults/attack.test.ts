import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unique } from "../api";
import { asker } from "../instances/journey";
import { type RunningServer, startServer } from "../server";
import { loadFaults, sprayFaults } from "./verdicts";

/** `npm run test:faults` is the long form. */
const LONG = Boolean(process.env.SIGNIN_LONG);
const SLOW_SOCKETS = 1_000;
const [accounts, perSite, perAddress] = LONG ? [10_000, 1_000, 100] : [60, 30, 20];
/** How often an instance is attacked, and how large a batch and an import are then. */
const [rounds, inBatch, inImport] = LONG ? [20, 1_000, 400_000] : [1, 100, 1_000];
const HEAP_MB = 192;
const PASSWORD = "correct horse battery";
const HOUR = { timeout: 3_600_000 };

let server: RunningServer;
let bearer: { authorization: string };
let site: { id: number; slug: string };
let email: string;

beforeAll(async () => {
  server = await startServer({
    TRUSTED_PROXIES: "1",
    FAILURES_PER_SITE: String(perSite),
    FAILURES_PER_ADDRESS: String(perAddress),
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
    LOG_LEVEL: "warn",
  });
  const words = ["account", "create", "--email", "owner@example.com", "--password", "a long operator password"];
  bearer = { authorization: `Bearer ${(await server.cli<{ api_token: string }>(...words)).api_token}` };
  site = await makeSite();
  email = await newUser();
});
afterAll(() => server.stop());

const at = (ip?: string) => asker(server, ip);

async function makeSite(): Promise<{ id: number; slug: string }> {
  const made = await at()("POST", "/api/sites", {
    json: { site: { name: "Acme", slug: unique("acme"), success_uri: "https://acme.example/callback" } },
    headers: bearer,
  });
  return ((await made.json()) as { site: typeof site }).site;
}

async function newUser(): Promise<string> {
  const address = `${unique("jane")}@example.com`;
  const json = { site_id: site.id, site_user: { email: address, password: PASSWORD } };
  expect((await at()("POST", "/api/site_users", { json, headers: bearer })).status).toBe(201);
  return address;
}

/** Does all of these, a few at once. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

/** How long honest requests take, one after the other, while something is under way. */
async function honestTimes(underWay: () => boolean, atLeast: number): Promise<number[]> {
  const times: number[] = [];
  while (underWay() || times.length < atLeast) {
    const began = performance.now();
    expect((await at()("GET", `/${site.slug}/login`)).status).toBe(200);
    times.push(performance.now() - began);
  }
  return times;
}
const p99 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] as number;

/** A connection that is not done with what it wants to say. */
async function trickling(text: string): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.baseUrl).port) });
  socket.on("error", () => undefined);
  await new Promise((sent) => socket.write(text, sent));
  return socket;
}

describe("slow senders", () => {
  test("a thousand of them, in the headers and in the body, keep nobody else waiting", HOUR, async () => {
    const usual = p99(await honestTimes(() => false, 100));
    const host = new URL(server.baseUrl).host;
    const headers = `POST /${site.slug}/login HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/x-www-form-urlencoded\r\n`;
    const slow = await Promise.all(
      Array.from({ length: SLOW_SOCKETS }, (_, index) => trickling(index % 2 ? headers : `${headers}content-length: 100\r\n\r\nemail=`)),
    );
    for (const socket of slow) socket.write("x");
    const meanwhile = p99(await honestTimes(() => false, 100));
    const signedIn = await at()("POST", `/${site.slug}/login`, { form: { email, password: PASSWORD } });
    expect(signedIn.status).toBe(303);
    expect(slow.filter(({ destroyed }) => destroyed)).toEqual([]);
    for (const socket of slow) socket.destroy();
    if (LONG)
      console.log(`${SLOW_SOCKETS} slow sockets: p99 of honest pages ${meanwhile.toFixed(1)} ms, without them ${usual.toFixed(1)} ms`);
  });
});

describe("one password on many accounts", () => {
  const people = Array.from({ length: accounts }, (_, index) => `victim${index}@example.com`);
  const octets = (index: number) => `172.${16 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
  const tally = new Map<number, number>();
  const attempt = async (page: string, victim: string, ip: string) => {
    const answer = await at(ip)("POST", page, { form: { email: victim, password: "Summer2026!" } });
    tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
    if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  };

  test("from one address ends at that address's budget, and nobody else is kept out", HOUR, async () => {
    tally.clear();
    await each(people, (victim) => attempt(`/${site.slug}/login`, victim, "203.0.113.9"));
    // Those that were under way when the budget closed are let go on.
    expect(sprayFaults({ tally, guesses: accounts, mostCompared: perAddress + 8, refusal: 429 })).toEqual([]);
    expect((await at()("POST", `/${site.slug}/login`, { form: { email, password: PASSWORD } })).status).toBe(303);
    if (LONG) console.log(`${accounts} accounts from one address: ${tally.get(401)} passwords compared, ${tally.get(429)} times 429`);
  });

  test(
    "from as many addresses ends where the site is under attack: from then on a browser has to work for each try, and whoever does is let in",
    HOUR,
    async () => {
      const attacked = await makeSite();
      const honest = `${unique("jane")}@example.com`;
      const json = { site_id: attacked.id, site_user: { email: honest, password: PASSWORD } };
      expect((await at()("POST", "/api/site_users", { json, headers: bearer })).status).toBe(201);
      tally.clear();
      const tried = [...people.entries()];
      const guess = ([index, victim]: (typeof tried)[number]) => attempt(`/${attacked.slug}/login`, victim, octets(index));
      await each(tried.slice(0, perSite + 16), guess);
      // How many failures a site has had is looked up every so often, and not with each.
      let shown: string | undefined;
      while (shown === undefined) shown = /data-challenge="([^"]*)"/.exec(await (await at()("GET", `/${attacked.slug}/login`)).text())?.[1];
      const challenge = JSON.parse(shown.replace(/&quot;/g, '"')) as Challenge;
      await each(tried.slice(perSite + 16), guess);
      expect(sprayFaults({ tally, guesses: accounts, mostCompared: perSite + 16, refusal: 422 })).toEqual([]);
      const solution = await solveChallenge({ challenge, deriveKey });
      const solved = Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
      const signedIn = await at()("POST", `/${attacked.slug}/login`, { form: { email: honest, password: PASSWORD, challenge: solved } });
      expect(signedIn.status).toBe(303);
      if (LONG)
        console.log(`${accounts} accounts from as many addresses: ${tally.get(401)} passwords compared, ${tally.get(422)} asked for work`);
    },
  );
});

describe.skipIf(process.platform !== "linux")(`an instance with ${HEAP_MB} MB of heap`, () => {
  // the process’s memory is read from /proc
  test("lives on under bodies, batches, imports and readers that are as large and as slow as they can be", HOUR, async () => {
    const peak = () => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1_024;
    const operations = Array.from({ length: inBatch }, (_, index) => ({
      action: "create",
      site_user: { email: `bulk${index}@example.com`, name: "x".repeat(200) },
    }));
    const csv = `email,name\n${Array.from({ length: inImport }, (_, row) => `row${row}@example.com,Name of row ${row}`).join("\n")}\n`;
    const post = (path: string, type: string, body: BodyInit) =>
      fetch(server.baseUrl + path, { method: "POST", headers: { ...bearer, "content-type": type }, body }).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.status;
        },
        () => 0,
      );
    const readers: Socket[] = [];
    let going = true;
    const honest = honestTimes(() => going, 1);
    const statuses = new Set<number>();
    for (let round = 0; round < rounds; round++) {
      const all = await Promise.all([
        ...Array.from({ length: 20 }, () => post("/api/sites", "application/json", Buffer.alloc(10 << 20, "["))),
        ...Array.from({ length: 20 }, () => post("/api/sites", "application/json", "[".repeat(64_000))),
        ...Array.from({ length: 4 }, () =>
          post("/api/site_users/batch", "application/json", JSON.stringify({ site_id: site.id, operations })),
        ),
        ...Array.from({ length: 2 }, () => post(`/api/imports?site_id=${site.id}`, "text/csv", csv)),
      ]);
      for (const status of all) statuses.add(status);
      const get = `GET /api/site_users.csv?site_id=${site.id} HTTP/1.1\r\nhost: ${new URL(server.baseUrl).host}\r\nauthorization: ${bearer.authorization}\r\n\r\n`;
      readers.push(...(await Promise.all(Array.from({ length: 20 }, () => trickling(get)))));
      for (const reader of readers) reader.pause();
    }
    going = false;
    await honest;
    for (const reader of readers) reader.destroy();
    expect(loadFaults({ statuses, peakMb: peak() })).toEqual([]);
    expect((await at()("POST", `/${site.slug}/login`, { form: { email, password: PASSWORD } })).status).toBe(303);
    if (LONG)
      console.log(
        `${rounds} rounds of attack on ${HEAP_MB} MB of heap: ${peak().toFixed(0)} MB at most, ${(await honest).length} honest pages served`,
      );
  });
});
