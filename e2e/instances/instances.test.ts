import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { race, rawRequest } from "@/lib/testing/raw-sockets";
import { unique } from "../api";
import { asker, credentials, HEADER_MODE, journey } from "./journey";
import { KINDS, tryAtOnce, violations } from "./single-use";
import { type Instances, startInstances } from "./start-instances";

/** `npm run test:instances` is the long form. */
const LONG = Boolean(process.env.SIGNIN_LONG);
const { secrets, times, races, racing, mails, visitors, rounds } = LONG
  ? { secrets: 200, times: 64, races: 100, racing: 64, mails: 10_000, visitors: 8, rounds: 10 }
  : { secrets: 3, times: 16, races: 2, racing: 32, mails: 200, visitors: 4, rounds: 1 };
const AT_ONCE = 8;
const PASSWORD = "correct horse battery";

let world: Instances;
let site: { id: number; slug: string };
let one: string;
let other: string;
let ports: number[];

beforeAll(async () => {
  world = await startInstances(2);
  ports = world.instances.map(({ port }) => port);
  [one, other] = ports.map((port) => `http://localhost:${port}`) as [string, string];
  site = await world.makeSite();
});
afterAll(() => world.stop());

const bearer = (token = world.apiToken) => ({ authorization: `Bearer ${token}` });
const at = (baseUrl: string) => asker({ baseUrl });
const say = (text: string) => LONG && console.log(text);

async function newUser(): Promise<{ id: number; email: string }> {
  const email = `${unique("jane")}@example.com`;
  const answer = await at(one)("POST", "/api/site_users", {
    json: { site_id: site.id, site_user: { email, password: PASSWORD } },
    headers: bearer(),
  });
  expect(answer.status).toBe(201);
  return { id: ((await answer.json()) as { site_user: { id: number } }).site_user.id, email };
}

/** Does some work so many times, a few at once. */
async function inTurn(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

describe("what two instances know together", () => {
  test("a token that is revoked is dead at both with the next request, however often both have seen it", async () => {
    const words = ["token", "create", "--email", "owner@example.com", "--name", "Short-lived"];
    const { api_token: token } = await world.command<{ api_token: string }>(...words);
    const statuses = () =>
      Promise.all([one, other].map(async (base) => (await at(base)("GET", "/api/sites", { headers: bearer(token) })).status));
    for (let round = 0; round < 3; round++) expect(await statuses()).toEqual([200, 200]);
    await world.database.sql("UPDATE api_tokens SET revoked_at = now() WHERE name = 'Short-lived'");
    expect(await statuses()).toEqual([401, 401]);
  });

  test("failed sign-ins are counted together: ten at both close an address at both", async () => {
    const { email } = await newUser();
    const guess = async (index: number, password = "not the password") =>
      (await at(index % 2 ? other : one)("POST", `/${site.slug}/login`, { form: { email, password } })).status;
    for (let index = 0; index < 10; index++) expect(await guess(index)).toBe(401);
    expect([await guess(0, PASSWORD), await guess(1, PASSWORD)]).toEqual([429, 429]);
  });

  test("guesses at a code are counted together: three at both, and the right one is one too many", async () => {
    const { email } = await newUser();
    await at(one)("POST", `/${site.slug}/reset-password`, { form: { email } });
    const { text } = await world.provider.mailTo(email, /reset-password/);
    const code = /\b(\d{3}) ?(\d{3})\b/.exec(text)?.slice(1).join("") ?? "";
    const confirm = async (base: string, shown: string) =>
      (await at(base)("POST", `/${site.slug}/reset-password`, { form: { email, code: shown, password: "a brand new password" } })).status;
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    for (const base of [one, other, one]) expect(await confirm(base, wrong)).toBe(422);
    expect(await confirm(other, code)).toBe(422);
  });

  test("a session that one began goes on at the other, and is over at both once it is ended at one", async () => {
    const email = `${unique("jane")}@example.com`;
    const begun = await at(one)("POST", `/${site.slug}/auth/signup`, { json: credentials(email), headers: HEADER_MODE });
    const shown = (answer: Response, which: string) => ({
      ...HEADER_MODE,
      authorization: `Bearer ${answer.headers.get(`st-${which}-token`)}`,
    });
    const refresh = (base: string, by: Response) =>
      at(base)("POST", `/${site.slug}/auth/session/refresh`, { headers: shown(by, "refresh") });
    const renewed = await refresh(other, begun);
    expect(renewed.status).toBe(200);
    expect((await at(one)("POST", `/${site.slug}/auth/signout`, { headers: shown(renewed, "access") })).status).toBe(200);
    expect([(await refresh(one, renewed)).status, (await refresh(other, renewed)).status]).toEqual([401, 401]);
  });

  test("what was done under an Idempotency-Key at one is answered the same by the other", async () => {
    const sent = { json: { site: { name: "Once" } }, headers: { ...bearer(), "idempotency-key": unique("key") } };
    const [first, second] = [await at(one)("POST", "/api/sites", sent), await at(other)("POST", "/api/sites", sent)];
    expect([first.status, second.status, second.headers.get("idempotency-replayed")]).toEqual([201, 201, "true"]);
    expect(await second.text()).toBe(await first.text());
  });
});

describe("one use", () => {
  test.each(Object.entries(KINDS))(
    "%s: whoever is first at whichever instance, and nobody else",
    { timeout: 3_600_000 },
    async (kind, make) => {
      const ready: Awaited<ReturnType<typeof make>>[] = [];
      await inTurn(secrets, async () => void ready.push(await make(world, site)));
      const found: string[] = [];
      for (const secret of ready) found.push(...violations(secret, await tryAtOnce(secret, ports, times)));
      expect(found).toEqual([]);
      say(`${kind}: ${secrets} secrets used ${times} times at once at 2 instances, ${found.length} violations`);
    },
  );

  test("two uses, none, and a fault are seen, also of a server that really lets everybody in", async () => {
    const careless = createServer((_, response) => void response.writeHead(200, { connection: "close" }).end("{}"));
    await new Promise<void>((listening) => careless.listen(0, "127.0.0.1", listening));
    const { port } = careless.address() as AddressInfo;
    const secret = { path: "/", used: 200 };
    expect(violations(secret, await tryAtOnce(secret, [port], times))).toEqual([`used ${times} times`]);
    await new Promise((closed) => careless.close(closed));
    const answer = (status: number, headers = {}) => ({ status, headers, body: "" });
    expect(violations(secret, [answer(422), answer(404)])).toEqual(["used 0 times"]);
    expect(violations(secret, [answer(200), answer(500), answer(503)])).toEqual(["answered 500", "answered 503"]);
    expect(violations(secret, [answer(200), answer(503, { "retry-after": "2" })])).toEqual([]);
    const named = { ...secret, gave: ({ body }: { body: string }) => body };
    expect(violations(named, [answer(200), { ...answer(200), body: "another" }])).toEqual(["used 2 times"]);
  });
});

describe("one name", () => {
  const headers = () => ({ "content-type": "application/json", ...bearer() });
  /** Asks both instances for the same thing at once; how many had it, and how the others were refused. */
  async function wanted(path: string, body: object): Promise<Record<number, number>> {
    const answers = await race(
      Array.from({ length: racing }, (_, index) => {
        const port = ports[index % 2] as number;
        return { port, bytes: rawRequest("POST", path, { host: `localhost:${port}`, ...headers() }, JSON.stringify(body)) };
      }),
    );
    const counts: Record<number, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  test("that both instances are asked for at once is one user's, and one site's", { timeout: 3_600_000 }, async () => {
    const once = { 201: 1, 422: racing - 1 };
    for (let round = 0; round < races; round++) {
      const email = `${unique("wanted")}@example.com`;
      expect(await wanted("/api/site_users", { site_id: site.id, site_user: { email } })).toEqual(once);
      expect(await wanted("/api/sites", { site: { name: "Wanted", slug: unique("wanted") } })).toEqual(once);
    }
    say(`${2 * races} names wanted ${racing} times at once at 2 instances, each had once`);
  });
});

describe("mails", () => {
  test("that two workers send go out once each, under a key of their own", { timeout: 3_600_000 }, async () => {
    const people = Array.from({ length: mails }, () => `${unique("reader")}@example.com`);
    const made = await world.database.sql<{ id: string }>(
      `INSERT INTO site_users (id, account_id, site_id, email, email_canonical)
       SELECT (random() * 1e15)::bigint, s.account_id, s.id, r.email, r.email FROM sites s, unnest($2::text[]) AS r(email) WHERE s.id = $1
       RETURNING id::text`,
      [site.id, people],
    );
    expect(made).toHaveLength(mails);
    const asked = Date.now();
    await inTurn(mails, async (index) => {
      const answer = await at(index % 2 ? one : other)("POST", `/api/site_users/${made[index]?.id}/send_reset`, { headers: bearer() });
      expect(answer.status).toBe(200);
    });
    const readers = new Set(people);
    const sent = () => [...world.provider.mails.values()].filter(({ to }) => readers.has(to));
    await world.provider.until(() => world.provider.mails.size >= mails && sent().length >= mails);
    expect(sent().filter(({ times: often, bodies }) => often !== 1 || bodies.size !== 1)).toEqual([]);
    expect(new Set(sent().map(({ to }) => to)).size).toBe(mails);
    expect(sent()).toHaveLength(mails);
    say(`${mails} mails by the workers of 2 instances in ${Date.now() - asked} ms, each once and under one key`);
  });
});

describe("an instance whose clock is ten minutes off", () => {
  /** Shifts `Date` before anything else is loaded. */
  const shifted = (minutes: number) => {
    const script = `const R=Date,by=${minutes * 60_000};globalThis.Date=class extends R{constructor(...a){a.length?super(...a):super(R.now()+by)}static now(){return R.now()+by}};Date.UTC=R.UTC;Date.parse=R.parse`;
    return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}` };
  };

  test.each([10, -10])("%i minutes: is not ready and says why, and judges what is shown to it by the database's clock", async (minutes) => {
    const server = await world.start({ ...shifted(minutes), PORT: "0", APP_URL: "", SHUTDOWN_DELAY_S: "0" });
    try {
      // On a machine that is busy the database may take longer than readiness waits for it.
      const ready = async () => ((await (await fetch(`${server.baseUrl}/api/health/ready`)).json()) as { messages?: string[] }).messages;
      await expect.poll(ready, { timeout: 20_000 }).toEqual(["Not ready: clock"]);
      expect((await fetch(`${server.baseUrl}/api/health/live`)).status).toBe(200);
      const [live, over] = await Promise.all(["callback token", "callback token"].map((kind) => KINDS[kind]?.(world, site)));
      const exchange = async (path = "") => (await at(server.baseUrl)("POST", path, { headers: bearer() })).status;
      await world.database.sql("UPDATE callback_tokens SET expires_at = now() - interval '1 second' WHERE last4 = $1", [
        over?.path.slice(-4),
      ]);
      expect([await exchange(live?.path), await exchange(live?.path), await exchange(over?.path)]).toEqual([200, 422, 422]);
      const begun = await at(one)("POST", `/${site.slug}/auth/signup`, {
        json: credentials(`${unique("jane")}@example.com`),
        headers: HEADER_MODE,
      });
      const headers = { ...HEADER_MODE, authorization: `Bearer ${begun.headers.get("st-refresh-token")}` };
      expect((await at(server.baseUrl)("POST", `/${site.slug}/auth/session/refresh`, { headers })).status).toBe(200);
    } finally {
      await server.stop();
    }
  });
});

describe("a rolling restart", () => {
  test("under load loses no request: a visitor's whole way goes on while each instance is ended and started anew", {
    timeout: 3_600_000,
  }, async () => {
    const seen: Record<string, number> = {};
    const failed: string[] = [];
    const place = { baseUrl: world.baseUrl, slug: site.slug, apiToken: world.apiToken, mailTo: world.provider.mailTo };
    let going = true;
    const note = (step: string, status: number) => {
      seen[`${step} ${status}`] = (seen[`${step} ${status}`] ?? 0) + 1;
    };
    const load = Array.from({ length: visitors }, async () => {
      while (going) await journey(place, note).catch((error: unknown) => failed.push(String(error)));
    });
    for (let round = 0; round < rounds; round++) for (const instance of world.instances) await instance.restart();
    going = false;
    await Promise.all(load);
    const requests = Object.values(seen).reduce((sum, count) => sum + count, 0);
    expect({ failed, said: failed.length > 0 ? world.instances.map((instance) => instance.server().output().slice(-2_000)) : [] }).toEqual({
      failed: [],
      said: [],
    });
    expect(Object.keys(seen).toSorted()).toEqual(
      ["dialect 200", "exchange 200", "mark_used 200", "proof 303", "refresh 200", "sign-in 303", "sign-out 200", "sign-up 303"].toSorted(),
    );
    say(`${requests} requests through ${2 * rounds} restarts of 2 instances, ${failed.length} failed`);
  });

  test("a request that nobody takes is seen as lost", async () => {
    const place = { baseUrl: "http://127.0.0.1:1", slug: site.slug, apiToken: "", mailTo: world.provider.mailTo };
    await expect(journey(place, () => undefined)).rejects.toThrow("fetch failed");
  });
});

// Last: it cuts every connection, which a request may notice later.
describe("a database whose clock is set back five minutes", () => {
  /** Its statements ask for the time by names that lead to a clock of ours, from their next connection on. */
  async function setBack(minutes: number): Promise<void> {
    const clock = (name: string) =>
      `CREATE FUNCTION shifted.${name}() RETURNS timestamptz STABLE LANGUAGE sql AS $$ SELECT pg_catalog.${name}() - interval '${minutes} minutes' $$`;
    const { sql } = world.database;
    await sql("CREATE SCHEMA shifted");
    // The product's roles look names up there as well.
    await sql("GRANT USAGE ON SCHEMA shifted TO PUBLIC");
    for (const name of ["now", "clock_timestamp"]) await sql(clock(name));
    await sql("ALTER DATABASE signin SET search_path = shifted, public, pg_catalog");
    await beginAnew();
  }
  const beginAnew = () =>
    world.database.sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND application_name <> 'harness'",
    );
  /** Sends something until it is answered by more than the loss of a connection. */
  const answered = async (ask: () => Promise<Response>) => {
    for (;;) {
      const answer = await ask();
      if (answer.status !== 503) return answer;
    }
  };

  test("makes nothing good again that was used, and gives out no id twice", async () => {
    const [spent, link] = await Promise.all(["callback token", "reset link"].map((kind) => KINDS[kind]?.(world, site)));
    const use = async (secret: typeof spent, base = one) =>
      answered(() => fetch(base + secret?.path, { method: "POST", redirect: "manual", headers: secret?.headers, body: secret?.body }));
    expect([(await use(spent)).status, (await use(link)).status]).toEqual([200, 303]);
    const ids = new Set([(await newUser()).id]);
    await setBack(5);
    try {
      const told = await answered(async () => {
        const ready = await fetch(`${one}/api/health/ready`);
        return (await ready.clone().text()).includes("database") ? ready : new Response(await ready.text());
      });
      expect(await told.json()).toMatchObject({ messages: ["Not ready: clock"] });
      for (const base of [one, other]) expect([(await use(spent, base)).status, (await use(link, base)).status]).toEqual([422, 422]);
      for (let index = 0; index < 10; index++) ids.add((await newUser()).id);
      expect(ids.size).toBe(11);
    } finally {
      await world.database.sql("ALTER DATABASE signin RESET search_path");
      await world.database.sql("DROP SCHEMA shifted CASCADE");
      await beginAnew();
    }
    for (const base of [one, other]) {
      expect((await answered(() => fetch(`${base}/api/health/ready`))).status).toBe(200);
      expect((await use(spent, base)).status).toBe(422);
    }
  });
});
