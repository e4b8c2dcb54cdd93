import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unique } from "../api";
import { asker, tokenIn } from "../instances/journey";
import { type Instances, startInstances } from "../instances/start-instances";
import { startDatabaseLink } from "./database-link";
import { jobsAtRest, jobsTried } from "./jobs-at-rest";
import { type Answered, mailFaults, outageFaults } from "./verdicts";

/** `npm run test:faults` is the long form: half a minute without a database, and codes that end by themselves. */
const LONG = Boolean(process.env.SIGNIN_LONG);
const AWAY_MS = LONG ? 30_000 : 3_000;
const PASSWORD = "correct horse battery";
const HOUR = { timeout: 3_600_000 };

let link: Awaited<ReturnType<typeof startDatabaseLink>>;
let world: Instances;
let site: { id: number; slug: string };
let base: string;
let pid: number;

beforeAll(async () => {
  world = await startInstances(1, async (databaseUrl) => {
    link = await startDatabaseLink(databaseUrl);
    return link.url;
  });
  const [instance] = world.instances;
  base = `http://localhost:${instance?.port}`;
  pid = instance?.server().pid ?? 0;
  site = await world.makeSite();
});
afterAll(async () => {
  await world.stop();
  await link.stop();
});

const at = () => asker({ baseUrl: base });
const bearer = () => ({ authorization: `Bearer ${world.apiToken}` });
const health = async (which: "live" | "ready") => (await at()("GET", `/api/health/${which}`)).status;
const refused = ({ status, headers }: Response) => ({ status, later: headers.has("retry-after") });
const LATER = { status: 503, later: true };

async function signUp(): Promise<string> {
  const email = `${unique("jane")}@example.com`;
  expect((await at()("POST", `/${site.slug}/signup`, { form: { email, password: PASSWORD } })).status).toBe(303);
  return email;
}
const signIn = (email: string) => at()("POST", `/${site.slug}/login`, { form: { email, password: PASSWORD } });

/** The mails to an address, without those that only tell of a new device. */
const mailsTo = (email: string) =>
  [...world.provider.mails.values()].filter(({ to, text }) => to === email && /token=|\d{3} ?\d{3}/.test(text));

describe("a database that is away", () => {
  test(
    "ends nobody: the process lives and says that it is not ready, what needs a database is told to come back, and all is well again within five seconds",
    HOUR,
    async () => {
      const email = await signUp();
      await link.cut();
      const seen = { live: new Set<number>(), ready: new Set<number>(), others: [] as Answered[] };
      for (const end = Date.now() + AWAY_MS; Date.now() < end; ) {
        const [live, ready, list, login] = await Promise.all([
          health("live"),
          health("ready"),
          at()("GET", "/api/sites", { headers: bearer() }),
          signIn(email),
        ]);
        seen.live.add(live);
        seen.ready.add(ready);
        for (const answer of [list, login]) seen.others.push(refused(answer));
      }
      await link.mend();
      const mended = Date.now();
      while ((await health("ready")) !== 200 && Date.now() < mended + 5_000);
      expect(await health("ready")).toBe(200);
      expect((await signIn(email)).status).toBe(303);
      const backMs = Date.now() - mended;
      await world.provider.mailTo(await signUp(), /verify-email/);
      expect(outageFaults({ ...seen, isSameProcess: world.instances[0]?.server().pid === pid, backMs })).toEqual([]);
      if (LONG) console.log(`without a database for ${AWAY_MS / 1_000} s: alive all the time, signing in again after ${backMs} ms`);
    },
  );
});

describe("a table that somebody holds", () => {
  test(
    "is waited for five seconds at most, while everybody else is served; nor does it matter that it takes every connection",
    HOUR,
    async () => {
      const release = await holdTable("site_users");
      const began = Date.now();
      const waiting = (count: number) => Array.from({ length: count }, () => at()("GET", "/api/site_users/1", { headers: bearer() }));
      const few = waiting(3);
      for (let round = 0; round < 10; round++) expect((await at()("GET", "/api/sites", { headers: bearer() })).status).toBe(200);
      expect(await health("ready")).toBe(200);
      // More than there are connections.
      const many = waiting(30);
      for (let round = 0; round < 10; round++) expect(await health("live")).toBe(200);
      expect(new Set((await Promise.all([...few, ...many])).map((answer) => JSON.stringify(refused(answer))))).toEqual(
        new Set([JSON.stringify(LATER)]),
      );
      expect(Date.now() - began).toBeLessThan(12_000);
      await release();
      expect((await Promise.all(waiting(3))).map(({ status }) => status)).toEqual([404, 404, 404]);
      if (LONG) console.log(`33 requests for a table that is held: 503 in ${Date.now() - began} ms`);
    },
  );
});

/** Locks a table against everybody; the answer lets it go. */
async function holdTable(name: string): Promise<() => Promise<void>> {
  const hold = world.database.sql(`DO $$ BEGIN LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(60); END $$`).catch(() => []);
  const holds = "SELECT pid FROM pg_locks WHERE relation = $1::regclass AND mode = 'AccessExclusiveLock' AND granted";
  let holder: { pid: number }[] = [];
  while (holder.length === 0) holder = await world.database.sql(holds, [name]);
  return async () => {
    await world.database.sql("SELECT pg_cancel_backend($1)", [holder[0]?.pid]);
    await hold;
  };
}

describe("a provider of mails that is away", () => {
  test("gets each mail once when it is back; of two that bring the same the newer alone, and none whose code is over", HOUR, async () => {
    world.provider.goAway(true);
    const newcomers = await Promise.all(Array.from({ length: 5 }, signUp));
    const [forgetful, late] = [await signUp(), await signUp()];
    const reset = () => at()("POST", `/${site.slug}/reset-password`, { form: { email: forgetful } });
    expect((await reset()).status).toBe(200);
    await jobsTried(world.database.sql, "deliver-mail", 8);
    expect((await reset()).status).toBe(200);
    expect((await at()("POST", `/${site.slug}/api/auth/otp/request`, { json: { email: late } })).status).toBe(200);
    await jobsTried(world.database.sql, "deliver-mail", 10);
    if (LONG) await over(late);
    else await world.database.sql("UPDATE email_codes SET expires_at = now() WHERE email_canonical = $1", [late]);
    world.provider.goAway(false);
    await jobsAtRest(world.database.sql);
    for (const email of newcomers) expect(mailsTo(email)).toMatchObject([{ times: 1, text: expect.stringContaining("verify-email") }]);
    const [token = "", ...others] = mailsTo(forgetful).flatMap(({ text }) => /reset-password\?token=([\w-]+)/.exec(text)?.[1] ?? []);
    expect(others).toEqual([]);
    expect((await at()("POST", `/${site.slug}/reset-password`, { form: { token, password: "a brand new password" } })).status).toBe(303);
    expect(mailsTo(late)).toMatchObject([{ times: 1, text: expect.stringContaining("verify-email") }]);
    expect(mailFaults([...world.provider.mails.values()])).toEqual([]);
  });

  /** Waits until the code of an address has ended. */
  async function over(email: string): Promise<void> {
    const live = () => world.database.sql("SELECT pg_sleep(1) FROM email_codes WHERE email_canonical = $1 AND expires_at > now()", [email]);
    while ((await live()).length > 0);
  }
});

describe("a slow database, no provider of mails and a dead endpoint, all at once", () => {
  test("let people sign in and their applications hear of it; what is to be sent waits, and arrives", HOUR, async () => {
    const email = await signUp();
    const endpoint = { site_id: site.id, webhook_endpoint: { url: "https://nobody.invalid/hook" } };
    expect((await at()("POST", "/api/webhook_endpoints", { json: endpoint, headers: bearer() })).status).toBe(201);
    world.provider.goAway(true);
    link.slowBy(200);
    const times: number[] = [];
    const timed = async (asked: Promise<Response>) => {
      const began = performance.now();
      const answer = await asked;
      times.push(performance.now() - began);
      return answer;
    };
    const newcomers: string[] = [];
    try {
      for (let round = 0; round < (LONG ? 50 : 3); round++) {
        const [entered] = await Promise.all([timed(signIn(email)), signUp().then((newcomer) => newcomers.push(newcomer))]);
        expect(entered.status).toBe(303);
        const exchanged = await timed(at()("POST", `/api/site_user_sessions/${tokenIn(entered)}`, { headers: bearer() }));
        expect(exchanged.status).toBe(200);
      }
    } finally {
      link.slowBy(0);
      world.provider.goAway(false);
    }
    const p95 = times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] as number;
    console.log(`a database 200 ms slower a question, no mails, a dead endpoint: p95 of sign-ins and exchanges ${p95.toFixed(0)} ms`);
    expect(p95).toBeLessThan(5_000);
    await jobsAtRest(world.database.sql, "mail");
    await Promise.all(newcomers.map((newcomer) => world.provider.mailTo(newcomer, /verify-email/)));
    const waiting = await world.database.sql<{ id: string }>(
      "SELECT DISTINCT site_user_id AS id FROM webhook_deliveries WHERE state = 'pending' AND event_type = 'site_user.signed_up'",
    );
    expect(waiting).toHaveLength(newcomers.length);
  });
});
