import fs from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { log } from "@/lib/kernel/log";
import type { Call } from "@/lib/outgoing/dial";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { send } from "@/lib/testing/hosted-pages";
import { makeTenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { everyRow } from "@/lib/testing/sql";

/** How long the dialer waits for an answer. */
const patience = vi.hoisted(() => ({ ms: 10_000 }));
vi.mock("@/lib/outgoing/dial", async (original) => {
  const real = await original<typeof import("@/lib/outgoing/dial")>();
  return { ...real, dial: (call: Call) => real.dial(call, { totalMs: patience.ms }) };
});

const PASSWORD = "canary-password-7261";
const KEY = "canary-key-9134";

/** A secret as a row, a log line or a message might carry it. */
const forms = (secret: string) => {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString("hex"), bytes.toString("base64").replace(/=+$/, ""), encodeURIComponent(secret), JSON.stringify(secret)];
};

let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  hook = await startHook();
});
afterAll(() => hook.stop());
beforeEach(() => allowLoopback());

/** Everything that is logged while something is done, at the most talkative level. */
async function logged(work: () => Promise<unknown>): Promise<string> {
  const level = log.level;
  const written = vi.spyOn(fs, "writeSync").mockImplementation((_, data) => String(data).length);
  log.level = "trace";
  try {
    await work();
    return written.mock.calls.map(([, data]) => String(data)).join("");
  } finally {
    log.level = level;
    written.mockRestore();
  }
}

const ENDS: [string, typeof hook.answer][] = [
  ["taken", (response) => void response.writeHead(201).end(JSON.stringify({ id: unique("id") }))],
  ["refused", answering(422, { message: "No" })],
  ["broken", (response) => void response.writeHead(500).end("oops")],
  ["a lie", answering(201, {})],
  ["a lie that quotes", (response, { body }) => void response.writeHead(201).end(`{"id":${body}}`)],
  ["hung up", ({ socket }) => void socket?.destroy()],
  ["a redirect", (response) => void response.writeHead(307, { location: `http://localhost:${hook.port}/` }).end()],
  ["silence", () => undefined],
];

test.each(ENDS)("%s: the visitor's password and the endpoint's key are in no log, no row, no job and no answer", async (end, answer) => {
  patience.ms = end === "silence" ? 300 : 10_000;
  hook.answer = answer;
  hook.received.length = 0;
  const endpoint = { url: `http://localhost:${hook.port}/`, apiKey: KEY };
  const { site } = await makeTenant({ signupEndpoint: endpoint, signInEndpoint: endpoint });
  const pages: string[] = [];
  const jobs: unknown[] = [];
  const lines = await logged(async () => {
    for (const page of ["signup", "login"]) {
      const { html, headers } = await send(`/${site.slug}/${page}`, { email: `${unique("j")}@example.com`, password: PASSWORD });
      pages.push(html, JSON.stringify([...headers]));
    }
    jobs.push(await everyRow());
    await runJobs();
  });
  const rows = await everyRow();
  expect(hook.received.map(({ body, headers }) => [body.includes(PASSWORD), headers["x-api-key"]])).toEqual([
    [true, KEY],
    [true, KEY],
  ]);
  for (const place of [lines, JSON.stringify(jobs), JSON.stringify(rows), ...pages]) {
    expect([...forms(PASSWORD), ...forms(KEY)].filter((form) => place.includes(form))).toEqual([]);
  }
});

test("the search sees a secret that is there", async () => {
  expect(await logged(async () => log.warn({ note: PASSWORD }, "x"))).toContain(PASSWORD);
  await makeTenant({ name: PASSWORD });
  expect(JSON.stringify(await everyRow())).toContain(PASSWORD);
});

test("what goes wrong outside is logged, without a word of whom it was about", async () => {
  hook.answer = answering(201, {});
  const { site } = await makeTenant({ signInEndpoint: { url: `http://localhost:${hook.port}/`, apiKey: KEY } });
  const email = `${unique("j")}@example.com`;
  const lines = (await logged(() => send(`/${site.slug}/login`, { email, password: PASSWORD }))).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toContainEqual({
    level: 40,
    time: expect.any(String),
    site_id: String(site.id),
    endpoint: "sign_in",
    reason: "unexpected_body",
    cause: null,
    msg: "a site's endpoint gave no usable answer",
  });
  expect(lines.join()).not.toContain(email);
});
