import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { unique } from "../api";
import { freePort } from "../free-port";
import { type RunningServer, startServer } from "../server";
import { jobsAtRest } from "./jobs-at-rest";
import { contradictions } from "./ledger";
import { startMailProvider } from "./mail-provider";

/** `npm run test:faults` is the long form. */
const { kills, signUps, minutes } = process.env.SIGNIN_LONG
  ? { kills: 20, signUps: 10_000, minutes: 60 }
  : { kills: 1, signUps: 120, minutes: 4 };
const AT_ONCE = 8;
/** For how long a sign-up may be left without an answer. */
const PATIENCE_MS = 15_000;

const acknowledged = new Set<string>();
/** What was answered to the others, but for connections that were cut or refused. */
const refusals: { status: number; retryAfter: string | null }[] = [];

let provider: Awaited<ReturnType<typeof startMailProvider>>;
let settings: Record<string, string>;
let server: RunningServer;
let slug: string;

beforeAll(async () => {
  provider = await startMailProvider({ failing: true });
  settings = {
    PORT: String(await freePort()),
    RESEND_API_KEY: "re_faults",
    RESEND_BASE_URL: provider.url,
    TRUSTED_PROXIES: "1",
    LOG_LEVEL: "warn",
  };
  server = await startServer(settings);
  const words = ["account", "create", "--email", "owner@example.com", "--password", "a long operator password"];
  const { api_token } = await server.cli<{ api_token: string }>(...words);
  slug = unique("acme");
  const answer = await fetch(`${server.baseUrl}/api/sites`, {
    method: "POST",
    headers: { authorization: `Bearer ${api_token}`, "content-type": "application/json" },
    body: JSON.stringify({ site: { name: "Acme Shop", slug, success_uri: "https://acme.example/callback" } }),
  });
  expect(answer.status).toBe(201);
});
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

/** Signs somebody new up, from an address of their own, and writes down what came of it. */
async function signUp(): Promise<void> {
  const email = `${unique("jane")}@example.com`;
  const octet = () => Math.floor(Math.random() * 254) + 1;
  const answer = await fetch(`${server.baseUrl}/${slug}/signup`, {
    method: "POST",
    redirect: "manual",
    headers: { "x-forwarded-for": `198.${octet()}.${octet()}.${octet()}` },
    body: new URLSearchParams({ email, password: "correct horse battery" }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: Error) => {
    if (error.name === "TimeoutError") throw error;
    return null;
  });
  if (answer?.status === 303) acknowledged.add(email);
  else if (answer) refusals.push({ status: answer.status, retryAfter: answer.headers.get("retry-after") });
}

async function killApplication(): Promise<void> {
  await server.kill();
  server = await startServer({ ...settings, DATA_DIR: server.dataDir });
}

/** How long the product took to say that it is not ready, and to be ready again once its database was back. */
const outages: { slowestMs: number; backMs: number }[] = [];

/** Ends the database's first process, on which all others end themselves; the product lives, and starts it again. */
async function killDatabase(): Promise<void> {
  process.kill(Number(readFileSync(join(server.dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
  let [slowestMs, backAt] = [0, 0];
  for (;;) {
    backAt ||= (await databaseAnswers()) ? performance.now() : 0;
    const asked = performance.now();
    const { status, headers } = await fetch(`${server.baseUrl}/api/health/ready`);
    slowestMs = Math.max(slowestMs, performance.now() - asked);
    if (status === 503) expect(headers.has("retry-after")).toBe(true);
    else expect(status).toBe(200);
    // Those that were connected live on for a moment.
    if (status === 200 && backAt > 0) break;
  }
  outages.push({ slowestMs, backMs: performance.now() - backAt });

  /** Whether there is a database again: nobody is let in but by its first process. */
  async function databaseAnswers(): Promise<boolean> {
    const client = database();
    const answers = client.connect().then(
      () => true,
      () => false,
    );
    return answers.finally(() => client.end().catch(() => undefined));
  }
}

const database = () =>
  new pg.Client({ connectionString: readFileSync(join(server.dataDir, "database-url"), "utf8").trim() }).on("error", () => undefined);

/** Signs people up until so many are acknowledged, and calls `fault` each time a share of them is. */
async function underLoad(faults: readonly (() => Promise<void> | void)[]): Promise<void> {
  const share = signUps / (faults.length + 1);
  const load = Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (acknowledged.size < signUps) await signUp();
    }),
  );
  const trouble = (async () => {
    for (const [index, fault] of faults.entries()) {
      while (acknowledged.size < share * (index + 1)) await signUp();
      await fault();
    }
  })();
  await Promise.all([load, trouble]);
}

/** The addresses of all users, once no mail is left to be sent. What waits for its next try is let try at once. */
async function usersAtRest(): Promise<string[]> {
  const client = database();
  await client.connect();
  try {
    await jobsAtRest(async (text) => (await client.query(text)).rows);
    const { rows } = await client.query<{ email: string }>("SELECT email_canonical AS email FROM site_users");
    return rows.map(({ email }) => email);
  } finally {
    await client.end();
  }
}

test("what was acknowledged outlives kill -9 of the product and of its database, and each mail arrives under one key", {
  timeout: minutes * 60_000,
}, async () => {
  onTestFailed(() => console.error(server.output().slice(-4_000)));
  await underLoad(Array.from({ length: kills }, () => [killApplication, killDatabase]).flat());
  const users = await usersAtRest();
  expect(contradictions({ acknowledged, mails: provider.mails }, users)).toEqual([]);
  const said = server.output().match(/^.*request failed.*$/gm) ?? [];
  expect({ wrong: refusals.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null), said }).toEqual({
    wrong: [],
    said: [],
  });
  const [slowestMs, backMs] = [Math.max(...outages.map(({ slowestMs }) => slowestMs)), Math.max(...outages.map(({ backMs }) => backMs))];
  console.log(
    `${acknowledged.size} sign-ups acknowledged through ${kills} kills of the product and ${kills} of the database, 0 lost; ` +
      `${users.length - acknowledged.size} more were made without an answer; ${provider.mails.size} mails, 0 twice; ${refusals.length} times 503; ` +
      `not ready was told in ${slowestMs.toFixed(0)} ms at most, and ready ${backMs.toFixed(0)} ms after the database was back`,
  );
  expect(outages).toHaveLength(kills);
  expect(backMs).toBeLessThan(5_000);
});

test("a ledger that does not add up is seen", () => {
  const mail = (to: string, ...bodies: string[]) => ({ to, bodies: new Set(bodies) });
  const mails = new Map([
    ["1", mail("kept", "a")],
    ["2", mail("twice", "a")],
    ["3", mail("twice", "a")],
    ["4", mail("nobody", "a", "b")],
  ]);
  expect(contradictions({ acknowledged: new Set(["kept", "lost"]), mails }, ["kept", "twice", "silent"])).toEqual([
    "lost was acknowledged and is lost",
    "silent is there without a mail",
    "twice has 2 mails",
    "nobody has a mail and is not there",
    "4 came with 2 bodies",
  ]);
});
