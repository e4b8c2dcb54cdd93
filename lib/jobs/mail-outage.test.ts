import { afterAll, beforeAll, expect, test } from "vitest";
import { startMailProvider } from "@/e2e/faults/mail-provider";
import { env, setEnv } from "@/lib/kernel/env";
import { send } from "@/lib/testing/hosted-pages";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";

let provider: Awaited<ReturnType<typeof startMailProvider>>;
beforeAll(async () => {
  provider = await startMailProvider();
  setEnv({ ...env(), RESEND_API_KEY: "re_outage", RESEND_BASE_URL: provider.url });
});
afterAll(() => provider.stop());

const tries = "SELECT j.attempts, extract(epoch FROM j.run_at - now())::float AS in_s FROM graphile_worker._private_jobs j";
const waiting = () => sql<{ attempts: number; in_s: number }>(tries);

/** Lets an hour pass: each try that the queue would make in it is made, and what ends is an hour nearer to its end. */
async function hourPasses(): Promise<void> {
  for (let passed = 0; passed < 3_600; ) {
    const [first] = (await waiting()).toSorted((a, b) => a.in_s - b.in_s);
    passed += Math.max(1, first?.in_s ?? 3_600);
    await sql("UPDATE graphile_worker._private_jobs SET run_at = now()");
    await runJobs().catch(() => undefined);
  }
  for (const table of ["mail_tokens", "email_codes"]) await sql(`UPDATE ${table} SET expires_at = expires_at - interval '1 hour'`);
}

test("of an hour: each mail comes once and whole when it is back, but none whose code or link is over by then", async () => {
  const { site, ...tenant } = await makeTenant();
  const slug = `/${site.slug}`;
  provider.goAway(true);
  const newcomers = Array.from({ length: 3 }, () => `${unique("jane")}@example.com`);
  for (const email of newcomers) await send(`${slug}/signup`, { email, password: PASSWORD });
  const [forgetful, late] = [await makeUser({ site, ...tenant }), await makeUser({ site, ...tenant })];
  await send(`${slug}/reset-password`, { email: forgetful.email });
  await send(`${slug}/login`, { method: "email_code", email: late.email });
  await runJobs().catch(() => undefined);
  await hourPasses();
  expect(provider.mails.size).toBe(0);
  expect((await waiting()).map(({ attempts }) => attempts > 5)).toEqual(Array(5).fill(true));
  // The link of before the hour is over; one that is asked for now is not.
  await send(`${slug}/reset-password`, { email: forgetful.email });
  provider.goAway(false);
  await sql("UPDATE graphile_worker._private_jobs SET run_at = now()");
  await runJobs();
  const came = [...provider.mails.values()].map(({ to, times, bodies }) => ({ to, times, bodies: bodies.size }));
  expect(came.toSorted((a, b) => a.to.localeCompare(b.to))).toEqual(
    [...newcomers, forgetful.email].toSorted((a, b) => a.localeCompare(b)).map((to) => ({ to, times: 1, bodies: 1 })),
  );
  expect(await waiting()).toEqual([]);
});
