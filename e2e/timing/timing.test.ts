import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { api, makeSite, type Site, unique } from "../api";
import { comparePairs, tellsApart } from "./compare-pairs";

/** `npm run test:timing` on a machine that does nothing else; the short form only shows that it runs, and judges no time. */
const PAIRS = process.env.SIGNIN_LONG ? 2_000 : 4;
/**
 * What a mail costs the next request is not what its own answer says: whoever measures that has one mail a minute to do it with. So each
 * is asked a while after the one before, and right behind a page, which is the same for both.
 */
const APART_MS = process.env.SIGNIN_LONG ? 40 : 0;
/** So many pairs at one site: its budget for an internet address is a hundred failures. */
const AT_A_SITE = 45;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

type Timed = { readonly status: number; readonly ms: number };

/** Sends a request, a POST where there is a body, and tells its status and how long the first byte of its answer took. */
function timed(path: string, type = "", body = ""): Promise<Timed> {
  const { hostname, port } = new URL(inject("baseUrl"));
  return new Promise((resolve, reject) => {
    const headers = body === "" ? {} : { "content-type": type, "content-length": Buffer.byteLength(body) };
    const began = performance.now();
    const sent = request({ hostname, port, path, method: body === "" ? "GET" : "POST", headers, agent }, (answer) => {
      const ms = performance.now() - began;
      answer.resume().on("end", () => resolve({ status: answer.statusCode ?? 0, ms }));
    });
    sent.on("error", reject).end(body);
  });
}

type Asking = (site: Site, email: string) => Promise<Timed>;
const form =
  (page: string, more: Record<string, string> = {}): Asking =>
  (site, email) =>
    timed(`/${site.slug}/${page}`, "application/x-www-form-urlencoded", new URLSearchParams({ email, ...more }).toString());

/** What must not tell whether an address has an account, at this site or at another one. */
const QUESTIONS: Record<string, { readonly ask: Asking; readonly site?: object; readonly user?: object; readonly elsewhere?: true }> = {
  "a wrong password": { ask: form("login", { password: "not the password" }), user: { password: "correct horse battery" } },
  "a wrong password for somebody whom another site knows": {
    ask: form("login", { password: "not the password" }),
    user: { password: "correct horse battery" },
    elsewhere: true,
  },
  "a reset": { ask: form("reset-password") },
  "another proof": { ask: form("verify-email") },
  "a sign-up": { ask: form("signup", { password: "correct horse battery" }), site: { settings: { email_verification: "required" } } },
  "a code": {
    ask: (site, email) => timed(`/${site.slug}/api/auth/otp/request`, "application/json", JSON.stringify({ email })),
    site: { dialects: { fastschema: { otp: true } } },
  },
};

/** How much longer a known address took than an unknown one, pair by pair, in an order that chance decides. */
async function differencesOf({ ask, site: settings, user, elsewhere }: (typeof QUESTIONS)[string]): Promise<number[]> {
  const differences: number[] = [];
  while (differences.length < PAIRS) {
    const site = await makeSite({ success_uri: "https://acme.example/callback", ...settings });
    const known = Array.from({ length: Math.min(AT_A_SITE, PAIRS) }, () => `${unique("known")}@example.com`);
    const operations = known.map((email) => ({ action: "create", site_user: { email, ...user } }));
    const { id } = elsewhere ? await makeSite() : site;
    await api("POST", "/api/site_users/batch", { site_id: id, operations });
    for (const email of known) {
      const both = { known: email, unknown: `${unique("other")}@example.com` };
      const order = Math.random() < 0.5 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
      const took = { known: { status: 0, ms: 0 }, unknown: { status: 0, ms: 0 } };
      for (const which of order) {
        await pause(APART_MS);
        await timed(`/${site.slug}/login`);
        took[which] = await ask(site, both[which]);
      }
      expect(took.known.status).toBe(took.unknown.status);
      differences.push(took.known.ms - took.unknown.ms);
    }
  }
  return differences;
}

test.each(Object.entries(QUESTIONS))(
  "%s takes as long for a known address as for an unknown one",
  { timeout: 3_600_000 },
  async (name, question) => {
    const differences = await differencesOf(question);
    const compared = comparePairs(differences);
    if (PAIRS < 2_000) return;
    const { p, medianMs, lowMs, highMs } = compared;
    console.log(
      `${name}: ${differences.length} pairs, p ${p.toFixed(3)}, median ${medianMs.toFixed(3)} ms (${lowMs.toFixed(3)} to ${highMs.toFixed(3)})`,
    );
    expect(tellsApart(compared)).toBe(false);
    expect(tellsApart(comparePairs(differences.map((ms) => ms + 3)))).toBe(true);
  },
);

test("three milliseconds are found among times that scatter by twenty, and nothing where there is nothing", () => {
  const noise = () => (Math.random() - 0.5) * 20 + (Math.random() < 0.02 ? Math.random() * 200 : 0);
  const pairs = Array.from({ length: 2_000 }, () => noise() - noise());
  expect(tellsApart(comparePairs(pairs.map((ms) => ms + 3)))).toBe(true);
  expect(tellsApart(comparePairs(pairs.map((ms) => ms - 3)))).toBe(true);
  const balanced = pairs.flatMap((ms) => [ms, -ms]);
  expect(comparePairs(balanced).p).toBeCloseTo(1, 5);
  expect(tellsApart(comparePairs(balanced))).toBe(false);
});

test("ranks are signed, tied and summed as Wilcoxon has it", () => {
  // Differences with a zero and a tie; their positive ranks add up to 27 of 45, which is 0.534 standard deviations off.
  const { p, medianMs } = comparePairs([15, -7, 5, 20, 0, -9, 17, -12, 5, -10]);
  expect(p).toBeCloseTo(0.594, 3);
  expect(medianMs).toBe(2.5);
});
