import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { expect, test } from "vitest";
import { updateSite } from "@/lib/core/sites/update-site";
import { siteOfSlug } from "@/lib/db/resolve";
import { CHALLENGE_SCRIPT } from "@/lib/hosted/script/challenge-script";
import { call } from "@/lib/testing/call-route";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { visitorAt } from "@/lib/testing/visitor";
import { guarded } from "../sign-in/attempts";
import { newChallenge, takeSolution } from "./challenge";
import { isChallenged } from "./is-challenged";

const sent = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64");

/** What a browser sends that has solved a challenge, by the library's own solver. */
async function solve(challenge: Challenge) {
  const solution = await solveChallenge({ challenge, deriveKey });
  return { challenge, solution: { counter: solution?.counter ?? 0, derivedKey: solution?.derivedKey ?? "" } };
}

test("a solution is good once, at the site that asked for it, and nothing else is one", async () => {
  const [{ context }, elsewhere] = [await makeTenant(), await makeTenant()];
  const solved = await solve(await newChallenge(context));
  const other = await newChallenge(context);
  const { parameters } = solved.challenge;
  const wrong = [
    undefined,
    "",
    "x",
    sent({}),
    sent({ challenge: other, solution: solved.solution }),
    sent({ ...solved, solution: { counter: solved.solution.counter + 1, derivedKey: solved.solution.derivedKey } }),
    sent({ ...solved, challenge: { ...solved.challenge, parameters: { ...parameters, cost: 1 } } }),
    sent({ ...solved, challenge: { ...solved.challenge, parameters: { ...parameters, expiresAt: 9e9 } } }),
    sent({ ...solved, challenge: { parameters } }),
    sent({ ...solved, challenge: { ...solved.challenge, signature: "0".repeat(64) } }),
    `${sent(solved)}${"A".repeat(3_000)}`,
  ];
  const required = { code: "challenge_required" };
  for (const value of wrong) await expect(takeSolution(context, value)).rejects.toMatchObject(required);
  await expect(takeSolution(elsewhere.context, sent(solved))).rejects.toMatchObject(required);
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => takeSolution(context, sent(solved))));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("one that lay about for too long is none", async () => {
  const { context } = await makeTenant();
  const solved = await solve(await newChallenge(context));
  const now = Date.now;
  Date.now = () => now() + 1_801_000;
  try {
    await expect(takeSolution(context, sent(solved))).rejects.toMatchObject({ code: "challenge_required" });
  } finally {
    Date.now = now;
  }
});

test("a page asks for one where its site says so, takes its form with it, and says what is missing without", async () => {
  const tenant = await makeTenant({ attackProtection: { challenge: "always" } });
  const user = await makeUser(tenant);
  const path = `/${tenant.site.slug}/login`;
  const page = await call("GET", path);
  const html = await page.text();
  expect(html).toContain(CHALLENGE_SCRIPT);
  expect(html).toContain("<noscript>");
  const [, json = ""] = /data-challenge="([^"]*)"/.exec(html) ?? [];
  const challenge = JSON.parse(json.replace(/&quot;/g, '"')) as Challenge;
  const form = { email: user.email, password: PASSWORD };
  const refused = await call("POST", path, { form });
  expect(refused.status).toBe(422);
  const again = await refused.text();
  expect(again).toContain("We have to check that this is a browser.");
  expect(again).toContain("data-challenge");
  const solved = sent(await solve(challenge));
  expect((await call("POST", path, { form: { ...form, challenge: solved } })).status).toBe(303);
  expect((await call("POST", path, { form: { ...form, challenge: solved } })).status).toBe(422);
  expect((await call("POST", `/${tenant.site.slug}/signup`, { form: { ...form, email: `${unique("j")}@example.com` } })).status).toBe(422);
  expect((await call("POST", `/${tenant.site.slug}/reset-password`, { form: { email: user.email } })).status).toBe(200);
});

test("a site asks for one while it is under attack, and for none where it says never", async () => {
  const made = await makeTenant();
  const limits = { failures_per_site: 20, failures_per_address: 100_000 };
  await updateSite(made.account, made.site, { attackProtection: limits });
  const context = (await siteOfSlug(made.site.slug)) ?? made.context;
  const fail = () =>
    guarded(context, { kind: "email", canonical: `${unique("u")}@example.com` }, visitorAt(), async () => ({
      right: false,
      renewed: null,
    }));
  for (let failure = 0; failure < 20; failure++) await fail().catch(() => undefined);
  expect(await isChallenged(context)).toBe(true);
  await updateSite(made.account, made.site, { attackProtection: { challenge: "never" } });
  expect(await isChallenged((await siteOfSlug(made.site.slug)) ?? context)).toBe(false);
  const html = await (await call("GET", `/${made.site.slug}/login`)).text();
  expect(html).not.toContain("challenge");
});
